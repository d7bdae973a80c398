import { check } from '../check.ts';
import { cannotTell, notUsed, ok, problem } from '../verdict.ts';

export const rules = check({
  name: 'rules',
  needs: ['s3:GetObject'],
  subjects({ settings: { rules }, input }) {
    if (rules === null) return notUsed('RULES_URI is not set: nothing is ignored');
    const isPackaged = rules.kind === 'FILE' && input.functionName !== null && !input.options.has('RULES_URI');
    if (!isPackaged) return [rules];
    return cannotTell(`${rules.path} is in the package of the function`, 'check your copy of it with --rules FILE');
  },
  about: (source) => (source.kind === 'FILE' ? source.path : source.uri),
  async judge(source, probes) {
    const found = await probes.rules(source);
    if ('unusable' in found) return problem(found.unusable, 'fix the file: nothing is checked without its rules');
    const { ignore, severity, show } = found;
    return ok(`to ignore: ${ignore.length}, for severity: ${severity.length}, names to show: ${show.length}`);
  },
});

import { check, given } from '../check.ts';
import { cannotTell, notUsed, ok, problem } from '../verdict.ts';

export const rules = check({
  name: 'rules',
  needs: ['s3:GetObject'],
  instead({ settings, visit }) {
    if (settings.rules === null) return notUsed('RULES_URI is not set: nothing is ignored');
    const isPackaged = settings.rules.kind === 'FILE' && visit.functionName !== null && !visit.said.has('RULES_URI');
    if (!isPackaged) return null;
    return cannotTell(
      `${settings.rules.path} is in the package of the function`,
      'check your copy of it with --rules FILE',
    );
  },
  subjects: ({ settings }) => given(settings.rules),
  about: (source) => (source.kind === 'FILE' ? source.path : source.uri),
  probe: (source, probes) => probes.rules(source),
  verdict(seen) {
    if (seen.kind === 'UNUSABLE') return problem(seen.reason, 'mend the file: nothing is checked without its rules');
    return ok(`to ignore: ${seen.ignore}, for severity: ${seen.severity}, names to show: ${seen.show}`);
  },
});

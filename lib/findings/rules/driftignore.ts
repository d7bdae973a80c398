import { anyGlob } from '../../model/glob.ts';
import { isStageType } from '../../resources/api-families.ts';
import type { Finding } from '../finding.ts';
import type { Rules } from './rules.ts';
import type { Place } from './selection.ts';

/**
 * Reads a `.driftignore` of driftctl: gitignore's patterns over `type.id` and `type.id.path.to.field`, of which the last
 * that matches decides. Lines of other resource types say nothing here.
 * Source: driftctl's documentation of the file, and its reading of it, which takes a line for what lies below it too.
 * @param file its name, for messages
 */
export function parseDriftignore(text: string, file: string): Rules {
  const lines = text.split(/\r?\n/).flatMap((line, index) => readLine(line.trim(), `${file}:${index + 1}`));
  const ignore = lines.flatMap(({ text, place, ignores, matches }, index) => {
    if (!ignores) return [];
    const exceptions = lines.slice(index + 1).filter((line) => !line.ignores);
    const selects = (finding: Finding) => {
      const subject = [nameOf(finding), ...(finding.path ?? [])].join('.');
      return matches(subject) && !exceptions.some((exception) => exception.matches(subject));
    };
    // A line does not say where the resource ends and the path begins.
    const selection = { text, selects, fits: () => true };
    return [{ place, selection, reason: place, owner: null, expires: null }];
  });
  return { ignore, severity: [], show: [] };
}

/** @returns what a line says: what matches is ignored, or, behind a `!`, is reported after all; nothing for a comment */
function readLine(text: string, place: string) {
  if (text === '' || text.startsWith('#')) return [];
  const ignores = !text.startsWith('!');
  const pattern = ignores ? text : text.slice(1);
  const patterns = /(?<!\\)\*$/.test(pattern) ? [pattern] : [pattern, `${pattern}.*`];
  // In gitignore a backslash makes whatever follows plain, in a glob only what would not be.
  return [{ text, place, ignores, matches: anyGlob(patterns.map((each) => each.replace(/\\([^*?])/gsu, '$1'))) }];
}

/** Type and `id`, as the provider makes the id; what a state does not tell is left empty. */
function nameOf({ type, name, apiId, stageName }: Place): string {
  const stage = `${apiId ?? ''}-${stageName ?? ''}`;
  if (isStageType(type)) return `${type}.ags-${stage}`;
  return type === 'aws_api_gateway_method_settings' ? `${type}.${stage}-${name}` : `${type}.${name}`;
}

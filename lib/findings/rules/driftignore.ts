import { glob, type Matcher } from '../../model/glob.ts';
import { isStageType } from '../../resources/api-families.ts';
import type { Rules } from './rules.ts';
import type { Place, Selection } from './selection.ts';

/** A line that says something: what matches it is ignored, or, behind a `!`, is told after all. */
interface Line {
  readonly number: number;
  readonly text: string;
  readonly ignores: boolean;
  readonly matchers: readonly Matcher[];
}

/**
 * Reads a `.driftignore` of driftctl: gitignore's patterns over `type.id` and `type.id.path.to.field`, of which the last
 * that matches decides. Lines of other resource types say nothing here.
 * Source: driftctl's documentation of the file, and its reading of it, which takes a line for what lies below it too.
 * @param file its name, for messages
 */
export function parseDriftignore(text: string, file: string): Rules {
  const lines = text.split(/\r?\n/).flatMap(readLine);
  const ignore = lines.flatMap((line, index) => {
    if (!line.ignores) return [];
    const place = `${file}:${line.number}`;
    const exceptions = lines.slice(index + 1).filter(({ ignores }) => !ignores);
    return [{ place, selection: selectionByLine(line, exceptions), reason: `${place}`, owner: null, expires: null }];
  });
  return { ignore, severity: [], show: [] };
}

function readLine(whole: string, index: number): Line[] {
  const text = whole.trim();
  if (text === '' || text.startsWith('#')) return [];
  const ignores = !text.startsWith('!');
  const pattern = ignores ? text : text.slice(1);
  const patterns = /(?<!\\)\*$/.test(pattern) ? [pattern] : [pattern, `${pattern}.*`];
  // In gitignore a backslash makes whatever follows plain, in a glob only what would not be.
  const matchers = patterns.map((each) => glob(each.replace(/\\([^*?])/gsu, '$1')));
  return [{ number: index + 1, text, ignores, matchers }];
}

/** Whoever matches a line before some exceptions is ignored, unless one of these brings it back. */
function selectionByLine(line: Line, exceptions: readonly Line[]): Selection {
  const isMatched = (subject: string, { matchers }: Line) => matchers.some((matches) => matches(subject));
  return {
    text: line.text,
    selects(finding) {
      const subject = [nameOf(finding), ...(finding.path ?? [])].join('.');
      return isMatched(subject, line) && !exceptions.some((exception) => isMatched(subject, exception));
    },
    // A line does not say where the resource ends and the path begins.
    fits: () => true,
  };
}

/** Type and `id`, as the provider makes the id; what a state does not tell is left empty. */
function nameOf({ type, name, apiId, stageName }: Place): string {
  const stage = `${apiId ?? ''}-${stageName ?? ''}`;
  if (isStageType(type)) return `${type}.ags-${stage}`;
  return type === 'aws_api_gateway_method_settings' ? `${type}.${stage}-${name}` : `${type}.${name}`;
}

import type { Remedies } from '../../findings/remedies/remedy.ts';
import { visible } from '../../visible.ts';

/** How findings are put right, as it is shown. */
export interface RemediesView {
  readonly restore: readonly CodeView[];
  readonly adopt: CodeView | null;
}

/** Text to be copied. */
export interface CodeView {
  readonly text: string;
  /** Whether it is told with characters spelt out that cannot be seen, so that a copy of it is not the same text. */
  readonly spelt: boolean;
}

/**
 * @param shared commands that stand elsewhere
 * @returns `null` where nothing is left
 */
export function remediesView({ restore, adopt }: Remedies, shared: ReadonlySet<string>): RemediesView | null {
  const own = restore.filter((command) => !shared.has(command));
  if (own.length === 0 && adopt === null) return null;
  return { restore: own.map(codeView), adopt: adopt === null ? null : codeView(adopt) };
}

/** @returns commands that put several findings right at once, none where there is only one finding */
export function sharedCommands(findings: readonly { readonly remedies: Remedies }[]): readonly string[] {
  const [first, ...others] = findings;
  if (first === undefined || others.length === 0) return [];
  return first.remedies.restore.filter((command) => others.every(({ remedies }) => remedies.restore.includes(command)));
}

/** Line breaks and tabs stay what they are: code has lines. */
function codeView(code: string): CodeView {
  const text = code.trimEnd().replace(/[^\n\t]+/g, visible);
  return { text, spelt: text !== code.trimEnd() };
}

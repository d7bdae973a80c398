import { glob } from '../../model/glob.ts';
import type { Severity } from '../../model/severity.ts';
import type { Finding } from '../finding.ts';
import type { Selection } from './selection.ts';

/** What a team wants reported otherwise than this program would. */
export interface Rules {
  readonly ignore: readonly IgnoreRule[];
  readonly severity: readonly SeverityRule[];
  /** Names of stage variables and tags whose values may be shown, as globs. */
  readonly show: readonly string[];
}

export interface Rule {
  /** Where it is written, such as `rules.yaml:12`. */
  readonly place: string;
  readonly selection: Selection;
}

export interface IgnoreRule extends Rule {
  readonly reason: string;
  readonly owner: string | null;
  /** Last day of the rule in UTC, such as 2026-12-31; `null` for a rule without end. */
  readonly expires: string | null;
}

export interface SeverityRule extends Rule {
  readonly severity: Severity;
}

export const noRules: Rules = { ignore: [], severity: [], show: [] };

/** The rules cannot be used; the message has every problem, each with its line. */
export class RulesError extends Error {
  override readonly name = 'RulesError';

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(`The rules cannot be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`, options);
  }
}

/** @param now decides which rules have expired; @returns the first rule that ignores the finding */
export function ignoringRule(rules: Rules, finding: Finding, now: Date): IgnoreRule | null {
  return rules.ignore.find((rule) => rule.selection.selects(finding) && !hasExpired(rule, now)) ?? null;
}

/** @returns what the first rule says that is about the finding */
export function severityByRule(rules: Rules, finding: Finding): Severity | null {
  return rules.severity.find(({ selection }) => selection.selects(finding))?.severity ?? null;
}

/** Whether the value of a stage variable or tag of this name may be shown: by its very name, or by a glob. */
export function isShown(rules: Rules, name: string): { readonly byName: boolean; readonly byGlob: boolean } {
  return { byName: rules.show.includes(name), byGlob: rules.show.some((pattern) => glob(pattern)(name)) };
}

export function hasExpired({ expires }: IgnoreRule, now: Date): boolean {
  return expires !== null && now.toISOString().slice(0, 10) > expires;
}

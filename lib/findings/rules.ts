import picomatch from 'picomatch';
import type { Path } from '../comparison.ts';
import type { Finding } from './finding.ts';
import type { Severity } from './severity.ts';

/** What a team wants told otherwise than this program would. */
export interface Rules {
  readonly ignore: readonly IgnoreRule[];
  readonly severity: readonly SeverityRule[];
  /** Names of stage variables and tags whose values may be shown, as globs. */
  readonly show: readonly string[];
}

/** Which findings a rule is about: all that every given pattern matches. */
export interface Selection {
  /** Globs; `null` for any. */
  readonly address: string | null;
  readonly type: string | null;
  readonly account: string | null;
  readonly region: string | null;
  readonly state: string | null;
  /** Patterns of the parts of a path, from its first on; `null` for any path and for whole resources. */
  readonly path: readonly string[] | null;
}

export interface IgnoreRule extends Selection {
  readonly reason: string;
  readonly owner: string | null;
  /** Last day of the rule in UTC, such as 2026-12-31; `null` for a rule without end. */
  readonly expires: string | null;
}

export interface SeverityRule extends Selection {
  readonly severity: Severity;
}

export const noRules: Rules = { ignore: [], severity: [], show: [] };

/** @param now decides which rules have expired; @returns the first rule that ignores the finding */
export function ignoringRule(rules: Rules, finding: Finding, now: Date): IgnoreRule | null {
  return rules.ignore.find((rule) => !hasExpired(rule, now) && selects(rule, finding)) ?? null;
}

/** @returns what the first rule says that is about the finding */
export function severityByRule(rules: Rules, finding: Finding): Severity | null {
  return rules.severity.find((rule) => selects(rule, finding))?.severity ?? null;
}

/** Whether the value of a stage variable or tag of this name may be shown: by its very name, or by a glob. */
export function isShown(rules: Rules, name: string): { readonly byName: boolean; readonly byGlob: boolean } {
  return { byName: rules.show.includes(name), byGlob: rules.show.some((pattern) => matches(pattern, name)) };
}

export function hasExpired({ expires }: IgnoreRule, now: Date): boolean {
  return expires !== null && now.toISOString().slice(0, 10) > expires;
}

function selects(selection: Selection, finding: Finding): boolean {
  const { address, type, account, region, state, path } = selection;
  const patterns = [
    [address, finding.address],
    [type, finding.type],
    [account, finding.accountId],
    [region, finding.region],
    [state, finding.state],
  ] as const;
  return (
    patterns.every(([pattern, text]) => pattern === null || (text !== null && matches(pattern, text))) &&
    (path === null || isAtOrBelow(path, finding.path))
  );
}

function isAtOrBelow(patterns: readonly string[], path: Path | null): boolean {
  return (
    path !== null && patterns.every((pattern, index) => index < path.length && matches(pattern, String(path[index])))
  );
}

/** `*` is any text: names and addresses have no levels that a glob should stop at. */
function matches(pattern: string, text: string): boolean {
  return picomatch.isMatch(text, pattern, { bash: true, dot: true, noextglob: true, nonegate: true });
}

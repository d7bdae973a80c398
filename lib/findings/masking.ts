import { createHmac } from 'node:crypto';
import type { Leaf, Path, PropertyDifference } from '../model/comparison.ts';
import { isBelowAny } from '../resources/setting.ts';

/** What decides how values are hidden. */
export interface Masking {
  /** Makes a hidden value recognisable; `null` leaves it without a mark, since a bare hash of a short secret is guessed. */
  readonly hashKey: string | null;
  /** Names of stage variables and tags whose values may be shown. A glob does not open a name that says it is a secret. */
  isShown(name: string): { readonly byName: boolean; readonly byGlob: boolean };
}

/** A difference whose values may be shown: what must not be is replaced, and `masked` says so. */
export interface ShownDifference extends PropertyDifference {
  readonly masked: boolean;
}

/** How values are hidden: two marks can be held against each other only where one key made both. */
export interface Mask {
  /** SETTING: whatever its values are. VALUE: one of them looks like a credential. */
  readonly by: 'SETTING' | 'VALUE';
  /** Of the key that made the marks, see `keyId`; `null` where there was none. */
  readonly keyId: string | null;
}

const secretWords =
  'pass(?:word|wd|phrase|code)|(?<![a-z])pass(?![a-z])|pwd|secret(?:[-_. ]?key)?|token|credential|(?:api|private|access|account|signing|encryption)[-_. ]?key|authorization';

const secretName = new RegExp(secretWords, 'i');

/** Blanks and quotes, which JSON in a text has with backslashes. */
const fence = `["'\\s\\\\]*`;

/**
 * Forms of credentials that give themselves away. Each reads a text once: what begins in the middle of a word is not tried,
 * and what has no end of its own has a length.
 */
const secretValues = [
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/, // AWS
  /\b(gh[opsur]_|github_pat_|glpat-)\w{20,}/, // GitHub, GitLab
  /\bnpm_[A-Za-z0-9]{20,}|\bhvs\.[\w-]{20,}/, // npm, Vault
  /\bxox[abeprs]-|hooks\.slack\.com\/services\//, // Slack
  /\b[rs]k_(live|test)_|\bwhsec_/, // Stripe
  /\bsk-(?:ant-|[\w-]{20,})|\bAIza[\w-]{35}/, // Anthropic, OpenAI, Google
  /(?<![\w-])SG\.[\w-]{16,}\.[\w-]{16,}/, // SendGrid
  /(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\./, // JSON Web Token
  /-----BEGIN /, // PEM
  /:\/\/[^/\s:@]*:(?!\d{1,5}(?:\/|$))[^\s@]{1,256}@/, // a password in a URL, which no port is
  /\bbearer\s+(?!\$)[\w+/=.~-]{8,}/i, // an Authorization header
  // A secret by its name inside a longer text, such as a log format; what API Gateway fills in is none.
  new RegExp(
    `(?:${secretWords})${fence}(?::=|=>|[:=])${fence}(?!["'\\s\\\\]|\\$context|\\$stageVariables)[^"'\\s,;}\\\\]{3,}`,
    'i',
  ),
];

/**
 * Hides what nobody should read in a mail: values below a path that Terraform marks as sensitive, values of stage
 * variables and tags unless their names are shown, and values that look like a credential. Comparing comes before, so a
 * changed secret still shows.
 */
export function mask(
  difference: PropertyDifference,
  sensitivePaths: readonly Path[],
  masking: Masking,
): ShownDifference {
  const masked = maskOf(difference, sensitivePaths, masking) !== null;
  if (!masked) return { ...difference, masked };
  const { expected, actual } = difference;
  return { ...difference, expected: hide(expected, masking), actual: hide(actual, masking), masked };
}

/** @returns how the values of a difference are hidden, `null` where they may be shown */
export function maskOf(
  { path, expected, actual }: PropertyDifference,
  sensitivePaths: readonly Path[],
  masking: Masking,
): Mask | null {
  const isHidden = isBelowAny(path, sensitivePaths) || isHiddenKey(path, masking);
  if (!isHidden && ![expected, actual].some(looksSecret)) return null;
  return { by: isHidden ? 'SETTING' : 'VALUE', keyId: keyIdOf(masking.hashKey) };
}

/** @returns what identifies a key without disclosing anything of it, `null` where there is none */
export function keyIdOf(hashKey: string | null): string | null {
  return hashKey && createHmac('sha256', hashKey).update('id of the masking key').digest('hex').slice(0, 8);
}

/**
 * People's own words can stand in a sentence. A form tells where a credential begins, and not where it ends.
 * @returns the sentence up to the first thing in it that looks like a credential
 */
export function maskText(text: string): string {
  const starts = secretValues.map((form) => text.search(form)).filter((start) => start >= 0);
  return starts.length === 0 ? text : text.slice(0, Math.min(...starts)) + unmarked;
}

function looksSecret(value: Leaf | null): boolean {
  return typeof value === 'string' && secretValues.some((form) => form.test(value));
}

/** A key of a map is a name that people chose: nobody knows what they keep under it. */
function isHiddenKey(path: Path, masking: Masking): boolean {
  return path.some((part, index) => {
    if (typeof part !== 'string' || typeof path[index - 1] !== 'string') return false;
    const { byName, byGlob } = masking.isShown(part);
    return !byName && (!byGlob || secretName.test(part));
  });
}

/** What stands for a hidden value where there is no key. */
export const unmarked = '(masked)';

/** @returns `(masked)`, with a mark that is the same for the same value where there is a key to make it with */
export function hide(value: Leaf | null, { hashKey }: Masking): Leaf | null {
  if (value === null) return null;
  if (hashKey === null) return unmarked;
  return `(masked, hash ${createHmac('sha256', hashKey).update(JSON.stringify(value)).digest('hex').slice(0, 8)})`;
}

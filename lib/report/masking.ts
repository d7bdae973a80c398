import type { Leaf, Path, PropertyDifference } from '../comparison.ts';
import { isBelowAny } from '../resources/resource-type.ts';

/** Stands in a report for a value that must not be shown. */
export const maskedValue = '(masked)';

/** A difference whose values may be shown: secrets are replaced, and `masked` says so. */
export interface ShownDifference extends PropertyDifference {
  readonly masked: boolean;
}

const secretName =
  /pass(word|wd|phrase|code)|pwd|secret|token|credential|(api|private|access|signing|encryption)[-_. ]?key/i;

/** Forms of credentials that give themselves away. */
const secretValues = [
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/, // AWS
  /\b(gh[opsur]_|github_pat_|glpat-)\w{20,}/, // GitHub, GitLab
  /\bxox[abeprs]-|\b[rs]k_(live|test)_/, // Slack, Stripe
  /\beyJ[\w-]{8,}\.[\w-]{8,}\./, // JSON Web Token
  /-----BEGIN /, // PEM
  /:\/\/[^/\s:@]*:[^/\s@]+@/, // a password in a URL
];

/**
 * Hides what nobody should read in a mail: values below a path that Terraform marks as sensitive, values under a name
 * such as DB_PASSWORD, and values that look like a credential. Comparing comes before, so a changed secret still shows.
 */
export function mask(difference: PropertyDifference, sensitivePaths: readonly Path[]): ShownDifference {
  const { path, expected, actual } = difference;
  const masked =
    isBelowAny(path, sensitivePaths) ||
    path.slice(1).some((part) => secretName.test(String(part))) ||
    [expected, actual].some((value) => typeof value === 'string' && secretValues.some((form) => form.test(value)));
  return masked ? { ...difference, expected: hide(expected), actual: hide(actual), masked } : { ...difference, masked };
}

function hide(value: Leaf | null): Leaf | null {
  return value === null ? null : maskedValue;
}

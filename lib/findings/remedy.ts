import type { CheckedResource } from '../resources/verdict.ts';
import type { ShownDifference } from './masking.ts';

/** How a finding is put right, either way. */
export interface Remedies {
  /** Shell commands, each of which alone makes AWS as Terraform has it. */
  readonly restore: readonly string[];
  /** Terraform configuration that takes over what is live, `null` where there is none. */
  readonly adopt: string | null;
}

/** For what can only be looked at. */
export const noRemedies: Remedies = { restore: [], adopt: null };

/** @returns how the differences of a resource, or its absence, are put right */
export function remediesOf(
  { address, state, verdict }: CheckedResource,
  _difference: ShownDifference | null,
): Remedies {
  if (state === null || verdict.status === 'NOT_CHECKED') return noRemedies;
  return { restore: [`terraform apply -target=${shellQuoted(address)}`], adopt: null };
}

/** A text as one word of a POSIX shell, whatever is in it. */
function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

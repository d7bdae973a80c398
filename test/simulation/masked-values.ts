import { createHmac } from 'node:crypto';
import { credentials, maskKeys, targets } from './plan.ts';
import { variable } from './stages.ts';
import type { Claim, Masking } from './world.ts';

/** What stands for a value of which there is no mark. */
const unmarked = '(masked)';

/** @returns the value of a setting as a report may show it */
export function asShown(
  [setting, value]: readonly [string, unknown],
  other: unknown,
  { isSensitive }: Pick<Claim, 'isSensitive'>,
  { isShown, key }: Masking,
): unknown {
  const isCredential = [value, other].some((one) => credentials.some((secret) => String(one).includes(secret)));
  if (setting !== variable || (isShown && !isSensitive && !isCredential)) return value;
  return key === null ? unmarked : marked(value, key);
}

/** @returns the value that a mark stands for, as far as it tells */
export function unmasked(shown: unknown): unknown {
  return valuesOfMarks.get(shown) ?? shown;
}

/** @param change from one value to another, without its marks */
export function isUnmarked(change: string): boolean {
  return change.includes(unmarked);
}

function marked(value: unknown, key: string): string {
  const mark = createHmac('sha256', key).update(JSON.stringify(value)).digest('hex').slice(0, 8);
  return `(masked, hash ${mark})`;
}

const valuesOfMarks = new Map<unknown, string>(
  maskKeys.flatMap((key) => targets.map((value) => [marked(value, key), value] as const)),
);

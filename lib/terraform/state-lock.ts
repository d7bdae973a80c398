import * as v from 'valibot';

/** Who holds the lock of a state, as Terraform and OpenTofu write it beside the state. */
export interface StateLock {
  /** What it was taken for, such as `OperationTypeApply`; `''` where the lock does not say. */
  readonly operation: string;
  readonly who: string;
  /** ISO 8601 in UTC; `null` where the lock does not say. */
  readonly since: string | null;
}

/** Source: the lock info that Terraform 1.11 was seen to write. Whatever is missing or odd leaves a lock that says less. */
const lockForm = v.object({
  Operation: v.fallback(v.string(), ''),
  Who: v.fallback(v.string(), ''),
  Created: v.fallback(v.string(), ''),
});

/** @param text content of `KEY.tflock`; one that Terraform did not write says nothing */
export function parseStateLock(text: string): StateLock {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), lockForm), text);
  if (!parsed.success) return { operation: '', who: '', since: null };
  const { Operation, Who, Created } = parsed.output;
  const since = Date.parse(Created);
  return { operation: Operation, who: Who, since: Number.isNaN(since) ? null : new Date(since).toISOString() };
}

/** Whether the holder may be changing AWS: a plan takes the lock too, and changes nothing; every lock says its operation. */
export function mayBeChanging({ operation }: StateLock): boolean {
  return !['', 'OperationTypePlan', 'OperationTypeRefresh'].includes(operation);
}

/** How Terraform's S3 backend names the lock of a state (`use_lockfile`). */
export function lockKey(key: string): string {
  return `${key}.tflock`;
}

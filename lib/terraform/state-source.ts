import { isKept } from '../findings/ledger/kept-objects.ts';
import type { LedgerLocation } from '../findings/ledger/ledger-uri.ts';
import { hasWildcard, keyGlob, type Matcher } from '../glob.ts';

/** Where states are: one object, every object of a bucket that a glob matches, or a local file (command line only). */
export type StateSource =
  | { readonly kind: 'OBJECT'; readonly uri: string; readonly bucket: string; readonly key: string }
  | GlobSource
  | { readonly kind: 'FILE'; readonly uri: string; readonly path: string };

interface GlobSource {
  readonly kind: 'GLOB';
  readonly uri: string;
  readonly bucket: string;
  readonly pattern: string;
  /** Where the function keeps its own objects in the same bucket, which are no states; `null` where it keeps none there. */
  readonly keptAt: string | null;
}

/** The source text cannot be a place where states are kept; the message says why. */
export class StateSourceError extends Error {
  override readonly name = 'StateSourceError';
}

/** Bucket naming rules of S3, without the rarer ones (no IP address, no reserved prefixes): the service has the last word. */
const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** Terraform's and OpenTofu's lock object lies beside the state; local backends leave backups. Neither is a state. */
const notAState = /(\.tflock|\.lock\.info|\.backup|\.bak)$/;

/**
 * @param text `s3://bucket/key` or a glob such as `s3://bucket/env:/*` + `/**` + `/terraform.tfstate`
 * @throws StateSourceError
 */
export function parseS3Source(text: string): Exclude<StateSource, { kind: 'FILE' }> {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]*)\/?(.*)$/s.exec(text) ?? [];
  if (!text.startsWith('s3://')) throw new StateSourceError(`${JSON.stringify(text)} does not start with s3://`);
  if (!bucketName.test(bucket)) throw new StateSourceError(`${text} has no valid bucket name after s3://`);
  if (key === '') throw new StateSourceError(`${text} names a bucket but no key: add the state's key or a glob`);
  if (key.endsWith('/'))
    throw new StateSourceError(`${text} names a folder: add the state's name or a glob such as **`);
  if (hasWildcard(key)) return { kind: 'GLOB', uri: text, bucket, pattern: key, keptAt: null };
  if (notAState.test(key)) throw new StateSourceError(`${text} is a lock file or a backup, not a state`);
  return { kind: 'OBJECT', uri: text, bucket, key };
}

/** @param text a command line argument: `s3://...` or the path of a local file */
export function parseSource(text: string): StateSource {
  return text.startsWith('s3://') ? parseS3Source(text) : { kind: 'FILE', uri: text, path: text };
}

/** The start of a glob before its first wildcard, or before a backslash, which may belong to one: all that has to be listed. */
export function literalPrefix(pattern: string): string {
  return pattern.slice(0, pattern.search(/[*?\\]/));
}

/** @returns a test for object keys, which folder markers, lock files and backups never pass */
export function keyMatcher(pattern: string): Matcher {
  const matches = keyGlob(pattern);
  return (key) => !key.endsWith('/') && !notAState.test(key) && matches(key);
}

/** @returns a test for the keys of the states that a source leads to */
export function stateMatcher({ pattern, keptAt }: GlobSource): Matcher {
  const matches = keyMatcher(pattern);
  return (key) => matches(key) && (keptAt === null || !isKept(keptAt, key));
}

/** @returns the source, which leads to nothing that the function itself keeps */
export function besideLedger(source: StateSource, ledger: LedgerLocation | null): StateSource {
  return source.kind === 'GLOB' && source.bucket === ledger?.bucket ? { ...source, keptAt: ledger.prefix } : source;
}

/** @param text `s3://` URI or glob; @returns a test for URIs of single states */
export function uriMatcher(text: string): Matcher {
  const wanted = parseS3Source(text);
  if (wanted.kind === 'OBJECT') return (uri) => uri === wanted.uri;
  const start = `s3://${wanted.bucket}/`;
  const matches = keyMatcher(wanted.pattern);
  return (uri) => uri.startsWith(start) && matches(uri.slice(start.length));
}

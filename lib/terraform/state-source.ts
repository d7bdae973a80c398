import * as v from 'valibot';
import { hasWildcard, keyGlob, type Matcher } from '../model/glob.ts';
import type { LedgerLocation } from '../model/ledger-uri.ts';
import { isS3Uri, type S3Uri, s3Uri, s3UriForm } from '../model/s3-uri.ts';
import { isKept } from '../model/stored-objects.ts';

/** Where states are: one object, every object of a bucket that a glob matches, or a local file (command line only). */
export type StateSource = S3Source | { readonly kind: 'FILE'; readonly uri: string; readonly path: string };

export type S3Source = ({ readonly kind: 'OBJECT' } & S3Uri) | GlobSource;

interface GlobSource {
  readonly kind: 'GLOB';
  readonly uri: string;
  readonly bucket: string;
  readonly pattern: string;
  /** Where the function keeps its own objects in the same bucket, which are no states; `null` where it keeps none there. */
  readonly keptAt: string | null;
}

/** Terraform's and OpenTofu's lock object lies beside the state; local backends leave backups. Neither is a state. */
const notAState = /(\.tflock|\.lock\.info|\.backup|\.bak)$/;

/** `s3://bucket/key` or a glob such as `s3://bucket/env:/*` + `/**` + `/terraform.tfstate`. */
export const s3SourceForm = v.pipe(
  s3UriForm,
  v.check(
    ({ key }) => key !== '',
    ({ input: { uri } }) => `${uri} names a bucket but no key: add the state's key or a glob`,
  ),
  v.check(
    ({ key }) => !key.endsWith('/'),
    ({ input: { uri } }) => `${uri} names a folder: add the state's name or a glob such as **`,
  ),
  v.check(
    ({ key }) => hasWildcard(key) || !notAState.test(key),
    ({ input: { uri } }) => `${uri} is a lock file or a backup, not a state`,
  ),
  v.transform(sourceAt),
);

/** The same, where the text itself is handed on. */
export const s3SourceUriForm = v.pipe(
  s3SourceForm,
  v.transform(({ uri }) => uri),
);

/** `s3://…`, the ARN of an object, or the path of a local file. */
export const sourceForm = v.lazy((text) => {
  if (isS3Uri(text)) return s3SourceForm;
  return typeof text === 'string' && objectArn.test(text) ? arnForm : fileForm;
});

const objectArn = /^arn:[a-z-]+:s3:::/;

const arnForm = v.pipe(
  v.string(),
  v.transform((arn) => arn.replace(objectArn, 's3://')),
  s3SourceForm,
);

const fileForm = v.pipe(
  v.string(),
  v.check(
    (text) => !/^[a-z0-9+.-]+:\/\//i.test(text),
    ({ input }) =>
      `${input} is neither a file nor in S3: give s3://bucket/key, or run "terraform state pull > terraform.tfstate" and check that file`,
  ),
  v.check(
    (text) => !hasWildcard(text) && !/^'.*'$/.test(text),
    ({ input }) =>
      `${input} is no name of a file: leave out quotes, so that your shell expands it, or give a glob in S3 such as s3://bucket/**`,
  ),
  v.transform((path): StateSource => ({ kind: 'FILE', uri: path, path })),
);

/** @throws ValiError, whose message says why it is none */
export function parseSource(text: string): StateSource {
  return v.parse(sourceForm, text);
}

function sourceAt({ uri, bucket, key }: S3Uri): S3Source {
  return hasWildcard(key)
    ? { kind: 'GLOB', uri, bucket, pattern: key, keptAt: null }
    : { kind: 'OBJECT', uri, bucket, key };
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

/** @returns a test for the keys of the states that a glob leads to */
export function stateMatcher({ pattern, keptAt }: GlobSource): Matcher {
  const matches = keyMatcher(pattern);
  return (key) => matches(key) && (keptAt === null || !isKept(keptAt, key));
}

/** @returns the source, which leads to nothing that the function itself keeps */
export function besideLedger<Source extends StateSource>(source: Source, ledger: LedgerLocation | null): Source {
  return source.kind === 'GLOB' && source.bucket === ledger?.bucket ? { ...source, keptAt: ledger.prefix } : source;
}

/** @returns a test for the URIs of the states that a source leads to */
export function uriMatcher(source: StateSource): Matcher {
  if (source.kind !== 'GLOB') return (uri) => uri === source.uri;
  const start = s3Uri(source.bucket, '').uri;
  const matches = stateMatcher(source);
  return (uri) => uri.startsWith(start) && matches(uri.slice(start.length));
}

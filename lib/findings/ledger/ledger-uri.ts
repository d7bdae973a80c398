/** Where the ledger and the reports are kept. */
export interface LedgerLocation {
  readonly bucket: string;
  /** Start of every key, without a slash at its end; empty for the whole bucket. */
  readonly prefix: string;
}

/** The text cannot be a place of a ledger; the message says of which form it has to be. */
export class LedgerUriError extends Error {
  override readonly name = 'LedgerUriError';
}

/** Bucket naming rules of S3, without the rarer ones: the service has the last word. */
const form = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s;

/**
 * @param text `s3://bucket/prefix`, where the prefix may be left out
 * @throws LedgerUriError
 */
export function parseLedgerUri(text: string): LedgerLocation {
  const [, bucket, prefix = ''] = form.exec(text) ?? [];
  if (bucket === undefined) throw new LedgerUriError(`${JSON.stringify(text)} is not of the form s3://bucket/prefix`);
  return { bucket, prefix: prefix.replace(/\/+$/, '') };
}

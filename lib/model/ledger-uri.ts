import * as v from 'valibot';
import { s3UriForm } from './s3-uri.ts';

/** Where the ledger and archived reports are. */
export interface LedgerLocation {
  readonly bucket: string;
  /** Start of every key, without a slash at its end; empty for the whole bucket. */
  readonly prefix: string;
}

/** `s3://bucket/prefix`, where the prefix may be left out. */
export const ledgerForm = v.pipe(
  v.string(),
  v.startsWith('s3://', ({ input }) => `${JSON.stringify(input)} is not of the form s3://bucket/prefix`),
  s3UriForm,
  v.transform(({ bucket, key }): LedgerLocation => ({ bucket, prefix: key.replace(/\/+$/, '') })),
);

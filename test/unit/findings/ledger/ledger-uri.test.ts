import { describe, expect, it } from '@jest/globals';
import { LedgerUriError, parseLedgerUri } from '../../../../lib/findings/ledger/ledger-uri.ts';

describe('the place of a ledger', () => {
  it.each([
    ['s3://acme-ledger', ''],
    ['s3://acme-ledger/', ''],
    ['s3://acme-ledger/stagedrift', 'stagedrift'],
    ['s3://acme-ledger/stagedrift/', 'stagedrift'],
    ['s3://acme-ledger/a b/größe//', 'a b/größe'],
  ])('%s is a bucket and the prefix "%s"', (text, prefix) => {
    expect(parseLedgerUri(text)).toEqual({ bucket: 'acme-ledger', prefix });
  });

  it.each(['', 'acme-ledger', 'https://acme-ledger/a', 's3://', 's3://ab/x', 's3://Acme/ledger', 's3:///stagedrift'])(
    '%j is none, and the form is said',
    (text) => {
      const refusal = new LedgerUriError(`${JSON.stringify(text)} is not of the form s3://bucket/prefix`);

      expect(() => parseLedgerUri(text)).toThrow(refusal);
    },
  );
});

import { describe, expect, it } from '@jest/globals';
import * as v from 'valibot';
import { ledgerForm } from '../../../lib/model/ledger-uri.ts';

describe('the place of a ledger', () => {
  it.each([
    ['s3://acme-ledger', ''],
    ['s3://acme-ledger/', ''],
    ['s3://acme-ledger/stagedrift', 'stagedrift'],
    ['s3://acme-ledger/stagedrift/', 'stagedrift'],
    ['s3://acme-ledger/a b/größe//', 'a b/größe'],
  ])('%s is a bucket and the prefix "%s"', (text, prefix) => {
    expect(v.parse(ledgerForm, text)).toEqual({ bucket: 'acme-ledger', prefix });
  });

  it.each(['', 'acme-ledger', 'https://acme-ledger/a', 's3://', 's3://ab/x', 's3://Acme/ledger', 's3:///stagedrift'])(
    '%j is none, and the sentence says why',
    (text) => {
      expect(() => v.parse(ledgerForm, text)).toThrow(
        text.startsWith('s3://')
          ? `${text} has no valid bucket name after s3://`
          : `"${text}" is not of the form s3://bucket/prefix`,
      );
    },
  );
});

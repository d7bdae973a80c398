import type { S3Client } from '@aws-sdk/client-s3';
import type { Clock } from '../clock.ts';
import { type Fact, known } from '../doctor/fact.ts';
import type { KeptLedger } from '../doctor/probes.ts';
import { LedgerError } from '../findings/ledger/ledger.ts';
import { readLedger } from '../findings/ledger/ledger-object.ts';
import type { LedgerLocation } from '../findings/ledger/ledger-uri.ts';
import { ObjectStoreError } from '../findings/ledger/object-store.ts';
import { awsFailure } from './error-reason.ts';
import { createObjectStore } from './object-store.ts';
import { unknownFrom } from './probe.ts';

/** Reads the ledger just as a run does. */
export async function probeLedger(place: LedgerLocation, s3: S3Client, clock: Clock): Promise<Fact<KeptLedger>> {
  try {
    const { ledger, object } = await readLedger(createObjectStore(s3, place, new AbortController().signal, clock));
    return known(object === null ? { kind: 'NOT_YET' } : { kind: 'THERE', findings: ledger.entries.size });
  } catch (error) {
    if (error instanceof LedgerError) return known({ kind: 'UNUSABLE', reason: error.message });
    if (!(error instanceof ObjectStoreError)) throw error;
    const failure = awsFailure(error.cause);
    if (failure.name === 'NoSuchBucket') return known({ kind: 'UNUSABLE', reason: error.message });
    const needed = `s3:GetObject on ${place.bucket}/${place.prefix} and s3:ListBucket on ${place.bucket}`;
    return unknownFrom('S3', needed, failure);
  }
}

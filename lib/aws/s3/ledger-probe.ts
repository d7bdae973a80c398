import type { S3Client } from '@aws-sdk/client-s3';
import type { Unusable } from '../../doctor/probes.ts';
import { LedgerError } from '../../ledger/ledger.ts';
import { readLedger } from '../../ledger/ledger-object.ts';
import type { Clock } from '../../model/clock.ts';
import type { LedgerLocation } from '../../model/ledger-uri.ts';
import { ObjectStoreError } from '../../model/object-store.ts';
import { failureOfAws } from '../aws-failure.ts';
import { unanswered } from '../probe.ts';
import { createObjectStore } from './object-store.ts';

/**
 * Reads the ledger just as a run does.
 * @returns how many findings are in it; `null` before there is a ledger
 * @throws UnansweredError
 */
export async function probeLedger(
  location: LedgerLocation,
  s3: S3Client,
  clock: Clock,
): Promise<number | null | Unusable> {
  try {
    const { ledger, object } = await readLedger(createObjectStore(s3, location, new AbortController().signal, clock));
    return object === null ? null : ledger.entries.size;
  } catch (error) {
    if (error instanceof LedgerError) return { unusable: error.message };
    if (!(error instanceof ObjectStoreError)) throw error;
    const failure = failureOfAws(error.cause);
    if (failure === null) throw error;
    const { bucket, prefix } = location;
    if (failure.name === 'NoSuchBucket') return { unusable: error.message };
    throw unanswered('S3', `s3:GetObject on ${bucket}/${prefix} and s3:ListBucket on ${bucket}`, error.cause);
  }
}

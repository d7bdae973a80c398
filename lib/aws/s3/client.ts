import { S3Client } from '@aws-sdk/client-s3';
import { timeouts } from '../clients.ts';

/** A state of many megabytes takes its time. */
const bulkTimeouts = { ...timeouts, requestTimeout: 60_000 };

export function createS3Client(): S3Client {
  return new S3Client({ requestHandler: bulkTimeouts, maxAttempts: 4, followRegionRedirects: true });
}

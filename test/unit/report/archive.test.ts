import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type LocalAws, startLocalAws } from '@stagedrift/local-aws';
import { createS3Client } from '../../../lib/aws/s3/client.ts';
import { createObjectStore } from '../../../lib/aws/s3/object-store.ts';
import type { ObjectStore } from '../../../lib/model/object-store.ts';
import { archiveReport } from '../../../lib/report/archive.ts';
import { renderHtml } from '../../../lib/report/html.ts';
import { createHastyClock } from '../../virtual-clock.ts';
import { expectValidReport } from '../report-schema.ts';
import { checked, modified, nightReport, reportOf } from './sample.ts';

const Bucket = 'acme-ledger';
const key = 'stagedrift/reports/2026/03/01/021005-0d7c2f4e-5b0a-4a53-9f57-1f6f3f2a9c11';
let aws: LocalAws;
let s3: S3Client;
let store: ObjectStore;

beforeAll(async () => {
  aws = await startLocalAws();
  Object.assign(process.env, aws.environment);
  aws.fauxqs.createBucket(Bucket);
  s3 = createS3Client();
  store = createObjectStore(
    s3,
    { bucket: Bucket, prefix: 'stagedrift' },
    new AbortController().signal,
    createHastyClock(),
  );
});
afterAll(async () => {
  s3.destroy();
  await aws.stop();
});
beforeEach(() => {
  aws.fauxqs.emptyBucket(Bucket);
  aws.s3.setFault(undefined);
});

async function kept(Key: string): Promise<{ type: string | undefined; text: string }> {
  const { Body, ContentType } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return { type: ContentType, text: (await Body?.transformToString()) ?? '' };
}

describe('an archived report', () => {
  it('is kept as JSON and as a page, and says itself where', async () => {
    const { report, error } = await archiveReport(store, nightReport);
    const json = await kept(`${key}.json`);

    expect(error).toBeNull();
    expect(report.archive).toEqual({ report: `s3://${Bucket}/${key}.json`, page: `s3://${Bucket}/${key}.html` });
    expect(json.type).toBe('application/json');
    expect(JSON.parse(json.text)).toEqual({ ...nightReport, archive: report.archive });
    expectValidReport(JSON.parse(json.text));
    expect(await kept(`${key}.html`)).toEqual({ type: 'text/html; charset=utf-8', text: renderHtml(report) });
  });

  it('can be archived again, and is the same', async () => {
    await archiveReport(store, nightReport);
    const [json, page] = [await kept(`${key}.json`), await kept(`${key}.html`)];
    await archiveReport(store, nightReport);

    expect([await kept(`${key}.json`), await kept(`${key}.html`)]).toEqual([json, page]);
  });

  it('of ten thousand stages is kept whole', async () => {
    const stages = Array.from({ length: 10_000 }, (_, index) =>
      checked(
        `module.api["${index}"].aws_api_gateway_stage.this`,
        modified([['description'], 'Orders', `by hand ${index}`]),
      ),
    );
    const { report } = await archiveReport(store, reportOf(...stages));

    // Compared as texts, since the parts of so much are compared one by one for seconds.
    expect(JSON.stringify(JSON.parse((await kept(`${key}.json`)).text)) === JSON.stringify(report)).toBe(true);
  });

  it('that cannot be kept says so before all else, with its place', async () => {
    aws.s3.setFault({ method: 'PUT', key: `${key}.html`, status: 403, code: 'AccessDenied', message: 'no' });
    const { report, error } = await archiveReport(store, nightReport);

    expect(error).toBe(
      `s3://${Bucket}/${key}.html cannot be written: access denied: s3:PutObject on ${Bucket}/${key}.html is needed`,
    );
    expect(report).toEqual({
      ...nightReport,
      warnings: [`This report is not archived: ${error}`, ...nightReport.warnings],
    });
  });
});

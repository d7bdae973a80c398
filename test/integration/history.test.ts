import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { archiveKeys } from '../../lib/report/archive.ts';
import type { Report } from '../../lib/report/report.ts';
import { type CommandLine, startCommandLine } from '../command-line.ts';
import { nightly, putBack } from '../unit/report/history/archived.ts';
import { type Backend, startBackend } from './backend.ts';

const archive = 's3://acme-drift/edge';
const day = 86_400_000;
const now = Date.now();
const daysAgo = (days: number) => new Date(now - days * day).toISOString();

describe('stagedrift history', () => {
  let aws: Backend;
  let commandLine: CommandLine;

  beforeAll(async () => {
    aws = await startBackend();
    commandLine = startCommandLine();
    const s3 = new S3Client({
      region: 'eu-west-1',
      endpoint: aws.environment.AWS_ENDPOINT_URL ?? '',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      forcePathStyle: true,
    });
    const put = (key: string, body: string) =>
      s3.send(new PutObjectCommand({ Bucket: 'acme-drift', Key: `edge/${key}`, Body: body }));
    const keep = (report: Report) => put(archiveKeys(report).json, JSON.stringify(report));
    const over = { resources: [], resolved: [putBack(daysAgo(40))] };

    await s3.send(
      new CreateBucketCommand({
        Bucket: 'acme-drift',
        CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
      }),
    );
    await keep(nightly({ at: daysAgo(40), reportId: 'opened' }));
    await keep(nightly({ at: daysAgo(37), reportId: 'resolved', ...over }));
    await keep(nightly({ at: daysAgo(3), reportId: 'again' }));
    await keep(nightly({ at: daysAgo(200), reportId: 'long-ago' }));
    await put(archiveKeys({ detectedAt: daysAgo(2), reportId: 'broken' }).json, '{"schemaVersion":');
  });

  afterAll(async () => {
    await commandLine.end();
    await aws.stop();
  });

  const history = (...args: readonly string[]) => commandLine.run(['history', ...args], aws.environment);

  it('shows when each stage drifted, for how long, and what is open', async () => {
    const { exitCode, stdout, stderr } = await history(archive);

    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^1 finding in 1 place, opened 2 times: 1 still open\.\n/);
    expect(stdout).toContain('Stage prod\nREST API a1b2c3d4e5, eu-west-1, account 123456789012\n');
    expect(stdout).toMatch(/ {2}for 3 days +reverted in AWS\n/);
    expect(stdout).toMatch(/ {2}for 3 days so far +still open\n/);
    expect(stdout).toMatch(
      /Not read: 1 report\n {2}s3:\/\/acme-drift\/edge\/reports\/.*-broken\.json\n {4}it is not JSON\n$/,
    );
  });

  it('writes the same as JSON, and only that, to standard output', async () => {
    const { exitCode, stdout, stderr } = await history(archive, '--format', 'json');

    expect([exitCode, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: '1.0',
      reports: 3,
      unreadable: [{ reason: 'it is not JSON' }],
      stages: [
        {
          stageName: 'prod',
          findings: [
            {
              address: 'aws_api_gateway_stage.orders',
              path: ['description'],
              drifts: [
                { from: daysAgo(40), to: daysAgo(37), seconds: 259_200, how: 'PUT_BACK' },
                { from: daysAgo(3), to: null, how: null },
              ],
            },
          ],
        },
      ],
    });
  });

  it('looks back as far as the option says', async () => {
    expect(JSON.parse((await history(archive, '--format', 'json', '--since', '10')).stdout)).toMatchObject({
      reports: 1,
    });
    expect(JSON.parse((await history(archive, '--format', 'json', '--since', '365')).stdout)).toMatchObject({
      reports: 4,
    });
  });

  it('says that an archive has no report', async () => {
    const { exitCode, stdout } = await history('s3://acme-drift/elsewhere/');

    expect(exitCode).toBe(0);
    expect(stdout).toContain('There is no report of this time in the archive.');
  });

  it('exits with 1 where the archive cannot be listed', async () => {
    const { exitCode, stdout, stderr } = await history('s3://no-such-bucket/x');

    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toContain('The archive s3://no-such-bucket/x/reports/ cannot be listed: there is no bucket');
  });

  it.each([
    [[], 'history needs one archive: s3://bucket/prefix'],
    [['s3://a-bucket/x', 's3://b-bucket/y'], 'history needs one archive'],
    [['reports'], '"reports" is not of the form s3://bucket/prefix'],
    [[archive, '--format', 'html'], '--format "html" is none of text, json'],
    [[archive, '--since', '0'], '--since "0" is not a number of days above 0'],
    [[archive, '--since', 'May'], '--since "May" is not a number of days above 0'],
    [[archive, '--until', '1'], '--until'],
    [['reports', '--since', '-1', '--format', 'x'], 'is ambiguous'],
  ])('exits with 1 and says what is wrong with %j', async (args, message) => {
    const { exitCode, stdout, stderr } = await history(...args);

    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toContain(message);
  });

  it('explains itself', async () => {
    expect((await history('--help')).stdout).toContain('stagedrift history s3://BUCKET/PREFIX');
    expect((await commandLine.run(['--help'], {})).stdout).toContain('stagedrift history s3://BUCKET/PREFIX');
  });
});

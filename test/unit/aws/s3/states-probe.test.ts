import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createS3Client } from '../../../../lib/aws/s3/client.ts';
import { probeLedger } from '../../../../lib/aws/s3/ledger-probe.ts';
import { probeRules } from '../../../../lib/aws/s3/rules-probe.ts';
import { probeStates } from '../../../../lib/aws/s3/states-probe.ts';
import { parseSource } from '../../../../lib/terraform/state-source.ts';
import { corpusState } from '../../../integration/world.ts';
import { createHastyClock } from '../../../virtual-clock.ts';
import { useLocalAws } from '../use-aws.ts';

const bucket = 'acme-states';
const forbidden = { status: 403, code: 'AccessDenied', message: 'Access Denied' };
const clock = createHastyClock();
const aws = useLocalAws();
let s3: ReturnType<typeof createS3Client>;

const put = (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));

beforeAll(async () => {
  s3 = createS3Client();
  aws().fauxqs.createBucket(bucket);
  await put('env:/prod/a.tfstate', corpusState('mod-several'));
  await put('env:/prod/cut.tfstate', corpusState('mod-several').slice(0, 100));
});
afterEach(() => aws().s3.setFault(undefined));

describe('a probe of states', () => {
  const glob = parseSource(`s3://${bucket}/env:/*/*.tfstate`);

  it('counts the stages of each, and tells which cannot be used', async () => {
    const seen = await probeStates(glob, s3);

    expect(seen.map((state) => state.kind === 'READ' && state.stages.length)).toEqual([19, false]);
    expect(seen).toMatchObject([
      { kind: 'READ', uri: `s3://${bucket}/env:/prod/a.tfstate` },
      {
        kind: 'UNUSABLE',
        uri: `s3://${bucket}/env:/prod/cut.tfstate`,
        reason: expect.stringContaining('its JSON ends'),
      },
    ]);
  });

  it('distinguishes what it may not read from what cannot be used', async () => {
    aws().s3.setFault({ ...forbidden, key: 'env:/prod/a.tfstate' });

    expect(await probeStates(glob, s3)).toMatchObject([
      { kind: 'UNREAD', reason: expect.stringContaining('s3:GetObject') },
      { kind: 'UNUSABLE' },
    ]);
  });

  it('tells a bucket that it may not list', async () => {
    aws().s3.setFault({ ...forbidden, key: '' });

    expect(await probeStates(glob, s3)).toMatchObject([
      { kind: 'UNREAD', uri: glob.uri, reason: expect.stringContaining('s3:ListBucket') },
    ]);
  });

  it.each([
    [`s3://${bucket}/none/*.tfstate`, 'the glob matches no object'],
    [`s3://${bucket}/none.tfstate`, 'there is no such object'],
    ['s3://no-such-bucket/a.tfstate', 'there is no bucket no-such-bucket'],
  ])('has nothing to use at %s', async (uri, reason) => {
    expect(await probeStates(parseSource(uri), s3)).toMatchObject([
      { kind: 'UNUSABLE', uri, reason: expect.stringContaining(reason) },
    ]);
  });
});

describe('a probe of the ledger', () => {
  const location = { bucket, prefix: 'edge' };

  it('knows one that is not there yet, one that is, and one that is damaged', async () => {
    expect(await probeLedger(location, s3, clock)).toBeNull();
    await put('edge/ledger.json', '{"schemaVersion":');
    expect(await probeLedger(location, s3, clock)).toEqual({
      unusable: expect.stringContaining(`s3://${bucket}/edge/ledger.json`),
    });
  });

  it('knows that there is no bucket', async () => {
    expect(await probeLedger({ bucket: 'no-such-bucket', prefix: '' }, s3, clock)).toEqual({
      unusable: expect.stringContaining('there is no bucket'),
    });
  });

  it('names the rights that are missing', async () => {
    aws().s3.setFault(forbidden);

    await expect(probeLedger(location, s3, clock)).rejects.toMatchObject({
      remedy: expect.stringMatching(/s3:GetObject .* s3:ListBucket/),
    });
  });
});

describe('a probe of rules', () => {
  const rules = { kind: 'OBJECT', uri: `s3://${bucket}/rules.yaml`, bucket, key: 'rules.yaml' } as const;

  it('reads rules, and has every problem of those that cannot be used', async () => {
    expect(await probeRules(rules, s3)).toEqual({ unusable: expect.stringContaining('there is no such object') });
    await put('rules.yaml', 'show: [LOG_LEVEL]\n');
    expect(await probeRules(rules, s3)).toEqual({ ignore: [], severity: [], show: ['LOG_LEVEL'] });
    await put('rules.yaml', 'ignored: []\n');
    expect(await probeRules(rules, s3)).toEqual({ unusable: expect.stringContaining('ignored') });
  });

  it('tells rules that it may not read', async () => {
    aws().s3.setFault(forbidden);

    await expect(probeRules(rules, s3)).rejects.toMatchObject({
      remedy: `have s3:GetObject on ${bucket}/rules.yaml granted to the identity that runs this`,
    });
  });

  it('tells a rules file of this machine that is not there', async () => {
    expect(await probeRules({ kind: 'FILE', path: 'no-rules.yaml' }, s3)).toEqual({
      unusable: expect.stringContaining('there is no such file'),
    });
  });
});

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import * as v from 'valibot';
import { createS3Client } from '../../../../lib/aws/s3/client.ts';
import { readRules } from '../../../../lib/aws/s3/rules-reader.ts';
import { type Rules, RulesError } from '../../../../lib/findings/rules/rules.ts';
import { rulesSourceForm } from '../../../../lib/findings/rules/rules-source.ts';
import { useLocalAws } from '../use-aws.ts';
import { whyNot } from '../why-not.ts';

const bucket = 'acme-tf';
const folder = mkdtempSync(join(tmpdir(), 'stagedrift-rules-'));
const noDeadline = new AbortController().signal;
useLocalAws(({ fauxqs }) => fauxqs.createBucket(bucket));

function read(source: string, deadline = noDeadline): Promise<Rules> {
  return readRules(v.parse(rulesSourceForm, source), async () => createS3Client(), deadline);
}

async function put(key: string, text: string): Promise<string> {
  await createS3Client().send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: Buffer.from(text) }));
  return `s3://${bucket}/${key}`;
}

function inFolder(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('rules', () => {
  it('are read from S3, and from a file, and know where they are from', async () => {
    const text = '# größer\nignore:\n  - address: x\n    reason: y\n';
    const uri = await put('ops/rules.yaml', text);
    const path = inFolder('rules.yaml', text);

    expect((await read(uri)).ignore).toMatchObject([{ place: `${uri}:3` }]);
    expect((await read(path)).ignore).toMatchObject([{ place: `${path}:3` }]);
  });

  it('are in the format of driftctl where they are called so', async () => {
    expect((await read(await put('.driftignore', '*'))).ignore).toHaveLength(1);
    expect((await read(inFolder('.driftignore', '*'))).ignore).toHaveLength(1);
  });

  it('that are wrong are refused with their place, wherever they are', async () => {
    const uri = await put('wrong.yaml', '\nx: 1\n');

    expect((await whyNot(RulesError, read(uri))).message).toContain(`${uri}:2: there is no "x" here`);
    expect((await whyNot(RulesError, read(inFolder('wrong.yaml', 'x: 1')))).message).toContain(
      'wrong.yaml:1: there is no "x" here',
    );
  });

  it.each([
    ['s3://acme-tf/gone.yaml', 's3://acme-tf/gone.yaml: there is no such object'],
    ['s3://acme-nowhere/rules.yaml', 's3://acme-nowhere/rules.yaml: there is no bucket acme-nowhere'],
    [join(folder, 'gone.yaml'), 'gone.yaml: there is no such file'],
    [folder, 'it is a folder'],
    [join(folder, 'a\0b'), 'it cannot be read: '],
  ])('at %j, where they cannot be read, are named with the reason and its cause', async (source, message) => {
    const error = await whyNot(RulesError, read(source));

    expect(error.message).toContain(message);
    expect(error.cause).toHaveProperty('message');
  });

  it('of more than a megabyte are refused, since nobody has written them', async () => {
    expect((await whyNot(RulesError, read(await put('large.yaml', '#'.repeat(1024 * 1024 + 1))))).message).toContain(
      '1048576 bytes',
    );
  });

  it('that come too late are refused, since nothing may be checked without them', async () => {
    const error = await whyNot(RulesError, read(await put('late.yaml', ''), AbortSignal.abort()));

    expect(error.message).toContain('late.yaml: ');
  });
});

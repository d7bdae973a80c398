import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LocalAws, startLocalAws } from '@stagedrift/local-aws';
import { type CommandLine, startCommandLine } from '../command-line.ts';
import { type CommandResult, runCommand } from '../run-command.ts';
import { expectValidReport } from '../unit/report-schema.ts';

const account = '123456789012';
const folder = mkdtempSync(join(tmpdir(), 'stagedrift-'));

describe('stagedrift check', () => {
  let aws: LocalAws;
  let commandLine: CommandLine;

  beforeAll(async () => {
    aws = await startLocalAws();
    commandLine = startCommandLine();
  });

  afterAll(async () => {
    await commandLine.end();
    await aws.stop();
  });

  const statePath = (corpusCase: string) => `test/fixtures/corpus/${corpusCase}/state.json`;

  function record(corpusCase: string): void {
    const read = (file: string) => JSON.parse(readFileSync(`test/fixtures/corpus/${corpusCase}/${file}`, 'utf8'));
    const { regions } = read('expected.json');
    aws.apiGateway.reset();
    aws.apiGateway.loadRecorded(read('stages.json'), { account, regionOf: (stage) => regions[stage] ?? regions['*'] });
  }

  // Of log groups and other companions nothing was recorded.
  const settings = { API_REQUESTS_PER_SECOND: '100', CHECK_COMPANIONS: 'false' };

  function check(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<CommandResult> {
    return commandLine.run(['check', ...args], { ...aws.environment, ...settings, ...environment });
  }

  const s3Client = () =>
    new S3Client({
      region: 'eu-west-1',
      endpoint: aws.s3.url,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });

  /** In a process of its own, whose exit code and streams are what a shell gets. */
  function checkAlone(args: readonly string[]): Promise<CommandResult> {
    return runCommand(['check', ...args], { ...aws.environment, ...settings });
  }

  it('exits with 0 when everything is in sync', async () => {
    record('none-refreshed');
    const { exitCode, stdout, stderr } = await checkAlone([statePath('none-refreshed')]);

    expect(exitCode).toBe(0);
    expect(stdout).toContain('in sync with Terraform');
    expect(stderr).toBe('');
  });

  it('exits with 2 on drift and says which setting was what', async () => {
    record('description-changed');
    const { exitCode, stdout } = await checkAlone([statePath('description-changed')]);

    expect(exitCode).toBe(2);
    expect(stdout).toContain('aws_api_gateway_stage.basic');
    expect(stdout).toContain('"basic stage"');
    expect(stdout).toContain('"hacked"');
  });

  it('exits with 1 when a stage could not be checked', async () => {
    record('access-denied');
    const { exitCode, stdout } = await checkAlone([statePath('access-denied')]);

    expect(exitCode).toBe(1);
    expect(stdout).toContain('access denied by API Gateway');
  });

  it('exits with 2 when there is both drift and something unchecked, and says both', async () => {
    record('description-changed');
    const { exitCode, stdout } = await check([statePath('description-changed'), join(folder, 'gone.tfstate')]);

    expect(exitCode).toBe(2);
    expect(stdout).toContain('1 resource changed');
    expect(stdout).toContain('1 state not read');
  });

  it('writes SARIF that code scanning takes: each result names a relative file and a line', async () => {
    const key = 'env:/prod/orders/terraform.tfstate';
    const s3 = s3Client();
    await s3.send(new CreateBucketCommand({ Bucket: 'acme-states' }));
    const Body = readFileSync('test/fixtures/field-cases/case04/state.json');
    await s3.send(new PutObjectCommand({ Bucket: 'acme-states', Key: key, Body }));
    aws.apiGateway.reset();
    const stages = ['prod', 'unmanaged'].map((stageName) => ({ stageName, deploymentId: 'swqitspq8v' }));
    const deploymentIds = ['swqitspq8v'];
    aws.apiGateway.seedRestApi({ account, region: 'eu-west-1', restApiId: 'tlqsai48jr', deploymentIds, stages });
    const { exitCode, stdout } = await check([`s3://acme-states/${key}`, '--format', 'sarif']);

    expect(exitCode).toBe(2);
    const [{ results }] = JSON.parse(stdout).runs;
    const uris = results.map(
      ({ locations: [{ physicalLocation }] }: { locations: [{ physicalLocation: object }] }) => physicalLocation,
    );
    const at = (uri: string) => ({ artifactLocation: { uri }, region: { startLine: 1 } });
    const state = at('acme-states/env%3A/prod/orders/terraform.tfstate');
    expect(uris).toEqual([state, state, at('tlqsai48jr/unmanaged')]);
  });

  it('exits with 1 and says so first when the states have no stage', async () => {
    const path = join(folder, 'no-stages.tfstate');
    writeFileSync(
      path,
      '{"version":4,"terraform_version":"1.11.4","serial":1,"lineage":"a","outputs":{},"resources":[]}',
    );
    const { exitCode, stdout } = await check([path]);

    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^Nothing to check: no API Gateway stage is in these states\.\n/);
  });

  it('keeps compiled code in a folder of the user, and never in the one for temporary files', async () => {
    const home = mkdtempSync(join(tmpdir(), 'stagedrift-home-'));
    const environment = { ...aws.environment, ...settings, HOME: home, TMPDIR: join(home, 'tmp') };
    record('none-refreshed');
    expect((await runCommand(['check', statePath('none-refreshed')], environment)).exitCode).toBe(0);

    expect(readdirSync(home)).toEqual(['.cache']);
    expect(readdirSync(join(home, '.cache'))).toEqual(['stagedrift']);
  });

  it('never writes the report onto the state or the rules that it reads, whatever they are called', async () => {
    const [state, rules, link] = ['own.tfstate', 'own-rules.yaml', 'link.json'].map((name) => join(folder, name));
    const texts = [readFileSync(statePath('none-refreshed'), 'utf8'), 'version: 1\n'];
    writeFileSync(String(state), String(texts[0]));
    writeFileSync(String(rules), String(texts[1]));
    symlinkSync(String(state), String(link));
    for (const output of [state, rules, link, `${folder}/./own.tfstate`]) {
      const { exitCode, stderr } = await check([String(state), '--rules', String(rules), '--output', String(output)]);
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(
        /^stagedrift: --output ".*" is read by this command, and would be lost: name another file\n/,
      );
    }
    expect([state, rules].map((path) => readFileSync(String(path), 'utf8'))).toEqual(texts);
  });

  it('writes report v1 as JSON, and only that, to standard output', async () => {
    record('mod-several');
    const { exitCode, stdout, stderr } = await checkAlone([statePath('mod-several'), '--format', 'json']);

    expect(exitCode).toBe(2);
    expect(stderr).toBe('');
    const report: unknown = JSON.parse(stdout);
    expectValidReport(report);
    expect(report).toMatchObject({ trigger: { kind: 'command-line' }, states: [{ uri: statePath('mod-several') }] });
  });

  it.each([
    ['html', '<!doctype html>'],
    ['markdown', '| Setting | In Terraform | Live now |'],
    ['sarif', '"ruleId": "aws_api_gateway_stage/description"'],
    ['text', 'CHANGED'],
  ])('writes %s to a file and nothing to standard output', async (format, part) => {
    record('description-changed');
    const output = join(folder, `report.${format}`);
    const { stdout } = await check([statePath('description-changed'), '--format', format, '--output', output]);

    expect(stdout).toBe('');
    expect(readFileSync(output, 'utf8')).toContain(part);
  });

  it.each([
    ['no-such-folder/report.json', /^stagedrift: .*no-such-folder.report\.json cannot be written: ENOENT/],
    ['.', /^stagedrift: --output ".*" names no file\n/],
  ])('says in one sentence that a report has no place at %s, before anything is asked', async (place, sentence) => {
    record('description-changed');
    const calls = aws.apiGateway.calls.length;
    const output = join(folder, place);
    const { exitCode, stdout, stderr } = await check([statePath('description-changed'), '--output', output]);

    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toContain('    at ');
    expect(aws.apiGateway.calls.length).toBe(calls);
  });

  it('exits with what it found where the reader stops early', async () => {
    record('description-changed');
    const script = 'node dist/bin/stagedrift.js check "$0" --format html | head -c 1 >/dev/null; echo "$PIPESTATUS"';
    const { stdout } = await promisify(execFile)('bash', ['--norc', '-c', script, statePath('description-changed')], {
      env: { PATH: process.env.PATH, ...aws.environment, CHECK_COMPANIONS: 'false' },
    });

    expect(stdout).toBe('2\n');
  });

  it('reads states from S3, by URI and by glob, next to local files', async () => {
    record('description-changed');
    const s3 = s3Client();
    await s3.send(new CreateBucketCommand({ Bucket: 'acme-tf' }));
    const body = readFileSync(statePath('description-changed'));
    await s3.send(new PutObjectCommand({ Bucket: 'acme-tf', Key: 'env:/prod/a b/é+1/terraform.tfstate', Body: body }));
    await s3.send(new PutObjectCommand({ Bucket: 'acme-tf', Key: 'plain.tfstate', Body: body }));
    const sources = [
      's3://acme-tf/env:/*/**/terraform.tfstate',
      's3://acme-tf/plain.tfstate',
      statePath('none-refreshed'),
    ];
    const { stdout } = await check([...sources, '--format', 'json']);

    expect(JSON.parse(stdout)).toMatchObject({
      states: [
        { uri: 's3://acme-tf/env:/prod/a b/é+1/terraform.tfstate', status: 'READ' },
        { uri: 's3://acme-tf/plain.tfstate', status: 'READ' },
        { uri: statePath('none-refreshed'), status: 'READ' },
      ],
    });
  });

  it('calls no stage of a foreign account deleted', async () => {
    const path = join(folder, 'foreign.tfstate');
    writeFileSync(path, readFileSync(statePath('none-refreshed'), 'utf8').replaceAll(account, '999999999999'));
    aws.apiGateway.reset();
    const { exitCode, stdout } = await check([path, '--format', 'json']);

    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout).summary).toMatchObject({ deleted: 0, notChecked: 16, apiCalls: 0 });
    expect(stdout).toContain('CROSS_ACCOUNT_ROLE_NAME');
  });

  it('checks stages of another account through the role that is named', async () => {
    const foreign = '210987654321';
    const read = (file: string) => readFileSync(`test/fixtures/corpus/none-refreshed/${file}`, 'utf8');
    const path = join(folder, 'member.tfstate');
    writeFileSync(path, read('state.json').replaceAll(account, foreign));
    aws.apiGateway.reset();
    aws.apiGateway.allowRole({ roleArn: `arn:aws:iam::${foreign}:role/stagedrift-reader`, externalId: 'acme' });
    aws.apiGateway.loadRecorded(JSON.parse(read('stages.json').replaceAll(account, foreign)), {
      account: foreign,
      regionOf: () => 'eu-west-1',
    });
    const { exitCode, stdout } = await check([path, '--format', 'json'], {
      CROSS_ACCOUNT_ROLE_NAME: 'stagedrift-reader',
      CROSS_ACCOUNT_EXTERNAL_ID: 'acme',
    });

    expect(JSON.parse(stdout).summary).toMatchObject({ inSync: 16 });
    expect(exitCode).toBe(0);
  });

  it.each([
    [[], 'check needs a state'],
    [['a.tfstate', '--format', 'yaml'], '--format "yaml" is none of text, json, html, markdown, sarif'],
    [['s3://Bad_Bucket/x'], 'no valid bucket name'],
    [['s3://bucket-only'], 'names a bucket but no key'],
    [['a.tfstate', '--colour'], '--colour'],
    [['a.tfstate', '--rules', 's3://acme-tf'], '"s3://acme-tf" is not of the form s3://bucket/key'],
  ])('exits with 1 and says what is wrong with %j', async (args, message) => {
    const { exitCode, stdout, stderr } = await check(args);

    expect(exitCode).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
  });

  it('says every problem of a setting of its environment', async () => {
    const { exitCode, stderr } = await check([statePath('none-refreshed')], {
      API_REQUESTS_PER_SECOND: '0',
      CROSS_ACCOUNT_ROLE_NAME: 'arn:aws:iam::123456789012:role/x',
    });

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/CROSS_ACCOUNT_ROLE_NAME.*API_REQUESTS_PER_SECOND/);
  });

  it('explains itself and names its version', async () => {
    const { version }: { version: string } = JSON.parse(readFileSync('package.json', 'utf8'));

    expect((await runCommand(['--help'], {})).stdout).toContain('Exit code');
    expect((await runCommand(['--version'], {})).stdout).toBe(`${version}\n`);
    expect((await runCommand([], {})).exitCode).toBe(1);
  });
});

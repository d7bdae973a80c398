import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { checks, prerequisites } from '../../lib/doctor/checks.ts';
import { body, denied, refused } from '../scripted-aws.ts';
import { createDoctorWorld, type DoctorWorld, functionArn, functionName } from './doctor-world.ts';

/** Operations of AWS that write nothing. */
const reading = /^(Get|List|Describe)/;

describe('stagedrift doctor', () => {
  let deployment: DoctorWorld;
  const said = (stdout: string) =>
    stdout.split('\n').filter((line) => /^[A-Z]/.test(line) && !line.startsWith('Problems:'));
  const lineOf = (stdout: string, check: string) =>
    said(stdout)
      .filter((line) => line.slice(13).startsWith(`${check} `))
      .join('\n');

  beforeAll(async () => {
    deployment = await createDoctorWorld();
  });
  afterAll(() => deployment.stop());
  beforeEach(() => {
    deployment.heal();
    deployment.script.forget();
  });

  it('needs one name to look at all of a deployment, and writes nothing', async () => {
    const { exitCode, stdout, stderr } = await deployment.doctor(['--function', functionName]);

    expect([exitCode, stderr]).toEqual([0, '']);
    for (const { name } of [...prerequisites, ...checks]) expect(lineOf(stdout, name)).toMatch(/^(OK|NOT USED) /);
    expect(stdout).toContain('19 stages  s3://acme-terraform-states/env:/prod/orders/terraform.tfstate\n');
    expect(stdout).toMatch(/\nProblems: 0, cannot tell: 0, OK: 13, not used: 1\.\n$/);
    for (const { operation } of deployment.script.calls) expect(operation).toMatch(reading);
  });

  it('names what is wrong and what to do, and exits with 2', async () => {
    const { script, settings } = deployment;
    script.answer(
      'GetFunctionConfiguration',
      body(deployment.deployed({ ...settings, RULES_URI: 's3://acme-terraform-states/none.yaml' })),
    );
    script.answer('DescribeTrails', body({ trailList: [] }));
    script.answer(
      'GetBucketNotificationConfiguration',
      body('<NotificationConfiguration></NotificationConfiguration>'),
    );
    const { exitCode, stdout } = await deployment.doctor(['--function', functionName]);

    expect(exitCode).toBe(2);
    for (const check of ['rules', 'bucket events', 'CloudTrail'])
      expect(lineOf(stdout, check)).toMatch(/^PROBLEM .* → /);
    expect(lineOf(stdout, 'ledger')).toMatch(/^OK /);
  });

  it('says of everything that it may not look at which right would let it, and exits with 1', async () => {
    for (const operation of ['DescribeTrails', 'GetBucketNotificationConfiguration']) {
      deployment.script.answer(operation, denied(operation));
    }
    const { exitCode, stdout } = await deployment.doctor(['--function', functionArn], { AWS_REGION: '' });

    const rights = ['s3:GetBucketNotification on acme-terraform-states', 'cloudtrail:DescribeTrails'];
    for (const right of rights) expect(stdout).toMatch(new RegExp(`^CANNOT TELL .* → have ${right} granted`, 'm'));
    expect(stdout).not.toContain('PROBLEM');
    expect(exitCode).toBe(1);
  });

  it('ends with the reason where the function is not there', async () => {
    deployment.script.answer('GetFunctionConfiguration', refused('ResourceNotFoundException', 404));
    const { exitCode, stdout } = await deployment.doctor(['--function', 'stagedrift-test-detect-drift']);

    expect(exitCode).toBe(2);
    expect(stdout).toContain('there is no function stagedrift-test-detect-drift in eu-west-1');
    expect(stdout).toContain('Nothing else was checked: the settings of the function are not known.');
  });

  it('ends with the reason where there are no credentials', async () => {
    const none = {
      AWS_ACCESS_KEY_ID: '',
      AWS_SECRET_ACCESS_KEY: '',
      AWS_EC2_METADATA_DISABLED: 'true',
      HOME: '/nonexistent',
    };
    const { exitCode, stdout } = await deployment.doctor(['s3://acme-terraform-states/a.tfstate'], none);

    expect(exitCode).toBe(2);
    expect(lineOf(stdout, 'credentials')).toMatch(
      /^PROBLEM .*no usable AWS credentials.* → sign in, or set AWS_PROFILE/,
    );
  });

  it('goes without a function by the options and the environment', async () => {
    const { STATE_SOURCES: _sources, ...environment } = deployment.settings;
    const state = 's3://acme-terraform-states/env:/prod/orders/terraform.tfstate';
    const { exitCode, stdout } = await deployment.doctor(
      [
        state,
        '--topic',
        'arn:aws:sns:eu-west-1:000000000000:unread',
        '--ledger',
        's3://acme-drift/other',
        '--format',
        'json',
      ],
      environment,
    );
    const document = JSON.parse(stdout);
    const statusOf = (name: string) => document.checks.find(({ check }: { check: string }) => check === name);

    expect(exitCode).toBe(2);
    expect(document).toMatchObject({ schemaVersion: '1.0', outcome: 'PROBLEMS', stopped: null });
    expect(statusOf('states')).toMatchObject({ status: 'OK', about: state, details: [`19 stages  ${state}`] });
    expect(statusOf('report topic')).toMatchObject({ status: 'PROBLEM', says: 'nobody is subscribed' });
    expect(statusOf('ledger')).toMatchObject({ status: 'OK', about: 's3://acme-drift/other' });
  });

  it('spells out what AWS answers that would lie to the reader', async () => {
    const name = 'all\u001b[2J\u202e';
    deployment.script.answer(
      'DescribeTrails',
      body({ trailList: [{ Name: name, TrailARN: 'arn:t', HomeRegion: 'eu-west-1' }] }),
    );
    const { stdout } = await deployment.doctor(['--function', functionName]);

    expect(stdout).toContain('all\\u{1b}[2J\\u{202e} logs the calls');
    expect(stdout).not.toContain('\u001b');
  });

  it.each([
    [['--format', 'html'], '--format "html" is none of text, json'],
    [['--output', 'x'], '--output is no option of doctor'],
  ])('exits with 1 and says what is wrong with %j', async (args, message) => {
    const { exitCode, stdout, stderr } = await deployment.doctor(args);

    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toContain(message);
  });

  it('asks for a region where none is set', async () => {
    const { exitCode, stderr } = await deployment.doctor([], { AWS_REGION: '', HOME: '/nonexistent' });

    expect(exitCode).toBe(1);
    expect(stderr).toContain('set AWS_REGION to that of the function');
  });

  it('counts the events that led to no check', async () => {
    await deployment.send(deployment.deadLettersUrl, 'what no check could use');
    const { exitCode, stdout } = await deployment.doctor(['--function', functionName]);

    expect(exitCode).toBe(2);
    expect(lineOf(stdout, 'dead letters')).toMatch(/^PROBLEM .*1 in arn:aws:sqs:eu-west-1:000000000000:dead-letters/);
  });

  it('explains itself', async () => {
    const { exitCode, stdout } = await deployment.doctor(['--help']);

    expect(exitCode).toBe(0);
    expect(stdout).toContain('stagedrift doctor --function NAME');
    expect(stdout).toContain('Exit code: 0 everything works, 2 there are problems, 1 there are none');
  });
});

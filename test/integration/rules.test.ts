import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LocalAws, startLocalAws } from '@stagedrift/local-aws';
import { parse } from 'yaml';
import { type CommandLine, startCommandLine } from '../command-line.ts';
import type { CommandResult } from '../run-command.ts';
import { expectValidReport } from '../unit/report-schema.ts';
import { withoutStages } from '../without-stages.ts';
import { corpusState, createWorld, sampleEvent, type World } from './world.ts';

const folder = mkdtempSync(join(tmpdir(), 'stagedrift-rules-'));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('the built command line', () => {
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
    const read = (name: string) => JSON.parse(readFileSync(`test/fixtures/corpus/${corpusCase}/${name}`, 'utf8'));
    const { regions } = read('expected.json');
    const account = '123456789012';
    aws.apiGateway.reset();
    aws.apiGateway.loadRecorded(read('stages.json'), { account, regionOf: (stage) => regions[stage] ?? regions['*'] });
  }

  function run(...args: readonly string[]): Promise<CommandResult> {
    return commandLine.run(args, { ...aws.environment, API_REQUESTS_PER_SECOND: '100', CHECK_COMPANIONS: 'false' });
  }

  it.each(['mod-several', 'deleted-two-and-drift', 'mod-rest-api-deleted', 'tags-added', 'waf-associated'])(
    'suggests rules under which all of today is in sync: %s',
    async (corpusCase) => {
      record(corpusCase);
      const rules = join(folder, `${corpusCase}.yaml`);
      const before = await run('check', statePath(corpusCase), '--format', 'json');
      const suggested = await run('rules', 'suggest', statePath(corpusCase), '--output', rules);
      const after = await run('check', statePath(corpusCase), '--rules', rules, '--format', 'json');

      expect(JSON.parse(before.stdout).status).toBe('DRIFTED');
      expect(suggested).toMatchObject({ exitCode: 0, stdout: '' });
      expect(after.exitCode).toBe(0);
      const report = JSON.parse(after.stdout);
      expectValidReport(report);
      expect(report).toMatchObject({ status: 'IN_SYNC', warnings: [] });
      expect(report.ignored.length).toBeGreaterThan(0);
      expect(new Set(report.ignored.map(({ reason }: { reason: string }) => reason))).toEqual(
        new Set(['present when stagedrift was introduced']),
      );
    },
  );

  it('writes suggested rules to standard output, and never over a file', async () => {
    record('description-changed');
    const { stdout, stderr } = await run('rules', 'suggest', statePath('description-changed'));

    expect(parse(stdout)).toMatchObject({ ignore: [{ address: 'aws_api_gateway_stage.basic', path: 'description' }] });
    expect(stderr).toBe('Suggested rules: 1 (changed resources: 1, deleted: 0)\n');

    const mine = file('mine.yaml', 'show: []\n');
    const refusal = await run('rules', 'suggest', statePath('description-changed'), '--output', mine);
    expect(refusal).toMatchObject({ exitCode: 1, stdout: '' });
    expect(refusal.stderr).toContain('mine.yaml exists');
    expect(readFileSync(mine, 'utf8')).toBe('show: []\n');
  });

  it('suggests what it can where not everything could be checked, and says so', async () => {
    record('access-denied');
    const { exitCode, stdout, stderr } = await run('rules', 'suggest', statePath('access-denied'));

    expect(exitCode).toBe(1);
    expect(stdout).toContain('could not be checked');
    expect(stderr).toContain('Not everything could be checked');
  });

  it('ignores what the rules say, weighs and shows as they say, and still exits with 2 for the rest', async () => {
    record('mod-several');
    const rules = file('rules.yaml', 'ignore_tags: ["*"]\nseverity:\n  - path: "*"\n    severity: LOW\nshow: ["*"]\n');
    const { stdout, exitCode } = await run('check', statePath('mod-several'), '--rules', rules, '--format', 'json');
    const { resources, status } = JSON.parse(stdout);
    const differences: { path: string[]; severity: string; masked: boolean }[] = resources.flatMap(
      (resource: { differences: object[] }) => resource.differences,
    );

    expect(status).toBe('DRIFTED');
    expect(exitCode).toBe(2);
    expect(differences.length).toBeGreaterThan(0);
    expect(
      differences.filter(({ path, severity, masked }) => path[0] === 'tags' || severity !== 'LOW' || masked),
    ).toEqual([]);
  });

  it('reads a .driftignore', async () => {
    record('description-changed');
    const rules = file('.driftignore', '# by hand\naws_api_gateway_stage.ags-*-basic.description\naws_s3_bucket.*\n');

    expect(await run('check', statePath('description-changed'), '--rules', rules)).toMatchObject({ exitCode: 0 });
  });

  it('warns of rules that have expired and of those that nothing fits', async () => {
    record('none-refreshed');
    const rules = file(
      'old.yaml',
      `ignore:
  - path: description
    reason: we change it by hand
    expires: 2020-12-31
  - address: module.legacy.*
    reason: retired
`,
    );
    const { stdout, exitCode } = await run('check', statePath('none-refreshed'), '--rules', rules);

    expect(exitCode).toBe(0);
    expect(stdout).toContain(`${rules}:2: the rule for path description expired on 2020-12-31`);
    expect(stdout).toContain(`${rules}:5: the rule for address module.legacy.* matches no resource that was checked`);
  });

  it('checks nothing under rules that are wrong, and names each problem with its line', async () => {
    record('description-changed');
    const rules = file('wrong.yaml', 'ignore:\n  - adress: x\n    reason: y\nseverity: high\n');
    const { exitCode, stdout, stderr } = await run('check', statePath('description-changed'), '--rules', rules);

    expect(exitCode).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(`${rules}:2: there is no "adress" here`);
    expect(stderr).toContain(`${rules}:4: severity: must be a list`);
    expect(await run('check', 'x.tfstate', '--rules', join(folder, 'gone.yaml'))).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('gone.yaml: there is no such file'),
    });
  });

  it('teaches its commands, and refuses an option of another one', async () => {
    expect((await run('--help')).stdout).toMatch(/stagedrift rules suggest SOURCE.*\[--output FILE\]/);
    expect((await run('rules')).stderr).toContain('there is no command "rules", only check, rules suggest');
    expect((await run('rules', 'suggest')).stderr).toContain('rules suggest needs a state');
    expect((await run('rules', 'suggest', 'x', '--format', 'json')).stderr).toContain(
      '--format is no option of rules suggest',
    );
    expect(existsSync('x')).toBe(false);
  });
});

describe('the built function', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld();
    const apis = await world.deploy(
      'env:/prod/orders/terraform.tfstate',
      withoutStages(corpusState('none-refreshed'), ['full']),
    );
    await world.change([...apis.values()][0] ?? '', 'basic', '/description', 'changed by hand');
  });
  afterAll(async () => {
    await world.stop();
  });

  const bucket = 's3://acme-terraform-states';

  it('applies rules from S3: what they ignore is not notified', async () => {
    await world.put('ops/rules.yaml', 'ignore:\n  - path: description\n    reason: written by the service desk\n');
    const { result, error } = await world.invoke(sampleEvent('manual-dry-run'), {
      RULES_URI: `${bucket}/ops/rules.yaml`,
    });

    expect(error).toBeUndefined();
    expect(result).toMatchObject({ status: 'IN_SYNC', ignored: 1, modified: 0 });
    expect(result?.report).toMatchObject({
      ignored: [{ path: ['description'], reason: 'written by the service desk' }],
    });
  });

  it('applies rules of a file that is packaged with it', async () => {
    const path = file('packaged.yaml', 'ignore:\n  - path: description\n    reason: known\n');
    const { result } = await world.invoke(sampleEvent('schedule'), { RULES_URI: path });

    expect(result).toMatchObject({ status: 'IN_SYNC', ignored: 1, published: false });
  });

  it('fails with every problem and publishes nothing where the rules are wrong or missing', async () => {
    await world.put('ops/wrong.yaml', 'ignroe: []\nshow: x\n');
    const wrong = await world.invoke(sampleEvent('schedule'), { RULES_URI: `${bucket}/ops/wrong.yaml` });
    const missing = await world.invoke(sampleEvent('schedule'), { RULES_URI: `${bucket}/ops/gone.yaml` });

    expect(wrong.error?.message).toContain(`${bucket}/ops/wrong.yaml:1: there is no "ignroe" here`);
    expect(wrong.error?.message).toContain(`${bucket}/ops/wrong.yaml:2: show: must be a list`);
    expect(missing.error?.message).toContain(`${bucket}/ops/gone.yaml: there is no such object`);
    expect(await world.subscriber.receive()).toEqual([]);
  });
});

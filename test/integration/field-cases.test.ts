import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as v from 'valibot';
import { type CommandLine, startCommandLine } from '../command-line.ts';
import { startRecordedAws } from '../recorded-answers.ts';

const reportSchema = v.looseObject({
  status: v.string(),
  states: v.array(v.looseObject({ status: v.string(), reason: v.optional(v.string(), '') })),
  resources: v.array(
    v.looseObject({
      address: v.string(),
      status: v.string(),
      reason: v.optional(v.string(), ''),
      finding: v.nullable(v.unknown()),
      notes: v.array(v.string()),
      differences: v.array(
        v.looseObject({
          path: v.array(v.union([v.string(), v.number()])),
          severity: v.string(),
          finding: v.nullable(v.unknown()),
        }),
      ),
    }),
  ),
});

describe('inputs from the field', () => {
  let commandLine: CommandLine;
  const folderOf = (name: string) => `test/fixtures/field-cases/${name}`;

  beforeAll(() => {
    commandLine = startCommandLine();
  });

  afterAll(() => commandLine.end());

  async function check(name: string, ...options: readonly string[]) {
    const aws = await startRecordedAws(JSON.parse(readFileSync(`${folderOf(name)}/answers.json`, 'utf8')));
    try {
      return await commandLine.run(['check', `${folderOf(name)}/state.json`, ...options], aws.environment);
    } finally {
      await aws.stop();
    }
  }

  async function reportOf(name: string) {
    const { exitCode, stdout } = await check(name, '--format', 'json');
    const report = v.parse(reportSchema, JSON.parse(stdout));
    const byAddress = new Map(report.resources.map((resource) => [resource.address, resource]));
    return { exitCode, text: stdout, report, at: (address: string) => byAddress.get(address) };
  }

  it('case02: a web ACL taken off by hand is drift of high severity, and the revert attaches it', async () => {
    const { exitCode, at, text } = await reportOf('case02');
    expect(exitCode).toBe(2);
    expect(at('aws_api_gateway_stage.x')).toMatchObject({
      status: 'MODIFIED',
      differences: [{ path: ['web_acl_arn'], severity: 'HIGH' }],
    });
    expect(at('aws_wafv2_web_acl_association.w')).toMatchObject({
      status: 'DELETED',
      finding: { severity: 'HIGH' },
    });
    expect(text).toContain('aws wafv2 associate-web-acl');
    expect(text).not.toContain('disassociate-web-acl');
  });

  it('case06: deletion protection of a log group that was switched off is drift', async () => {
    const { exitCode, at } = await reportOf('case06');
    expect(exitCode).toBe(2);
    expect(at('aws_cloudwatch_log_group.orders')).toMatchObject({
      status: 'MODIFIED',
      differences: [{ path: ['deletion_protection_enabled'] }],
    });
  });

  it('case07: a state that PowerShell wrote in UTF-16 is read', async () => {
    const { exitCode, report, at } = await reportOf('case07');
    expect(report.states).toMatchObject([{ status: 'READ' }]);
    expect(at('aws_api_gateway_stage.x')).toMatchObject({ differences: [{ path: ['description'] }] });
    expect(exitCode).toBe(2);
  });

  it('case10: a sensitive domain name stands in no format, nor in a command', async () => {
    const formats = ['json', 'text', 'html', 'markdown', 'sarif'];
    const results = await Promise.all(formats.map((format) => check('case10', '--format', format)));
    expect(results.map(({ exitCode }) => exitCode)).toEqual(formats.map(() => 2));
    expect(results.filter(({ stdout, stderr }) => `${stdout}${stderr}`.includes('secret-host'))).toEqual([]);
  });

  it('case13: a state of format 3 is refused with what wrote it and how to upgrade it', async () => {
    const { exitCode, report } = await reportOf('case13');
    expect(exitCode).toBe(1);
    expect(report.states).toMatchObject([
      { status: 'FAILED', reason: expect.stringMatching(/format 3.*Terraform 0\.12\.31.*replace-provider/) },
    ]);
    expect(report.states[0]?.reason).not.toContain('older');
  });
});

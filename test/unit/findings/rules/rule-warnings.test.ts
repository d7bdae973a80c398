import { describe, expect, it } from '@jest/globals';
import { parseRules } from '../../../../lib/findings/rules/rules-file.ts';
import type { Report } from '../../../../lib/report/report.ts';
import { typesOfStages } from '../../../../lib/resources/registry.ts';
import { check, one, stagesThatAre, two } from '../../check-drift-world.ts';
import { liveStage } from '../../live-stage-builder.ts';
import { stateText } from '../../terraform/state-builder.ts';

const inSync = { kind: 'FOUND', live: liveStage({ variables: new Map([['LOG_LEVEL', 'info']]) }) } as const;
const aboutAll = { states: null, stages: null };

/** @returns the warnings of a check on 2026-01-02 of one stage that is in sync */
async function warningsOf(text: string, file = 'rules.yaml', request: Parameters<typeof check>[2] = aboutAll) {
  const policy = { rules: parseRules(text, file), hashKey: null, warnings: [] };
  const report: Report = await check(
    new Map([[one, stateText()]]),
    stagesThatAre(inSync),
    request,
    [one],
    typesOfStages,
    policy,
  );
  return report.warnings;
}

describe('a rule that has expired', () => {
  it('is named with its place and its day, since what it ignored is reported again', async () => {
    expect(await warningsOf('ignore:\n  - path: tags["a"]\n    reason: x\n    expires: 2026-01-01\n')).toEqual([
      'rules.yaml:2: the rule for path tags["a"] expired on 2026-01-01: what it ignored is reported again',
    ]);
  });

  it('is not notified on its last day', async () => {
    expect(await warningsOf('ignore: [{ path: tags, reason: x, expires: 2026-01-02 }]')).toEqual([]);
  });
});

describe('a rule that is about no resource', () => {
  it.each([
    ['address: module.legacy.*', 'address module.legacy.*'],
    ['type: aws_api_gateway_method_settings', 'type aws_api_gateway_method_settings'],
    ['account: 999999999999', 'account 999999999999'],
    ['region: us-*', 'region us-*'],
    ['state: s3://other/*', 'state s3://other/*'],
    ['address: [a, b, c]', 'address a and 2 more'],
    ['address: aws_api_gateway_stage.this, region: us-*', 'address aws_api_gateway_stage.this, region us-*'],
  ])('by %s is notified', async (selectors, text) => {
    expect(await warningsOf(`ignore: [{ ${selectors}, reason: x }]`)).toEqual([
      `rules.yaml:1: the rule for ${text} matches no resource that was checked`,
    ]);
  });
});

describe('a rule that only has nothing to do today', () => {
  it.each([
    'address: aws_api_gateway_stage.this',
    'path: tags["CostCenter"]',
    'path: "*"',
    'path: "*format"',
    'path: access_log_settings[0].format',
    'path: canary*',
    'path: xray_tracing',
    'kind: [DELETED, NOT_CHECKED]',
    'state: s3://acme-tf/*',
  ])('by %s is no cause for a warning', async (selectors) => {
    expect(await warningsOf(`ignore:\n  - ${selectors}\n    reason: x\nignore_tags: [a]\nshow: [B]\n`)).toEqual([]);
  });

  it.each([
    'aws_api_gateway_stage.ags-nz6fqhy5dm-prod',
    'aws_api_gateway_stage.ags-nz6fqhy5dm-prod.variables.*',
    'aws_api_gateway_stage.*.tags.CostCenter',
    '*',
    '!aws_api_gateway_stage.ags-other-prod',
    'aws_s3_bucket.logs',
    'aws_api_gateway_stage.ags-other-prod',
  ])('by %s of a .driftignore is none either', async (line) => {
    expect(await warningsOf(line, '.driftignore')).toEqual([]);
  });
});

describe('where not everything was looked at', () => {
  const rules = 'ignore: [{ address: module.legacy.*, reason: x }]';

  it('no rule is called dead, since what it is about may be in the rest', async () => {
    expect(await warningsOf(rules, 'rules.yaml', { states: [one], stages: null })).toEqual([]);
    const unread = await check(
      new Map([[one, stateText()]]),
      stagesThatAre(inSync),
      aboutAll,
      [one, two],
      typesOfStages,
      { rules: parseRules(rules, 'rules.yaml'), hashKey: null, warnings: [] },
    );
    expect(unread.warnings).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { parseRules } from '../../../../lib/findings/rules/rules-file.ts';
import { shownPath } from '../../../../lib/model/visible.ts';
import type { Report } from '../../../../lib/report/report.ts';
import type { CheckedResource } from '../../../../lib/resources/verdict.ts';
import { createReport } from '../../report/assessed-report.ts';
import { checked, modified, results } from '../../report/sample.ts';
import { expectValidReport } from '../../report-schema.ts';

const address = 'module.api["eu"].aws_api_gateway_stage.this[0]';
const stage = checked(
  address,
  modified(
    [['access_log_settings', 0, 'format'], 'a', 'b'],
    [['tags', 'CostCenter'], '1', '2'],
    [['tags', 'team:owner'], '1', '2'],
    [['variables', 'LOG_LEVEL'], 'info', 'debug'],
    [['variables', 'a.b'], '1', '2'],
  ),
);
const gone = checked('aws_api_gateway_stage.gone', { status: 'DELETED', reason: 'it is gone' });
const unread = checked('aws_api_gateway_stage.unread', { status: 'NOT_CHECKED', reason: 'denied' });

/** @returns the report of a check on 2026-03-01 with these rules */
function reportWith(rules: string, ...resources: readonly CheckedResource[]): Report {
  const report = createReport(results({ resources }), {
    rules: parseRules(rules, 'rules.yaml'),
    hashKey: null,
    warnings: [],
  });
  expectValidReport(report);
  return report;
}

/** @returns what is reported of the stage under a rule with these selectors */
function toldWith(selectors: string, resource = stage): string[] {
  const report = reportWith(`ignore:\n  - reason: known\n    ${selectors}\n`, resource);
  return report.resources.flatMap(({ differences }) => differences.map(({ path }) => shownPath(path)));
}

const everything =
  stage.verdict.status === 'MODIFIED' ? stage.verdict.differences.map(({ path }) => shownPath(path)) : [];

describe('an ignore rule', () => {
  it('takes what it is about out of the resource, and reports it among what is ignored, with its reason', () => {
    const rules = `ignore:
  - address: module.api*
    path: tags
    reason: set by the billing team
    owner: platform
    expires: 2026-12-31
`;
    const report = reportWith(rules, stage);

    expect(report.resources[0]?.differences.map(({ path }) => path[0])).not.toContain('tags');
    expect(report.summary.ignored).toBe(2);
    expect(report.ignored).toMatchObject([
      { path: ['tags', 'CostCenter'], reason: 'set by the billing team', owner: 'platform', expires: '2026-12-31' },
      { path: ['tags', 'team:owner'] },
    ]);
  });

  it('makes a resource in sync where all of it is ignored, and the report with it', () => {
    const report = reportWith(`ignore: [{ address: '*', reason: legacy }]`, stage);

    expect(report.status).toBe('IN_SYNC');
    expect(report.resources).toMatchObject([{ address, status: 'IN_SYNC', differences: [] }]);
  });

  it.each<[string, string[]]>([
    ['path: variables', ['access_log_settings[0].format', 'tags["CostCenter"]', 'tags["team:owner"]']],
    [`path: variables["LOG_LEVEL"]`, everything.filter((path) => path !== 'variables["LOG_LEVEL"]')],
    [`path: 'variables["a.b"]'`, everything.filter((path) => path !== 'variables["a.b"]')],
    [`path: tags["team:*"]`, everything.filter((path) => path !== 'tags["team:owner"]')],
    [`path: [tags, variables]`, ['access_log_settings[0].format']],
    ['path: access_log_settings[*]', everything.slice(1)],
    ['path: access_log_settings[1]', everything],
    ['path: variable', everything],
    [`path: "*"`, []],
  ])('with %s ignores that and what lies below it', (selectors, notified) => {
    expect(toldWith(selectors)).toEqual(notified);
  });

  it.each([
    ['address: module.*', []],
    [`address: 'module.api["eu"].aws_api_gateway_stage.this[0]'`, []],
    [`address: [other, 'module.api["eu"]*']`, []],
    ['address: this', everything],
    [`address: 'module.api["[eu]"].*'`, everything],
    ['type: aws_api_gateway_stage', []],
    ['type: aws_api_gateway_deployment', everything],
    ['type: "*_stage"', []],
    ['account: 123456789012', []],
    ['account: "1234*"', []],
    ['account: 012345678901', everything],
    ['region: eu-*', []],
    ['region: us-east-1', everything],
    ['state: s3://acme-tf/*', []],
    ['state: s3://acme-tf', everything],
    ['kind: DIFFERENCE', []],
    ['kind: DELETED', everything],
  ])('with %s is about what matches all of it', (selectors, notified) => {
    expect(toldWith(selectors)).toEqual(notified);
  });

  it('is about what matches every selector, not any', () => {
    expect(toldWith('address: module.*\n    region: us-east-1')).toEqual(everything);
  });

  it('with a path leaves a resource as a whole alone; without one it ignores that too', () => {
    expect(reportWith('ignore: [{ path: "*", reason: x }]', gone).summary).toMatchObject({ deleted: 1, ignored: 0 });
    expect(reportWith('ignore: [{ address: "*.gone", reason: x }]', gone).summary).toMatchObject({
      deleted: 0,
      ignored: 1,
      resources: 0,
    });
  });

  it('with a kind ignores that kind alone', () => {
    const { summary } = reportWith('ignore: [{ kind: NOT_CHECKED, reason: x }]', gone, unread);

    expect(summary).toMatchObject({ deleted: 1, notChecked: 0, ignored: 1 });
  });

  it.each([
    ['2026-03-01', []],
    ['2026-02-28', everything],
  ])('that expires on %s is looked at on 2026-03-01 accordingly: its last day is in force', (expires, notified) => {
    expect(toldWith(`address: '*'\n    expires: ${expires}`)).toEqual(notified);
  });

  it('of a tag key ignores that tag on every resource', () => {
    const report = reportWith('ignore_tags: [CostCenter, "team:*"]', stage);

    expect(report.ignored.map(({ path }) => path)).toEqual([
      ['tags', 'CostCenter'],
      ['tags', 'team:owner'],
    ]);
    expect(report.ignored[0]?.reason).toContain('rules.yaml:1');
  });
});

describe('a severity rule', () => {
  it('says what a finding weighs, and the first that is about it counts', () => {
    const rules = `severity:
  - path: variables["LOG_LEVEL"]
    severity: LOW
  - path: variables
    severity: HIGH
  - kind: DELETED
    severity: LOW
`;
    const report = reportWith(rules, stage, gone);
    const severities = report.resources.flatMap(({ differences, finding }) => [
      ...differences.map(({ path, severity }) => [shownPath(path), severity]),
      ...(finding === null ? [] : [['gone', finding.severity]]),
    ]);

    expect(severities).toEqual([
      ['gone', 'LOW'],
      ['access_log_settings[0].format', 'MEDIUM'],
      ['tags["CostCenter"]', 'LOW'],
      ['tags["team:owner"]', 'LOW'],
      ['variables["LOG_LEVEL"]', 'LOW'],
      ['variables["a.b"]', 'HIGH'],
    ]);
  });
});

describe('the names to show', () => {
  it('open their values and no other', () => {
    const report = reportWith('show: [LOG_LEVEL, "team:*"]', stage);
    const masked = report.resources[0]?.differences.filter((difference) => difference.masked);

    expect(masked?.map(({ path }) => path)).toEqual([
      ['tags', 'CostCenter'],
      ['variables', 'a.b'],
    ]);
  });
});

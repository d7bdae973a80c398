import { describe, expect, it } from '@jest/globals';
import type { ResolvedFinding } from '../../../../lib/ledger/finding-event.ts';
import type { IgnoredFinding, Report } from '../../../../lib/report/report.ts';
import { renderSarif } from '../../../../lib/report/sarif/sarif.ts';
import { livingReport, resolvedFinding, withCommands } from '../living-report.ts';
import {
  checked,
  explainedReport,
  hostileTexts,
  modified,
  nightReport,
  reportFullOf,
  reportOf,
  unmanaged,
} from '../sample.ts';
import { expectValidSarif } from '../sarif-schema.ts';

const address = 'module.api["eu"].aws_api_gateway_stage.this[0]';
const drifted = checked(address, modified([['access_log_settings', 0, 'format'], '{"id":"$context.requestId"}', 'x']));

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
  readonly invocations: readonly [
    { readonly executionSuccessful: boolean; readonly toolExecutionNotifications: readonly Entry[] },
  ];
  readonly results: readonly Entry[];
}

interface Entry {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly baselineState?: string;
  readonly locations: readonly [
    {
      readonly physicalLocation?: {
        readonly artifactLocation: { readonly uri: string };
        readonly region: { readonly startLine: number };
      };
    },
  ];
}

/** @returns the run of a report, after it was found valid by the schema of the standard */
function runOf(report: Report): Run {
  const log: { runs: [Run] } = JSON.parse(renderSarif(report));
  expectValidSarif(log);
  return log.runs[0];
}

function ignored(more: Partial<IgnoredFinding> = {}): IgnoredFinding {
  const { id, kind, type, state, path } = resolvedFinding();
  return { id, kind, address, type, state, path, reason: 'set by hand', owner: 'edge', expires: '2026-12-31', ...more };
}

describe('the SARIF of a report', () => {
  it('has a result for each finding, with its rule, its level, its places and its identity', () => {
    const report = withCommands(livingReport('OPENED', [drifted]), 'terraform apply');
    const { results } = runOf(report);

    expect(results).toEqual([
      {
        ruleId: 'aws_api_gateway_stage/access_log_settings',
        ruleIndex: 0,
        level: 'warning',
        message: {
          text: `access_log_settings[0].format of ${address} differs from Terraform: "{{\\"id\\":\\"$context.requestId\\"}}" in Terraform, "x" live`,
        },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'acme-tf/orders/terraform.tfstate' },
              region: { startLine: 1 },
            },
            logicalLocations: [{ fullyQualifiedName: address, kind: 'resource' }],
          },
        ],
        partialFingerprints: { 'stagedrift/finding/v1': report.resources[0]?.differences[0]?.finding.id },
        baselineState: 'new',
        properties: {
          severity: 'MEDIUM',
          event: 'OPENED',
          firstSeen: '2026-02-26T00:00:00.000Z',
          stage: { accountId: '123456789012', region: 'eu-west-1', restApiId: 'a1b2c3d4e5', stageName: 'prod' },
          notes: [],
          remedies: { restore: ['terraform apply'], adopt: null },
        },
      },
    ]);
  });

  it('has one rule for each kind of finding, and each result says which', () => {
    const { tool, results } = runOf(nightReport);

    expect(tool.driver.rules).toContainEqual({
      id: 'aws_api_gateway_stage/deleted',
      shortDescription: { text: 'An aws_api_gateway_stage that Terraform has is gone from AWS' },
      fullDescription: { text: 'An aws_api_gateway_stage that Terraform has is gone from AWS' },
      help: { text: expect.stringMatching(/^Revert what is live, or adopt it/) },
    });
    expect(tool.driver.rules.map(({ id }) => id)).toEqual([
      'aws_api_gateway_stage/access_log_settings',
      'aws_api_gateway_stage/cache_cluster_enabled',
      'aws_api_gateway_stage/canary_settings',
      'aws_api_gateway_stage/deleted',
      'aws_api_gateway_stage/description',
      'aws_api_gateway_stage/tags',
      'aws_api_gateway_stage/variables',
    ]);
    expect(results.map(({ ruleIndex }) => tool.driver.rules[ruleIndex]?.id)).toEqual(
      results.map(({ ruleId }) => ruleId),
    );
  });

  it.each([
    ['web_acl_arn', 'error'],
    ['variables', 'warning'],
    ['description', 'note'],
  ])('takes the level from the severity: %s is %s', (setting, level) => {
    expect(runOf(reportOf(checked(address, modified([[setting], 'a', 'b'])))).results).toMatchObject([{ level }]);
  });

  it.each([
    ['OPENED', 'new'],
    ['CHANGED', 'updated'],
    ['REMINDER', 'unchanged'],
    ['KNOWN', 'unchanged'],
  ] as const)('says of a finding that is %s that it is %s', (event, baselineState) => {
    expect(runOf(livingReport(event, [drifted])).results).toMatchObject([{ baselineState }]);
  });

  it('says of what is over that it is absent, and how it ended', () => {
    const { results } = runOf(livingReport('KNOWN', [], { resolved: [resolvedFinding()] }));

    expect(results).toMatchObject([
      {
        ruleId: 'aws_api_gateway_stage/description',
        baselineState: 'absent',
        message: {
          text: 'description of aws_api_gateway_stage.orders differs from Terraform no more: AWS is again as Terraform has it.',
        },
        properties: { how: 'PUT_BACK', event: 'RESOLVED' },
      },
    ]);
  });

  it('compares with no earlier run without a ledger', () => {
    const report = { ...livingReport('OPENED', [drifted]), ledger: null, ignored: [ignored()] };

    expect(runOf(report).results.map(({ baselineState }) => baselineState)).toEqual([undefined, undefined]);
  });

  it('suppresses what a rule ignores, and says why', () => {
    const always = ignored({ owner: null, expires: null, kind: 'UNMANAGED', path: null });
    const { results } = runOf({ ...livingReport('KNOWN', []), ignored: [ignored(), always] });

    expect(results).toMatchObject([
      {
        ruleId: 'aws_api_gateway_stage/description',
        level: 'note',
        baselineState: 'unchanged',
        suppressions: [{ kind: 'external', justification: 'set by hand (owner edge, until 2026-12-31)' }],
      },
      { ruleId: 'aws_api_gateway_stage/unmanaged', suppressions: [{ kind: 'external', justification: 'set by hand' }] },
    ]);
  });

  it('reports what could not be checked as a failure of the run, and not as a result', () => {
    const { results, invocations } = runOf(nightReport);
    const [{ executionSuccessful, toolExecutionNotifications }] = invocations;

    expect(executionSuccessful).toBe(false);
    expect(toolExecutionNotifications).toMatchObject([
      {
        descriptor: { id: 'not-checked' },
        level: 'error',
        message: {
          text: expect.stringMatching(/^aws_api_gateway_stage.reports could not be checked: API Gateway refused/),
        },
      },
      { locations: [{ logicalLocations: [{ fullyQualifiedName: 'aws_api_gateway_stage.unheard_of' }] }] },
      { locations: [{ physicalLocation: { artifactLocation: { uri: 'acme-tf/legacy/terraform.tfstate' } } }] },
    ]);
    expect(JSON.stringify(results)).not.toContain('reports');
  });

  it('makes no result of what can be checked again', () => {
    const over: Partial<ResolvedFinding> = { kind: 'NOT_CHECKED', path: null, how: 'CHECKED' };

    expect(runOf(livingReport('KNOWN', [], { resolved: [resolvedFinding(over)] })).results).toEqual([]);
  });

  it('calls a run that checked everything successful, and has its warnings', () => {
    const [{ executionSuccessful, toolExecutionNotifications }] = runOf(explainedReport).invocations;

    expect(executionSuccessful).toBe(true);
    expect(toolExecutionNotifications).toMatchObject([
      { descriptor: { id: 'warning' }, level: 'warning', message: { text: 'Another warning' } },
      { message: { text: 'Stage prod is managed twice: by a and by b.' } },
    ]);
  });

  it('gives a stage that is in no state its address as its file', () => {
    const [result] = runOf(reportOf(unmanaged('a1b2c3d4e5/test'))).results;

    expect(result).toMatchObject({ ruleId: 'aws_api_gateway_stage/unmanaged', level: 'warning' });
    expect(result?.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'a1b2c3d4e5/test' },
      region: { startLine: 1 },
    });
  });

  it('never has a masked value', () => {
    const secret = checked(address, modified([['variables', 'DB_PASSWORD'], 'hunter2', 'hunter3']));

    expect(renderSarif(reportOf(secret))).not.toContain('hunter');
  });

  it.each([
    ['s3://acme-tf/env:/prod/a b/é+1/ü?#.tfstate', 'acme-tf/env%3A/prod/a%20b/%C3%A9%2B1/%C3%BC%3F%23.tfstate'],
    ['states/100%/terraform.tfstate', 'states/100%25/terraform.tfstate'],
    ['env:/prod.tfstate', 'env%3A/prod.tfstate'],
    ['/abs/terraform.tfstate', 'abs/terraform.tfstate'],
    ['./../states//a.tfstate', 'states/a.tfstate'],
  ])('has a relative URI without a scheme for the state %s, since code scanning takes no other', (state, uri) => {
    const [result] = runOf(reportOf({ ...drifted, state })).results;

    expect(result?.locations[0].physicalLocation?.artifactLocation.uri).toBe(uri);
  });
});

describe('a hostile text in SARIF', () => {
  it.each([...hostileTexts, '{0}', '{{0}}', '}{'])(
    'leaves it valid, and is neither link nor placeholder: %j',
    (hostile) => {
      const { results, invocations } = runOf(reportFullOf(hostile));
      const texts = [...results, ...invocations[0].toolExecutionNotifications].map(({ message }) => message.text);

      expect(texts).toHaveLength(8);
      for (const text of texts) {
        expect(text).not.toMatch(/\]\(/);
        expect(text.replaceAll('{{', '').replaceAll('}}', '')).not.toMatch(/[{}]/);
        expect(text).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      }
    },
  );
});

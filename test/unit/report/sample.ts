import type { AttributedCall, Attribution } from '../../../lib/attribution/attribution.ts';
import { usualPolicy } from '../../../lib/findings/assess.ts';
import { noRules } from '../../../lib/findings/rules/rules.ts';
import type { Path } from '../../../lib/model/comparison.ts';
import { unknownStageId } from '../../../lib/model/stage-id.ts';
import type { Report } from '../../../lib/report/report.ts';
import type { CheckedResource, Verdict } from '../../../lib/resources/verdict.ts';
import type { StateRead } from '../../../lib/terraform/read-states.ts';
import { createReport, type Results } from './assessed-report.ts';

type Modified = Extract<Verdict, { status: 'MODIFIED' }>;

/** @returns a state that was read, with nothing in it that a report would not tell */
export function readState(uri: string, serial = 42): StateRead {
  const file = { lineage: '5e0a1d3c-0000-4000-8000-000000000000', serial, terraformVersion: '1.11.4', instances: [] };
  return { uri, status: 'READ', file, version: null };
}

/** @returns a stage called `prod` with its verdict */
export function checked(address: string, verdict: Verdict, sensitivePaths: readonly Path[] = []): CheckedResource {
  return {
    address,
    type: 'aws_api_gateway_stage',
    state: 's3://acme-tf/orders/terraform.tfstate',
    id: { family: 'REST', accountId: '123456789012', region: 'eu-west-1', apiId: 'a1b2c3d4e5', stageName: 'prod' },
    name: '',
    sensitivePaths,
    verdict,
    stageChangedAt: null,
    notes: [],
    expectedAt: () => null,
    revert: () => null,
    apiPaths: () => [],
  };
}

/** @returns the verdict on a stage of which each of these texts was changed */
export function modified(
  ...differences: readonly (readonly [path: Path, expected: string, actual: string])[]
): Modified {
  return {
    status: 'MODIFIED',
    differences: differences.map(([path, expected, actual]) => ({
      path,
      differenceType: 'NOT_EQUAL',
      expected,
      actual,
    })),
  };
}

/** @returns what a run found: nothing but what the test says */
export function results(found: Partial<Results> = {}): Results {
  return {
    reportId: '0d7c2f4e-5b0a-4a53-9f57-1f6f3f2a9c11',
    detectedAt: new Date('2026-03-01T02:10:05.678Z'),
    trigger: {
      kind: 'schedule',
      source: 'arn:aws:scheduler:eu-west-1:123456789012:schedule/x',
      time: '2026-03-01T02:10:00Z',
    },
    states: [readState('s3://acme-tf/orders/terraform.tfstate')],
    resources: [],
    warnings: [],
    apiCalls: 3,
    ...found,
  };
}

export function reportOf(...resources: readonly CheckedResource[]): Report {
  return createReport(results({ resources }));
}

/** A report with one of everything. */
export const nightReport: Report = createReport(
  results({
    states: [
      readState('s3://acme-tf/orders/terraform.tfstate'),
      readState('s3://acme-tf/payments/terraform.tfstate', 7),
      {
        uri: 's3://acme-tf/legacy/terraform.tfstate',
        status: 'FAILED',
        reason: 'it is encrypted by OpenTofu, and this program has no key to read it',
      },
    ],
    resources: [
      checked('module.api["eu"].aws_api_gateway_stage.this[0]', {
        status: 'MODIFIED',
        differences: [
          {
            path: ['access_log_settings', 0, 'destination_arn'],
            differenceType: 'REMOVE',
            expected: 'arn:aws:logs:eu-west-1:123456789012:log-group:/apigw/orders',
            actual: null,
          },
          {
            path: ['access_log_settings', 0, 'format'],
            differenceType: 'REMOVE',
            expected: '{"id":"$context.requestId"}',
            actual: null,
          },
          { path: ['cache_cluster_enabled'], differenceType: 'NOT_EQUAL', expected: true, actual: false },
          { path: ['canary_settings', 0, 'percent_traffic'], differenceType: 'ADD', expected: null, actual: 10.5 },
          { path: ['description'], differenceType: 'NOT_EQUAL', expected: 'Orders', actual: 'Orders ' },
          { path: ['tags', 'CostCentre'], differenceType: 'ADD', expected: null, actual: '42' },
          { path: ['variables', 'DB_PASSWORD'], differenceType: 'NOT_EQUAL', expected: 'hunter2', actual: 'hunter3' },
          { path: ['variables', 'LOG_LEVEL'], differenceType: 'NOT_EQUAL', expected: 'info', actual: 'debug' },
        ],
      }),
      {
        ...checked('aws_api_gateway_stage.payments', {
          status: 'DELETED',
          reason: 'API Gateway does not have it any more: Invalid stage identifier specified',
        }),
        state: 's3://acme-tf/payments/terraform.tfstate',
      },
      checked('aws_api_gateway_stage.reports', {
        status: 'NOT_CHECKED',
        reason: 'API Gateway refused the request (AccessDeniedException): grant apigateway:GET',
      }),
      {
        ...checked('aws_api_gateway_stage.unheard_of', {
          status: 'NOT_CHECKED',
          reason: 'it was asked for by name, but no state that could be read has it',
        }),
        state: null,
        id: unknownStageId,
      },
      checked('aws_api_gateway_stage.quiet', { status: 'IN_SYNC' }),
    ],
  }),
  { ...usualPolicy, rules: { ...noRules, show: ['LOG_LEVEL', 'CostCentre'] } },
);

/** @returns the resource as one of another type than a stage */
export function asMethodSettings(resource: CheckedResource): CheckedResource {
  return { ...resource, type: 'aws_api_gateway_method_settings' };
}

/** @returns a stage that no state has */
export function unmanaged(address: string): CheckedResource {
  const reason = 'it is live, but in none of the states that were read';
  return { ...checked(address, { status: 'UNMANAGED', reason, deploymentId: 'd1' }), state: null };
}

/** A report with notes, a warning, a stage that no state has, and another resource than stages. */
export const explainedReport: Report = createReport(
  results({
    resources: [
      {
        ...checked('aws_api_gateway_stage.orders', modified([['deployment_id'], 'd1', 'd2'])),
        notes: ["Terraform's deployment d1 was made by Bob", 'The live deployment d2 no longer exists.'],
      },
      asMethodSettings(checked('aws_api_gateway_method_settings.all', { status: 'IN_SYNC' })),
      unmanaged('a1b2c3d4e5/test'),
    ],
    warnings: ['Stage prod is managed twice: by a and by b.', 'Another warning'],
  }),
);

/** What people and machines have put into descriptions, names and errors to harm those who read them. */
export const hostileTexts = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '" onmouseover="alert(1)',
  "' onmouseover='alert(1)",
  '&lt;script&gt;',
  '<%= process.env %>',
  '[x](http://evil.example)',
  '![x](http://evil.example/pixel)',
  'www.evil.example',
  'https://evil.example',
  '<http://evil.example>',
  'someone@evil.example',
  '<!channel>',
  '@here',
  '#1',
  'GH-1',
  '**bold** _em_ ~~gone~~',
  '# heading',
  '=HYPERLINK("http://evil.example")',
  '\u001b[31mred\u001b[2J',
  '\u009b31m',
  'abc\u202ecba',
  'a\nCHANGED  faked',
  'a\r\nb',
  '`',
  'a``b```c',
  '```\ncode\n```',
  'a|b\\|c\\\\|d',
  '\\',
  '\ud800',
  '\u2028',
  '\u0000',
  '$HOME $$ $&',
];

/** @returns a report with the text in every place where somebody else's data stands */
export function reportFullOf(text: string): Report {
  const id = { family: 'REST' as const, accountId: text, region: text, apiId: text, stageName: text };
  const differences = [
    { path: ['description'], differenceType: 'NOT_EQUAL', expected: text, actual: `${text}.` },
    { path: ['tags', text], differenceType: 'ADD', expected: null, actual: text },
    { path: ['variables', text], differenceType: 'REMOVE', expected: text, actual: null },
  ] as const;
  const places = {
    address: text,
    state: text,
    id,
    name: text,
    sensitivePaths: [],
    stageChangedAt: null,
    notes: [text],
    expectedAt: () => null,
    revert: () => null,
    apiPaths: () => [],
  };
  const type = 'aws_api_gateway_stage';
  const call = { eventName: text, actor: text, arn: text, sourceAddress: text, tool: text, userAgent: text };
  // Each finding by another call, so that it stands with each of them.
  const of = (id: string) => ({
    event: 'OPENED' as const,
    firstSeen: '2026-03-01T02:10:05.678Z',
    attribution: callBy({ ...call, eventId: `${text}${id}` }),
  });
  return createReport(
    results({
      reportId: text,
      states: [readState(text), { uri: `${text}/failed`, status: 'FAILED', reason: text }],
      resources: [
        { ...places, type, verdict: { status: 'MODIFIED', differences } },
        { ...places, type, verdict: { status: 'DELETED', reason: text } },
        { ...places, type, verdict: { status: 'NOT_CHECKED', reason: text } },
        { ...places, type, state: null, verdict: { status: 'UNMANAGED', reason: text, deploymentId: text } },
      ],
      warnings: [text],
    }),
    undefined,
    { ledger: null, of, resolved: [] },
  );
}

/** @returns that this call is certain to be behind a finding: Alice's in the console, less or more what is given */
export function callBy(more: Partial<AttributedCall> = {}): Attribution {
  return {
    certainty: 'CERTAIN',
    calls: [
      {
        eventId: '8f0e2a4c-3b5d-4e6f-8a9b-0c1d2e3f4a5b',
        eventName: 'UpdateStage',
        time: '2026-03-01T01:58:11Z',
        actor: 'alice@acme.com (SSO AdministratorAccess)',
        arn: 'arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_AdministratorAccess_3a1b2c3d4e5f6071/alice@acme.com',
        sourceAddress: '203.0.113.7',
        tool: 'console',
        userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)',
        isVerified: true,
        ...more,
      },
    ],
  };
}

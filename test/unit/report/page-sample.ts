import { usualPolicy } from '../../../lib/findings/assess.ts';
import type { Remedies } from '../../../lib/findings/remedies/remedy.ts';
import { parseRules } from '../../../lib/findings/rules/rules-file.ts';
import type { FindingLifecycle, Lifecycle, ResolvedFinding } from '../../../lib/ledger/finding-event.ts';
import type { Path, PropertyDifference } from '../../../lib/model/comparison.ts';
import { shownPath } from '../../../lib/model/visible.ts';
import type { Report, ReportFinding } from '../../../lib/report/report.ts';
import type { CheckedResource } from '../../../lib/resources/verdict.ts';
import { accessLogFormat } from './access-log-format.ts';
import { createReport } from './assessed-report.ts';
import { callBy, checked, modified, readState, reportFullOf, results, unmanaged } from './sample.ts';

const eu = {
  family: 'REST' as const,
  accountId: '123456789012',
  region: 'eu-west-1',
  apiId: 'a1b2c3d4e5',
  stageName: 'prod',
};
const us = {
  family: 'REST' as const,
  accountId: '123456789012',
  region: 'us-east-1',
  apiId: 'q9w8e7r6t5',
  stageName: 'live',
};
const partner = {
  family: 'REST' as const,
  accountId: '210987654321',
  region: 'eu-central-1',
  apiId: 'z5y4x3w2v1',
  stageName: 'v1',
};
const ordersState = 's3://acme-terraform/env:/prod/orders/terraform.tfstate';
const paymentsState = 's3://acme-terraform/env:/prod/payments/terraform.tfstate';
const partnerState = 's3://acme-terraform/env:/prod/partner-api/terraform.tfstate';

function difference(path: Path, expected: PropertyDifference['expected'], actual: PropertyDifference['actual']) {
  const differenceType = expected === null ? 'ADD' : actual === null ? 'REMOVE' : 'NOT_EQUAL';
  return { path, differenceType, expected, actual } as const;
}

const resources: readonly CheckedResource[] = [
  {
    ...checked('module.orders["eu"].aws_api_gateway_stage.this[0]', {
      status: 'MODIFIED',
      differences: [
        difference(
          ['access_log_settings', 0, 'destination_arn'],
          'arn:aws:logs:eu-west-1:123456789012:log-group:/apigw/orders',
          'arn:aws:logs:eu-west-1:123456789012:log-group:/apigw/orders-debug',
        ),
        difference(
          ['access_log_settings', 0, 'format'],
          accessLogFormat(),
          accessLogFormat({
            sourceIp: undefined,
            integrationLatency: '$context.integration.latency',
            apiKey: '$context.identity.apiKeyId',
          }),
        ),
        difference(['cache_cluster_enabled'], true, false),
        difference(['description'], 'Orders, public', 'Orders, public '),
        difference(['tags', 'CostCentre'], '4711', null),
        difference(['variables', 'DB_PASSWORD'], 'hunter2', 'hunter3'),
        difference(['variables', 'LOG_LEVEL'], 'info', 'debug'),
        difference(['deployment_id'], 'k3j2h1', 'p9o8i7'),
      ],
    }),
    id: eu,
    state: ordersState,
    notes: [
      'The live deployment p9o8i7 is the newer one: 2026-02-28 16:40 UTC, “hotfix”, against k3j2h1 of 2026-02-11 09:05 UTC.',
    ],
  },
  {
    ...checked('module.orders["eu"].aws_api_gateway_method_settings.all', {
      status: 'MODIFIED',
      differences: [difference(['settings', 0, 'throttling_rate_limit'], 500, 10000)],
    }),
    type: 'aws_api_gateway_method_settings',
    name: '*/*',
    id: eu,
    state: ordersState,
  },
  {
    ...checked('aws_api_gateway_stage.payments', {
      status: 'DELETED',
      reason: 'API Gateway does not have it any more: Invalid stage identifier specified',
    }),
    id: us,
    state: paymentsState,
  },
  {
    ...checked('aws_api_gateway_stage.partner', {
      status: 'MODIFIED',
      differences: [
        difference(
          ['access_log_settings', 0, 'format'],
          '$context.identity.sourceIp - - [$context.requestTime] "$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength $context.requestId',
          '$context.identity.sourceIp $context.identity.caller - [$context.requestTime] "$context.httpMethod $context.path $context.protocol" $context.status $context.requestId',
        ),
        difference(['xray_tracing_enabled'], true, false),
      ],
    }),
    id: partner,
    state: partnerState,
  },
  {
    ...checked('aws_api_gateway_stage.reports', {
      status: 'NOT_CHECKED',
      reason:
        'API Gateway refused the request (AccessDeniedException): grant apigateway:GET on arn:aws:apigateway:eu-west-1::/restapis/m1n2b3v4c5/stages/prod',
    }),
    id: { ...eu, apiId: 'm1n2b3v4c5' },
    state: ordersState,
  },
  { ...unmanaged('q9w8e7r6t5/console-test'), id: { ...us, stageName: 'console-test' } },
  ...['admin', 'basket', 'catalogue', 'identity', 'search', 'shipping'].map((name) => ({
    ...checked(`module.${name}.aws_api_gateway_stage.this`, { status: 'IN_SYNC' } as const),
    state: ordersState,
  })),
];

const { ignore } = parseRules(
  `ignore:
  - path: deployment_id
    reason: The delivery pipeline deploys; Terraform only makes the first deployment.
    owner: team-orders@acme.example
    expires: 2026-06-30
`,
  'rules.yaml',
);

const resolved: readonly ResolvedFinding[] = [
  {
    id: '00112233445566aa',
    kind: 'DIFFERENCE',
    address: 'module.search.aws_api_gateway_stage.this',
    type: 'aws_api_gateway_stage',
    state: ordersState,
    resource: { ...eu, apiId: 's1e2a3r4c5' },
    path: ['variables', 'INDEX'],
    severity: 'MEDIUM',
    firstSeen: '2026-02-27T02:10:04.000Z',
    how: 'ADOPTED',
    explanation: 'Terraform took over what is live: serial 57 of the state has it.',
  },
  {
    id: '00112233445566bb',
    kind: 'DIFFERENCE',
    address: 'module.shipping.aws_api_gateway_stage.this',
    type: 'aws_api_gateway_stage',
    state: ordersState,
    resource: { ...eu, apiId: 's9h8i7p6p5' },
    path: ['xray_tracing_enabled'],
    severity: 'LOW',
    firstSeen: '2026-02-20T02:10:04.000Z',
    how: 'PUT_BACK',
    explanation: 'AWS is again as Terraform has it.',
  },
];

/** Some findings are notified for the first time, others not, so that every event is there. */
const lifecycles: readonly FindingLifecycle[] = [
  { event: 'OPENED', firstSeen: '2026-03-01T02:10:05.678Z', attribution: callBy() },
  { event: 'KNOWN', firstSeen: '2026-02-24T02:10:04.000Z', attribution: null },
  { event: 'CHANGED', firstSeen: '2026-02-26T02:10:04.000Z', attribution: null },
  { event: 'OPENED', firstSeen: '2026-03-01T02:10:05.678Z', attribution: callBy() },
  { event: 'REMINDER', firstSeen: '2026-02-15T02:10:04.000Z', attribution: null },
];

function lifeWithAll(): Lifecycle {
  const given = new Map<string, FindingLifecycle>();
  const of = (id: string) => {
    const lifecycle = given.get(id) ?? lifecycles[given.size % lifecycles.length];
    if (lifecycle === undefined) throw new Error('there are lifecycles');
    given.set(id, lifecycle);
    return lifecycle;
  };
  return { ledger: 's3://acme-drift/ledger/ledger.json', of, resolved };
}

function withRemedies(finding: ReportFinding, remedies: Remedies): ReportFinding {
  return { ...finding, remedies: { ...remedies, restore: [...remedies.restore, ...finding.remedies.restore] } };
}

/** A report of a whole night, with one of everything that a page can show. */
export const pageReport: Report = richer(
  createReport(
    results({
      states: [
        readState(ordersState, 57),
        readState(paymentsState, 12),
        readState(partnerState, 204),
        {
          uri: 's3://acme-terraform/env:/prod/legacy/terraform.tfstate',
          status: 'FAILED',
          reason: 'it is encrypted by OpenTofu, and this program has no key to read it',
        },
      ],
      resources,
      warnings: [
        'Stage prod of REST API a1b2c3d4e5 (eu-west-1, account 123456789012) is in two states, as module.orders["eu"].aws_api_gateway_stage.this[0] and aws_api_gateway_stage.orders_old.',
      ],
      apiCalls: 35,
    }),
    { ...usualPolicy, rules: { ignore, severity: [], show: ['LOG_LEVEL', 'CostCentre'] } },
    lifeWithAll(),
  ),
);

function richer(report: Report): Report {
  return {
    ...report,
    archive: {
      report: 's3://acme-drift/reports/2026/03/01/0d7c2f4e.json',
      page: 's3://acme-drift/reports/2026/03/01/0d7c2f4e.html',
    },
    resources: report.resources.map((resource) => ({
      ...resource,
      differences: resource.differences.map((one) => {
        const { restApiId, stageName, region } = resource.id;
        const patch = one.masked
          ? `op=remove,path=/${one.path.join('/')}`
          : `op=replace,path=/${one.path.join('/')},value='${one.expected}'`;
        const restore = [
          `aws apigateway update-stage --region ${region} --rest-api-id ${restApiId} --stage-name ${stageName} \\\n  --patch-operations "${patch}"`,
        ];
        const adopt = one.masked ? null : `${shownPath(one.path)} = ${JSON.stringify(one.actual)}\n`;
        return { ...one, finding: withRemedies(one.finding, { restore, adopt }) };
      }),
    })),
  };
}

/** @returns a report with the text in every place of the page where somebody else's data stands */
export function pageFullOf(text: string): Report {
  const remedies = { restore: [`echo ${text}`, text], adopt: `description = ${text}` };
  const full = reportFullOf(text);
  const place = { id: text, address: text, type: text, state: text, path: ['variables', text] };
  const where = { accountId: text, region: text, restApiId: text, stageName: text };
  const inSync = { ...checked(text, { status: 'IN_SYNC' }), state: text };
  return {
    ...full,
    ledger: text,
    archive: { report: text, page: text },
    states: full.states.map((state) => ({ ...state, terraformVersion: text })),
    resources: [
      ...createReport(results({ resources: [inSync] })).resources,
      ...full.resources.map((resource) => ({
        ...resource,
        finding: resource.finding && withRemedies({ ...resource.finding, event: 'KNOWN', firstSeen: text }, remedies),
        differences: resource.differences.map((one) => ({
          ...one,
          masked: false,
          expected: one.expected && text,
          actual: one.actual && `${text}.`,
          finding: withRemedies({ ...one.finding, id: `${text}${one.path.length}` }, remedies),
        })),
      })),
    ],
    resolved: [
      {
        ...place,
        kind: 'DIFFERENCE',
        resource: where,
        severity: 'LOW',
        firstSeen: text,
        how: 'PUT_BACK',
        explanation: text,
      },
    ],
    ignored: [{ ...place, id: `${text}2`, kind: 'DIFFERENCE', reason: text, owner: text, expires: text }],
  };
}

/** @returns a report of this many stages that drifted, two settings each */
export function reportOfMany(count: number): Report {
  const many = Array.from({ length: count }, (_, index) => ({
    ...checked(
      `module.apis["api-${index}"].aws_api_gateway_stage.this[0]`,
      modified(
        [['description'], `The API ${index}`, `The API ${index}, changed`],
        [['variables', 'LOG_LEVEL'], 'info', 'debug'],
      ),
    ),
    id: {
      family: 'REST' as const,
      accountId: '123456789012',
      region: 'eu-west-1',
      apiId: `a${index}`,
      stageName: 'prod',
    },
  }));
  return createReport(results({ resources: many }), usualPolicy, lifeWithAll());
}

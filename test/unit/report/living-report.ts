import type { FindingLifecycle, ResolvedFinding } from '../../../lib/ledger/finding-event.ts';
import type { Report, ReportFinding } from '../../../lib/report/report.ts';
import type { CheckedResource } from '../../../lib/resources/verdict.ts';
import { createReport, type Results } from './assessed-report.ts';
import { results } from './sample.ts';

/** @returns the report of a run that remembers: every finding that is open has this event */
export function livingReport(
  event: FindingLifecycle['event'],
  resources: readonly CheckedResource[],
  {
    resolved = [],
    attribution = null,
    ...found
  }: Partial<Results> & {
    readonly resolved?: readonly ResolvedFinding[];
    readonly attribution?: FindingLifecycle['attribution'];
  } = {},
): Report {
  const lifecycle = { event, firstSeen: '2026-02-26T00:00:00.000Z', attribution };
  return createReport(results({ resources, ...found }), undefined, {
    ledger: 's3://acme-drift/ledger.json',
    of: () => lifecycle,
    resolved,
  });
}

/** @returns the report with these commands in every one of its findings */
export function withCommands(report: Report, ...restore: readonly string[]): Report {
  const mend = <Finding extends ReportFinding | null>(finding: Finding): Finding =>
    finding === null ? finding : { ...finding, remedies: { restore, adopt: null } };
  return {
    ...report,
    resources: report.resources.map((resource) => ({
      ...resource,
      finding: mend(resource.finding),
      differences: resource.differences.map((difference) => ({ ...difference, finding: mend(difference.finding) })),
    })),
  };
}

/** @returns a finding that is over: the description of a stage, reverted */
export function resolvedFinding(more: Partial<ResolvedFinding> = {}): ResolvedFinding {
  return {
    id: '0123456789abcdef',
    kind: 'DIFFERENCE',
    address: 'aws_api_gateway_stage.orders',
    type: 'aws_api_gateway_stage',
    state: 's3://acme-tf/orders/terraform.tfstate',
    resource: {
      family: 'REST',
      accountId: '123456789012',
      region: 'eu-west-1',
      apiId: 'a1b2c3d4e5',
      stageName: 'prod',
    },
    path: ['description'],
    severity: 'LOW',
    firstSeen: '2026-02-26T00:00:00.000Z',
    how: 'PUT_BACK',
    explanation: 'AWS is again as Terraform has it.',
    ...more,
  };
}

import type { Attribution } from '../../../../lib/attribution/attribution.ts';
import type { FindingLifecycle, ResolvedFinding } from '../../../../lib/ledger/finding-event.ts';
import { parseArchivedReport, type Sighting } from '../../../../lib/report/history/archived-report.ts';
import type { Report } from '../../../../lib/report/report.ts';
import type { CheckedResource } from '../../../../lib/resources/verdict.ts';
import { createReport } from '../assessed-report.ts';
import { checked, modified, results } from '../sample.ts';

const drifted = checked('aws_api_gateway_stage.orders', modified([['description'], 'Orders', 'hacked']));

/** What a run of the night archived; without anything else, that the description of a stage has drifted. */
export interface Night {
  readonly at: string;
  readonly event?: FindingLifecycle['event'];
  readonly firstSeen?: string;
  readonly resources?: readonly CheckedResource[];
  readonly resolved?: readonly ResolvedFinding[];
  readonly reportId?: string;
  readonly attribution?: Attribution;
}

/** @returns the report as the archive has it */
export function nightly(night: Night): Report {
  const { at, event = 'OPENED', firstSeen = at, resources = [drifted], resolved = [], reportId = at } = night;
  const life = { event, firstSeen, attribution: night.attribution ?? null };
  return createReport(results({ reportId, detectedAt: new Date(at), resources }), undefined, {
    ledger: 's3://acme-drift/ledger.json',
    of: () => life,
    resolved,
  });
}

/** The same as the history reads it. */
export function archived(night: Night): readonly Sighting[] {
  return parseArchivedReport(JSON.stringify(nightly(night)));
}

/** @returns that somebody changed the description in the console */
export function changedBy(actor: string, time: string): Attribution {
  const caller = { actor, arn: null, sourceAddress: '203.0.113.7', tool: 'console', userAgent: null, isVerified: true };
  return { certainty: 'CERTAIN', calls: [{ ...caller, eventId: 'e1', eventName: 'UpdateStage', time }] };
}

/** @returns that the description of the stage was reverted */
export function putBack(firstSeen: string): ResolvedFinding {
  const id = nightly({ at: firstSeen }).resources[0]?.differences[0]?.finding.id;
  return {
    id: id ?? '',
    kind: 'DIFFERENCE',
    address: drifted.address,
    type: drifted.type,
    state: drifted.state,
    resource: drifted.id,
    path: ['description'],
    severity: 'LOW',
    firstSeen,
    how: 'PUT_BACK',
    explanation: 'AWS is again as Terraform has it.',
  };
}

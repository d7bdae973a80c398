import type { AssessedFinding } from '../../../../lib/findings/assess.ts';
import { findingId } from '../../../../lib/findings/finding.ts';
import type { Ledger } from '../../../../lib/findings/ledger/ledger.ts';
import { type Ending, type Followed, follow, markTold, type Run } from '../../../../lib/findings/ledger/lifecycle.ts';
import { noRemedies } from '../../../../lib/findings/remedies/remedy.ts';

const day = 24 * 60 * 60_000;
const start = Date.UTC(2026, 2, 1, 8);

/** @returns a difference of the description of a stage called `prod`, or whatever the test says */
export function found(actual = 'temporarily', more: Partial<AssessedFinding> = {}): AssessedFinding {
  const finding = {
    kind: 'DIFFERENCE',
    accountId: '123456789012',
    region: 'eu-west-1',
    restApiId: 'a1b2c3d4e5',
    stageName: 'prod',
    type: 'aws_api_gateway_stage',
    name: '',
    path: ['description'],
    address: 'aws_api_gateway_stage.prod',
    state: 's3://acme-tf/orders/terraform.tfstate',
    difference: { path: ['description'], differenceType: 'NOT_EQUAL', expected: 'Orders', actual, masked: false },
    severity: 'LOW',
    remedies: noRemedies,
    ignoredBy: null,
    ...more,
  } as const;
  return { ...finding, id: findingId(finding) };
}

/** @returns a run that begins so many hours after the first one */
export function runAt(hours: number, reportId = `report-${hours}`): Run {
  const now = new Date(start + hours * 60 * 60_000);
  return { reportId, now, readBy: now, remindAfter: 3 * day, serialOf: () => 42 };
}

/** Runs one after another, each with the ledger that the one before left, and each with its message delivered. */
export class Story {
  ledger: Ledger = new Map();

  /** A run whose message, if there is one, goes out. */
  told(findings: readonly AssessedFinding[], run: Run, ending: Ending = null): Followed {
    const followed = this.untold(findings, run, ending);
    this.deliver(run);
    return followed;
  }

  /** A run whose message does not go out. */
  untold(findings: readonly AssessedFinding[], run: Run, ending: Ending = null): Followed {
    const followed = follow(this.ledger, findings, () => ending, run);
    this.ledger = followed.ledger;
    return followed;
  }

  deliver(run: Run): void {
    this.ledger = markTold(this.ledger, run);
  }
}

/** @returns the events of a run: those of its findings, and RESOLVED for each that is over */
export function eventsOf({ lives, resolved }: Followed): readonly string[] {
  return [...[...lives.values()].map(({ event }) => event), ...resolved.map(() => 'RESOLVED')];
}

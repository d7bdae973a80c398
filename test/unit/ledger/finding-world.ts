import { type AssessedFinding, assess, usualPolicy } from '../../../lib/findings/assess.ts';
import { findingId } from '../../../lib/findings/finding.ts';
import { noRemedies } from '../../../lib/findings/remedies/remedy.ts';
import { markArrived, releaseClaims } from '../../../lib/ledger/claims.ts';
import { emptyLedger, type Ledger, type LedgerEntry, ledgerText } from '../../../lib/ledger/ledger.ts';
import { type Ending, type Reconciled, reconcile, type SeenFinding } from '../../../lib/ledger/lifecycle.ts';
import type { Run } from '../../../lib/ledger/run.ts';
import type { CheckedResource } from '../../../lib/resources/verdict.ts';
import { asFirstVersion } from '../../first-version-ledger.ts';

const day = 24 * 60 * 60_000;
const start = Date.UTC(2026, 2, 1, 8);

/** @returns a difference of the description of a stage called `prod`, or whatever the test says */
export function found(actual = 'temporarily', more: Partial<AssessedFinding> = {}): AssessedFinding {
  const finding = {
    kind: 'DIFFERENCE',
    family: 'REST',
    accountId: '123456789012',
    region: 'eu-west-1',
    apiId: 'a1b2c3d4e5',
    stageName: 'prod',
    type: 'aws_api_gateway_stage',
    name: '',
    path: ['description'],
    address: 'aws_api_gateway_stage.prod',
    state: 's3://acme-tf/orders/terraform.tfstate',
    difference: { path: ['description'], differenceType: 'NOT_EQUAL', expected: 'Orders', actual, masked: false },
    mask: null,
    severity: 'LOW',
    remedies: noRemedies,
    ignoredBy: null,
    ...more,
  } as const;
  return { ...finding, id: findingId(finding) };
}

/** A run that reads the ledger as it is when it judges, unless it says that it read an earlier one. */
export type StoryRun = Omit<Run, 'sequence'> & Partial<Pick<Run, 'sequence'>>;

/** @returns a run that begins so many hours after the first one, and takes no time; the only one of its name */
export function runAt(hours: number, reportId = `report-${hours}`): StoryRun {
  const now = new Date(start + hours * 60 * 60_000);
  return {
    ...{ reportId, token: reportId, begunAt: now, now, remindAfterMs: 3 * day, isManual: false },
    ...{ serialOf: () => 42, mayBeUnread: () => false },
  };
}

/** @returns the ids of what is found of a resource */
export function idsOf(resource: CheckedResource): readonly string[] {
  return assess(resource, usualPolicy, new Date(start)).map(({ id }) => id);
}

/** @returns the finding, as a run sees it that holds it back */
export function held(finding: AssessedFinding, pending = 'an apply is under way'): SeenFinding {
  return { finding, pending: { reason: pending, calls: [] } };
}

/** Runs one after another, each with the ledger that the one before left, and each with its message delivered. */
export class Story {
  ledger: Ledger = emptyLedger;

  /** What is stored in the ledger of the finding that most tests are about. */
  get entry(): LedgerEntry | undefined {
    return this.ledger.entries.get(found().id);
  }

  /** A run whose message, if there is one, goes out. */
  notified(findings: readonly (AssessedFinding | SeenFinding)[], run: StoryRun, ending: Ending = null): Reconciled {
    const followed = this.unnotified(findings, run, ending);
    this.deliver(run);
    return followed;
  }

  /** A run that is at work yet, or was killed before anything said what became of its message. */
  unnotified(findings: readonly (AssessedFinding | SeenFinding)[], run: StoryRun, ending: Ending = null): Reconciled {
    const seen = findings.map((one) => ('finding' in one ? one : { finding: one, pending: null }));
    const followed = reconcile(
      this.ledger,
      { seen, endingOf: () => ending },
      { sequence: this.ledger.sequence, ...run },
    );
    this.ledger = followed.ledger;
    return followed;
  }

  /** A run whose message was refused, or whose answer was lost. */
  refused(findings: readonly (AssessedFinding | SeenFinding)[], run: StoryRun, ending: Ending = null): Reconciled {
    const followed = this.unnotified(findings, run, ending);
    this.ledger = releaseClaims(this.ledger, run);
    return followed;
  }

  deliver(run: StoryRun, arrived: (id: string) => boolean = () => true): void {
    this.ledger = markArrived(this.ledger, run, arrived);
  }
}

/** @returns the events of a run: those of its findings, and RESOLVED for each that is over */
export function eventsOf({ lifecycles, resolved }: Reconciled): readonly string[] {
  return [...[...lifecycles.values()].map(({ event }) => event), ...resolved.map(() => 'RESOLVED')];
}

/** @returns a ledger as the first version wrote it, before some members were part of it */
export function firstVersionOf(ledger: Ledger, withoutMembers: readonly string[]): string {
  return asFirstVersion(ledgerText(ledger), withoutMembers);
}

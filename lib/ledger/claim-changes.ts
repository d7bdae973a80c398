import { type AssessedResource, assessState, type Policy, shownExpected } from '../findings/assess.ts';
import { keyIdOf } from '../findings/masking.ts';
import { pendingNote } from '../findings/pending-note.ts';
import type { ObjectStore } from '../model/object-store.ts';
import type { CheckedResource } from '../resources/verdict.ts';
import type { StateRead } from '../terraform/read-states.ts';
import { type Coverage, endings } from './ending.ts';
import { firstSight, type Lifecycle } from './finding-event.ts';
import type { Ledger } from './ledger.ts';
import { changeLedger, type LedgerAtStart, ledgerErrorReason } from './ledger-object.ts';
import { type Contested, reconcile, type SeenFinding } from './lifecycle.ts';
import type { Run } from './run.ts';

/** Where the ledger is, and what was in it when the run began. */
export interface LedgerAccess {
  readonly store: ObjectStore;
  readonly atStart: LedgerAtStart;
  /** Of this invocation and no other. */
  readonly token: string;
}

/** What a check found, as far as it is held against the ledger. */
export interface Found {
  readonly reportId: string;
  readonly detectedAt: Date;
  readonly states: readonly StateRead[];
  readonly resources: readonly AssessedResource[];
  readonly coverage: Coverage;
  readonly policy: Policy;
}

export interface ClaimSettings {
  /** Milliseconds after which people are reminded of an open finding. */
  readonly remindAfterMs: number;
  /** Whether a person asked for the check, who wants an answer now. */
  readonly isManual: boolean;
  /** Work out what would be notified, and store nothing. */
  readonly dryRun: boolean;
}

/** What it takes to hold anything against the ledger. */
export interface ClaimPorts {
  /** Where the ledger and archived reports are; `null` where there are none. */
  readonly ledgerAccess: LedgerAccess | null;
  readonly now: () => Date;
}

/** What came and went since the checks before. */
export interface Changes {
  readonly lifecycle: Lifecycle;
  /** The ledger as this run leaves it; `null` where there is none, or where it failed. */
  readonly ledger: Ledger | null;
  /** Whether people are to be notified; `null` where nothing says what they know. */
  readonly hasChanges: boolean | null;
  /** What this run would have judged otherwise than another one that is still about to tell, or saw it later. */
  readonly contested: readonly Contested[];
  /** What is to be reported: without a ledger nothing is pending. */
  readonly resources: readonly AssessedResource[];
  readonly warnings: readonly string[];
  /** Why the ledger cannot be used, `null` where it can. */
  readonly error: string | null;
}

/**
 * Holds what was found against the ledger, and claims what is new for this invocation. An alert must not be lost
 * for want of a ledger: without one everything is as if it were new.
 */
export async function claimChanges(
  found: Found,
  settings: ClaimSettings,
  { ledgerAccess, now }: ClaimPorts,
): Promise<Changes> {
  if (ledgerAccess === null) return withoutLedger(found, null);
  const { store, atStart } = ledgerAccess;
  if (atStart.kind === 'FAILED') return withoutLedger(found, atStart.reason);
  const seen = seenIn(found);
  const { states, coverage, policy } = found;
  const endingOf = endings({
    states,
    resources: found.resources.map(({ resource }) => resource),
    coverage,
    findings: seen.map(({ finding }) => finding),
    keyId: keyIdOf(policy.hashKey),
    shownExpected: (resource, path) => shownExpected(resource, path, policy),
  });
  const reconcileIn = (ledger: Ledger) =>
    reconcile(
      ledger,
      { seen, endingOf },
      { ...runOf({ found, settings, ledgerAccess }, now()), sequence: atStart.ledger.sequence },
    );
  try {
    const { ledger, lifecycles, resolved, contested, ...reconciled } = settings.dryRun
      ? reconcileIn(atStart.ledger)
      : await changeLedger(store, reconcileIn, atStart);
    const unseen = firstSight(found.detectedAt);
    const lifecycle = { ledger: store.uriOf(''), of: (id: string) => lifecycles.get(id) ?? unseen.of(id), resolved };
    const hasChanges = reconciled.hasChanges || found.resources.some(({ resource }) => isNowhere(resource));
    return { lifecycle, ledger, hasChanges, contested, resources: found.resources, warnings: [], error: null };
  } catch (error) {
    return withoutLedger(found, ledgerErrorReason(error));
  }
}

/** Nothing can wait where nobody would know that it did. */
function withoutLedger({ resources, detectedAt }: Found, error: string | null): Changes {
  return {
    ...{ lifecycle: firstSight(detectedAt), ledger: null, hasChanges: null, contested: [], error },
    warnings: error === null ? [] : [`This may repeat earlier notifications, since the ledger failed: ${error}`],
    resources: resources.map((assessed) => {
      const { resource, pending } = assessed;
      if (pending === null) return assessed;
      return {
        ...assessed,
        pending: null,
        resource: { ...resource, notes: [...resource.notes, pendingNote(pending.reason)] },
      };
    }),
  };
}

/** What was asked for by name and is nowhere is not tracked: it is reported to the one who asked. */
export function seenIn({ states, resources }: Found): readonly SeenFinding[] {
  return [
    ...states.flatMap(assessState).map((finding) => ({ finding, pending: null })),
    ...resources
      .filter(({ resource }) => !isNowhere(resource))
      .flatMap(({ findings, pending }) => findings.map((finding) => ({ finding, pending }))),
  ];
}

export function isNowhere({ state, verdict }: CheckedResource): boolean {
  return state === null && verdict.status === 'NOT_CHECKED';
}

export function runOf(
  {
    found,
    settings,
    ledgerAccess,
  }: { readonly found: Found; readonly settings: ClaimSettings; readonly ledgerAccess: LedgerAccess },
  now: Date,
): Omit<Run, 'sequence'> {
  const { reportId, detectedAt, states, coverage } = found;
  const { remindAfterMs, isManual } = settings;
  const { token } = ledgerAccess;
  const serials = new Map(states.flatMap((state) => (state.status === 'READ' ? [[state.uri, state.file.serial]] : [])));
  return {
    ...{ reportId, token, begunAt: detectedAt, now, remindAfterMs, isManual },
    serialOf: (state) => serials.get(state ?? '') ?? null,
    mayBeUnread: (state) => state !== null && !coverage.everyState && !serials.has(state),
  };
}

import * as v from 'valibot';
import type { Attribution } from '../attribution/attribution.ts';
import type { PendingReason } from '../findings/assess.ts';
import { type FindingSubject, resourceKey } from '../findings/finding.ts';
import { type ApiCall, distinctCalls } from '../model/api-call.ts';
import type { Severity } from '../model/severity.ts';
import { stageIdJson } from '../resources/rest-api/stage-id-json.ts';
import type { Claimants } from './claimants.ts';
import type { Resolution } from './finding-event.ts';
import { ledgerForm } from './ledger-form.ts';

/** What is stored of findings from run to run. Times are ISO 8601 in UTC. */
export interface Ledger {
  /** Grows by one with each run that writes down what it saw: it orders runs, which clocks cannot. */
  readonly sequence: number;
  /** By the id of the finding. */
  readonly entries: ReadonlyMap<string, LedgerEntry>;
}

export interface LedgerEntry extends FindingSubject {
  readonly id: string;
  readonly claimants: Claimants;
  readonly severity: Severity;
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** The sequence number under which a run last wrote down that it saw the finding, or its end. */
  readonly sequence: number;
  /** By when it had been seen with these values: whatever was called later did not make it. */
  readonly unchangedSince: string;
  /** When people were notified last, `null` before the first message. */
  readonly notifiedAt: string | null;
  /**
   * Whether a message of an earlier claim may have said something else since then, without anybody knowing that it arrived:
   * its run died, or its answer was lost. Whatever is seen next is worth a message.
   */
  readonly isUncertain: boolean;
  /** Since when the finding is pending, by our own clock; `null` where it does not. */
  readonly pending: Pending | null;
  /** Who is behind it, `null` where that is not known. */
  readonly attribution: Attribution | null;
  readonly claim: Claim | null;
  /** How it ended, `null` while it is open. */
  readonly closed: Closed | null;
}

/** @returns a text that is the same for all findings of one resource */
export function resourceKeyOf(entry: LedgerEntry): string {
  const [{ address }] = entry.claimants;
  return resourceKey({ ...entry, address });
}

export interface Pending extends PendingReason {
  readonly since: string;
}

/** @returns the calls that are known of all that waits, each once */
export function pendingCalls({ entries }: Ledger): readonly ApiCall[] {
  return distinctCalls([...entries.values()].flatMap(({ pending }) => pending?.calls ?? []));
}

/** The invocation that is about to notify people of the finding, so that no other one does so at the same time. */
export interface Claim {
  readonly reportId: string;
  /** Of one invocation: a retry has the same report id, and knows nothing of what became of the claim before it. */
  readonly token: string;
  readonly at: string;
  /** Whether the invocation gave it up, since its message failed. */
  readonly isReleased: boolean;
}

export interface Closed {
  readonly at: string;
  readonly how: Resolution;
  readonly explanation: string;
  /** Whether people know. */
  readonly isNotified: boolean;
}

/** The ledger's text is none that this program wrote. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError';
}

export const emptyLedger: Ledger = { sequence: 0, entries: new Map() };

/** @throws LedgerError */
export function parseLedger(content: string): Ledger {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), ledgerForm), content);
  if (parsed.success) {
    const { sequence, findings } = parsed.output;
    return { sequence, entries: new Map(findings.map((entry) => [entry.id, entry])) };
  }
  const [issue] = parsed.issues;
  const where = v.getDotPath(issue) ?? '';
  throw new LedgerError(
    `it is no ledger of this version: ${where === '' ? 'it is not JSON' : `${where} is not valid`}`,
  );
}

/** @returns the same text for the same ledger, whatever order it came in */
export function ledgerText({ sequence, entries }: Ledger): string {
  const findings = [...entries.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(toStored);
  return `${JSON.stringify({ version: 2, sequence, findings })}\n`;
}

function toStored(entry: LedgerEntry) {
  const { family: _family, apiId: _apiId, claimants, pending, ...rest } = entry;
  return {
    ...rest,
    ...stageIdJson(entry),
    claimants: claimants.map((one) => ({ ...one, notified: one.notified === one.values || one.notified })),
    pending: pending && {
      ...pending,
      calls: pending.calls.map((call) => ({ ...call, target: stageIdJson(call.target) })),
    },
  };
}

import * as v from 'valibot';
import type { Attribution } from '../attribution/attribution.ts';
import type { PendingReason } from '../findings/assess.ts';
import { digest, type FindingSubject } from '../findings/finding.ts';
import { type ApiCall, apiCallForm, distinctCalls } from '../model/api-call.ts';
import type { Leaf } from '../model/comparison.ts';
import type { Severity } from '../model/severity.ts';
import type { Resolution } from './finding-event.ts';
import {
  attributionForm,
  kindForm,
  pathForm,
  resolutionForm,
  severityForm,
  stageIdForm,
  textOrNull,
} from './stored-forms.ts';

/** What is remembered of findings from run to run. Times are ISO 8601 in UTC. */
export interface Ledger {
  /** Grows by one with each run that writes down what it saw: it orders runs, which clocks cannot. */
  readonly sequence: number;
  /** By the id of the finding. */
  readonly entries: ReadonlyMap<string, LedgerEntry>;
}

export interface LedgerEntry extends FindingSubject {
  readonly id: string;
  readonly address: string;
  readonly state: string | null;
  /** Of the state when the finding was seen last. */
  readonly serial: number | null;
  readonly severity: Severity;
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** The sequence number under which a run last wrote down that it saw the finding, or its end. */
  readonly sequence: number;
  /** By when it had been seen with these values: whatever was called later did not make it. */
  readonly unchangedSince: string;
  readonly values: Values;
  /** What people know of it, `null` before the first message. */
  readonly told: { readonly at: string; readonly values: Values } | null;
  /**
   * Whether a message of an earlier claim may have told something else since then, without anybody knowing that it arrived:
   * its run died, or its answer was lost. Whatever is seen next is worth a message.
   */
  readonly isUncertain: boolean;
  /** Since when the finding waits for an apply to end, by our own clock; `null` where it does not. */
  readonly pending: Pending | null;
  /** Who is behind it, `null` where that is not known. */
  readonly attribution: Attribution | null;
  readonly claim: Claim | null;
  /** How it ended, `null` while it is open. */
  readonly closed: Closed | null;
}

export interface Pending extends PendingReason {
  readonly since: string;
}

/** @returns the calls that are known of all that waits, each once */
export function pendingCalls({ entries }: Ledger): readonly ApiCall[] {
  return distinctCalls([...entries.values()].flatMap(({ pending }) => pending?.calls ?? []));
}

/** The invocation that is about to tell the finding, so that no other one tells it at the same time. */
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
  readonly told: boolean;
}

/** Both sides of a difference as digests of what may be shown of them: the ledger holds no values, hidden or not. */
export interface Values {
  readonly expected: string;
  readonly actual: string;
}

/** The ledger's text is none that this program wrote. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError';
}

export const emptyLedger: Ledger = { sequence: 0, entries: new Map() };

/** @param value as it may be shown */
export function valueDigest(value: Leaf | null): string {
  return digest(JSON.stringify(value));
}

const text = v.string();
const values = v.object({ expected: text, actual: text });

const entryForm = v.object({
  ...stageIdForm,
  id: text,
  kind: kindForm,
  type: text,
  name: text,
  path: v.nullable(pathForm),
  address: text,
  state: textOrNull,
  serial: v.nullable(v.number()),
  severity: severityForm,
  firstSeen: text,
  lastSeen: text,
  sequence: v.nullish(v.number(), 0),
  unchangedSince: v.nullish(text, null),
  values,
  told: v.nullable(v.object({ at: text, values })),
  attribution: attributionForm,
  isUncertain: v.nullish(v.boolean(), false),
  pending: v.nullish(v.object({ since: text, reason: text, calls: v.nullish(v.array(apiCallForm), []) }), null),
  claim: v.nullable(
    v.object({
      reportId: text,
      token: v.nullish(text, ''),
      at: text,
      isReleased: v.nullish(v.boolean(), false),
    }),
  ),
  closed: v.nullable(v.object({ at: text, how: resolutionForm, explanation: text, told: v.boolean() })),
});

/** Ledgers of a version that did not ask do not say since when a finding is as it is, but when people were told. */
const entrySchema = v.pipe(
  entryForm,
  v.transform(({ unchangedSince, ...entry }) => ({
    ...entry,
    unchangedSince: unchangedSince ?? entry.told?.at ?? entry.firstSeen,
  })),
);

const ledgerSchema = v.object({
  version: v.literal(1),
  sequence: v.nullish(v.number(), 0),
  findings: v.array(entrySchema),
});

/** @throws LedgerError */
export function parseLedger(content: string): Ledger {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), ledgerSchema), content);
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
  const findings = [...entries.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return `${JSON.stringify({ version: 1, sequence, findings })}\n`;
}

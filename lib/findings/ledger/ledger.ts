import * as v from 'valibot';
import type { Attribution } from '../../attribution/attribution.ts';
import type { Leaf } from '../../comparison.ts';
import { digest, type FindingSubject } from '../finding.ts';
import type { Severity } from '../severity/severity.ts';
import type { Resolution } from './life.ts';
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
export type Ledger = ReadonlyMap<string, LedgerEntry>;

export interface LedgerEntry extends FindingSubject {
  readonly id: string;
  readonly address: string;
  readonly state: string | null;
  /** Of the state when the finding was seen last. */
  readonly serial: number | null;
  readonly severity: Severity;
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** By when it had been seen with these values: whatever was called later did not make it. */
  readonly unchangedSince: string;
  readonly values: Values;
  /** What people know of it, `null` before the first message. */
  readonly told: { readonly at: string; readonly values: Values } | null;
  /** Who is behind it, `null` where that is not known. */
  readonly attribution: Attribution | null;
  /** The run that is about to tell it, so that another one at the same time does not tell it too. */
  readonly claim: { readonly reportId: string; readonly at: string } | null;
  /** How it ended, `null` while it is open. */
  readonly closed: Closed | null;
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

export const emptyLedger: Ledger = new Map();

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
  unchangedSince: v.nullish(text, null),
  values,
  told: v.nullable(v.object({ at: text, values })),
  attribution: attributionForm,
  claim: v.nullable(v.object({ reportId: text, at: text })),
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

const ledgerSchema = v.object({ version: v.literal(1), findings: v.array(entrySchema) });

/** @throws LedgerError */
export function parseLedger(content: string): Ledger {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), ledgerSchema), content);
  if (parsed.success) return new Map(parsed.output.findings.map((entry) => [entry.id, entry]));
  const [issue] = parsed.issues;
  const where = v.getDotPath(issue) ?? '';
  throw new LedgerError(
    `it is no ledger of this version: ${where === '' ? 'it is not JSON' : `${where} is not valid`}`,
  );
}

/** @returns the same text for the same ledger, whatever order it came in */
export function ledgerText(ledger: Ledger): string {
  const findings = [...ledger.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return `${JSON.stringify({ version: 1, findings })}\n`;
}

import { isDeepStrictEqual } from 'node:util';
import { forger } from './forgeries.ts';
import { type KeptLedger, readLedger } from './ledger-text.ts';
import type { Log } from './log.ts';
import type { News } from './published-report.ts';
import type { RunRecord } from './reference-model.ts';

/** Of the ledger that the present version writes. */
const presentVersion = 2;

/** What holds each time that a run writes the ledger. */
export class LedgerPromises {
  readonly #log: Log;
  /** What was pending when a check by hand last wrote, by that run. */
  readonly #pending = new Map<RunRecord, ReadonlySet<string>>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** @param before text that a run replaces, `null` where there was none @param isConditional only upon what it read */
  written(before: string | null, after: string, isConditional: boolean, run: RunRecord): void {
    if (!isConditional) this.#log.broken('the ledger is a chain of conditional writes', run.id);
    const ledger = readLedger(after);
    if (ledger === null) {
      this.#log.broken('the ledger is never half written', run.id);
      return;
    }
    if (ledger.version !== presentVersion) this.#log.broken('the ledger is migrated with the next change', run.id);
    const forged = ledger.findings.find(({ pending }) => pending?.calls?.some(({ caller }) => caller.actor === forger));
    if (forged !== undefined) this.#log.broken('what anybody may send holds nothing back', `${run.id}: ${forged.id}`);
    const replaced = before === null ? null : readLedger(before);
    // The first version had other members.
    if (run.isManual && replaced?.version === presentVersion) this.#checkLeftAlone(replaced, ledger, run);
  }

  #checkLeftAlone(before: KeptLedger, after: KeptLedger, run: RunRecord): void {
    const pending = before.findings.filter((finding) => finding.pending !== null);
    if (pending.length > 0) this.#log.count('check by hand while something is pending');
    this.#pending.set(run, new Set(pending.map(({ restApiId, stageName }) => `${restApiId}/${stageName}`)));
    const now = new Map(after.findings.map((finding) => [finding.id, finding]));
    const changed = pending.find((finding) => !isDeepStrictEqual(now.get(finding.id), finding));
    if (changed !== undefined) this.#log.broken('a check by hand leaves pending alone', `${run.id}: ${changed.id}`);
  }

  /** @param notified what a run that had its ledger notifies people of */
  published(notified: readonly News[], run: RunRecord): void {
    const pending = this.#pending.get(run);
    const early = notified.find(({ subject }) => pending?.has(subject.split(' ')[1] ?? ''));
    if (early !== undefined) {
      this.#log.broken('a check by hand notifies nobody of what is pending', `${run.id}: ${early.subject}`);
    }
  }
}

import { expect } from '@jest/globals';
import type { Attribution } from '../../lib/attribution/attribution.ts';
import type { RequiredLookup } from '../../lib/attribution/required-lookup.ts';
import { assessAll, type Policy, usualPolicy } from '../../lib/findings/assess.ts';
import type { LedgerAccess } from '../../lib/ledger/claim-changes.ts';
import type { Coverage } from '../../lib/ledger/ending.ts';
import { readLedgerAtStart } from '../../lib/ledger/ledger-object.ts';
import { type Delivery, notifyDrift } from '../../lib/notify-drift.ts';
import { createMessage } from '../../lib/report/message.ts';
import { openFindings, type Report } from '../../lib/report/report.ts';
import type { CheckedResource } from '../../lib/resources/verdict.ts';
import type { StateRead } from '../../lib/terraform/read-states.ts';
import { MemoryStore } from './memory-store.ts';
import { readState, results } from './report/sample.ts';
import { expectValidReport } from './report-schema.ts';

const day = 24 * 60 * 60_000;

/** What a run sees: resources, and the states they are in. */
export interface Sight {
  readonly resources?: readonly CheckedResource[];
  readonly states?: readonly StateRead[];
  readonly coverage?: Partial<Coverage>;
  /** Why all of it waits, where it does. */
  readonly pending?: string;
  readonly policy?: Policy;
  readonly dryRun?: boolean;
  /** `null` without a ledger. */
  readonly store?: null;
  readonly reportId?: string;
}

/** Runs against one store, an hour after each other, and what was published. */
export class Deliveries {
  readonly store = new MemoryStore();
  /** Reports whose message arrived. */
  readonly published: Report[] = [];
  /** What of them there was room for. */
  readonly messages: ReturnType<typeof createMessage>[] = [];
  publishFault: Error | null = null;
  /** What happens while a run looks at what there is. */
  whileChecking: () => Promise<void> = async () => {};
  /** What happens while a message is on its way. */
  whilePublishing: () => Promise<void> = async () => {};
  /** What happens once a message is out, before its run knows. */
  onceOut: () => Promise<void> = async () => {};
  chatError: string | null = null;
  /** Findings of which it was asked who is behind them. */
  readonly asked: RequiredLookup[] = [];
  readonly askedUntil: string[] = [];
  attributions: ReadonlyMap<string, Attribution> = new Map();
  callerWarnings: readonly string[] = [];
  hour = 0;
  /** How long a run has taken when it delivers. */
  minutes = 0;
  /** How many hours the clock of a run is ahead. */
  clockAhead = 0;
  #tokens = 0;

  /** Has this happen once, in the midst of the run that comes next and at the same time. */
  during(moment: 'whileChecking' | 'whilePublishing' | 'onceOut', happens: () => Promise<void>): void {
    this[moment] = async () => {
      this[moment] = async () => {};
      this.hour -= 1;
      await happens();
    };
  }

  /** A run of which nothing is left but what it did until then, and its claim. */
  async killed(moment: 'whilePublishing' | 'onceOut', sight: Sight): Promise<void> {
    this[moment] = async () => {
      this.store.fault = 'the run is dead';
      throw new Error('it was killed');
    };
    await expect(this.run(sight)).rejects.toThrow('it was killed');
    this.store.fault = null;
    this[moment] = async () => {};
  }

  /** @returns what was notified in each message, but for what was known already */
  get news(): readonly (readonly string[])[] {
    return this.published.map((report) => [
      ...openFindings(report).flatMap(({ event }) => (event === 'KNOWN' ? [] : [event])),
      ...report.resolved.map(() => 'RESOLVED'),
    ]);
  }

  async run(sight: Sight): Promise<Delivery> {
    this.hour += 1;
    const detectedAt = new Date(Date.UTC(2026, 2, 1, this.hour + this.clockAhead));
    const ledgerAccess = sight.store === null ? null : await this.#begin();
    await this.whileChecking();
    const policy = sight.policy ?? usualPolicy;
    const found = results({
      reportId: sight.reportId ?? `report-${this.hour}`,
      detectedAt,
      states: sight.states ?? [readState('s3://acme-tf/orders/terraform.tfstate')],
    });
    const pending = sight.pending === undefined ? null : { reason: sight.pending, calls: [] };
    const resources = assessAll(sight.resources ?? [], policy, detectedAt).map((one) => ({ ...one, pending }));
    const coverage = {
      everyResource: true,
      everyState: true,
      types: new Set(['aws_api_gateway_stage']),
      liveStages: new Map([['123456789012/eu-west-1/a1b2c3d4e5', new Set<string>()]]),
      named: [],
      ...sight.coverage,
    };
    const settings = {
      remindAfterMs: 3 * day,
      dryRun: sight.dryRun ?? false,
      isManual: false,
    };
    const delivery = await notifyDrift({ ...found, resources, coverage, policy }, settings, {
      ledgerAccess,
      findCallers: async (findings, until) => {
        this.asked.push(...findings);
        this.askedUntil.push(until.toISOString());
        return { attributions: this.attributions, warnings: this.callerWarnings };
      },
      notifier: {
        publish: async (report) => {
          await this.whilePublishing();
          if (this.publishFault !== null) throw this.publishFault;
          const message = createMessage(report);
          this.published.push(report);
          this.messages.push(message);
          await this.onceOut();
          return message.findingIds;
        },
        chat: async () => this.chatError,
      },
      now: () => new Date(detectedAt.getTime() + this.minutes * 60_000),
    });
    expectValidReport(delivery.report);
    return delivery;
  }
  /** Each run is an invocation of its own, those of one event included. */
  async #begin(): Promise<LedgerAccess> {
    this.#tokens += 1;
    return { store: this.store, atStart: await readLedgerAtStart(this.store), token: `token ${this.#tokens}` };
  }
}

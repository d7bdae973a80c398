import type { Attribution } from '../../lib/attribution/attribution.ts';
import type { AskedFinding } from '../../lib/attribution/find-callers.ts';
import type { Examination } from '../../lib/check-drift.ts';
import { type Delivery, deliver } from '../../lib/deliver-report.ts';
import { type Policy, usualPolicy } from '../../lib/findings/assess.ts';
import type { ObjectStore } from '../../lib/findings/ledger/object-store.ts';
import type { Report } from '../../lib/report/report.ts';
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
  readonly coverage?: Partial<Examination['coverage']>;
  readonly policy?: Policy;
  readonly dryRun?: boolean;
  readonly store?: ObjectStore | null;
  readonly reportId?: string;
}

/** Runs against one store, an hour after each other, and what was published. */
export class Deliveries {
  readonly store = new MemoryStore();
  readonly published: Report[] = [];
  publishFault: Error | null = null;
  /** What happens while a message is on its way. */
  whilePublishing: () => Promise<void> = async () => {};
  chatTrouble: string | null = null;
  /** Findings of which it was asked who is behind them. */
  readonly asked: AskedFinding[] = [];
  readonly askedUntil: string[] = [];
  attributions: ReadonlyMap<string, Attribution> = new Map();
  callerWarnings: readonly string[] = [];
  hour = 0;
  /** How long a run has taken when it delivers. */
  minutes = 0;

  async run(sight: Sight): Promise<Delivery> {
    this.hour += 1;
    const detectedAt = new Date(Date.UTC(2026, 2, 1, this.hour));
    const examination: Examination = {
      policy: sight.policy ?? usualPolicy,
      results: results({
        reportId: sight.reportId ?? `report-${this.hour}`,
        detectedAt,
        states: sight.states ?? [readState('s3://acme-tf/orders/terraform.tfstate')],
        resources: sight.resources ?? [],
      }),
      coverage: {
        everyResource: true,
        everyState: true,
        types: new Set(['aws_api_gateway_stage']),
        liveStages: new Map([['123456789012/eu-west-1/a1b2c3d4e5', new Set()]]),
        named: [],
        ...sight.coverage,
      },
      everythingAt: null,
      ofEverything: false,
      places: new Map(),
      unplaced: [],
      unmet: [],
      everythingAsked: true,
      changedAt: () => null,
    };
    const settings = {
      remindAfter: 3 * day,
      dryRun: sight.dryRun ?? false,
    };
    const delivery = await deliver(examination, settings, {
      store: sight.store === undefined ? this.store : sight.store,
      findCallers: async (findings, until) => {
        this.asked.push(...findings);
        this.askedUntil.push(until.toISOString());
        return { attributions: this.attributions, warnings: this.callerWarnings };
      },
      publish: async (report) => {
        await this.whilePublishing();
        if (this.publishFault !== null) throw this.publishFault;
        this.published.push(report);
      },
      chat: async () => this.chatTrouble,
      now: () => new Date(detectedAt.getTime() + this.minutes * 60_000),
    });
    expectValidReport(delivery.report);
    return delivery;
  }
}

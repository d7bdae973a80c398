import { checkDrift } from '../../lib/check-drift.ts';
import { usualPolicy } from '../../lib/findings/assess.ts';
import { type CheckRequest, plainRequest } from '../../lib/model/check-request.ts';
import { createMessage } from '../../lib/report/message.ts';
import type { Report } from '../../lib/report/report.ts';
import { createLookupResults, ofKind, type Question, questionIdentity } from '../../lib/resources/live.ts';
import { checkedTypes, typesOfStages } from '../../lib/resources/registry.ts';
import type { LiveStage } from '../../lib/resources/rest-api/live-stage.ts';
import { OutOfTimeError, StateAccessError, type StateStore } from '../../lib/terraform/read-states.ts';
import type { StateLock } from '../../lib/terraform/state-lock.ts';
import { parseSource } from '../../lib/terraform/state-source.ts';
import { parseReCheck, reCheckMessage } from '../../lib/trigger/re-check.ts';
import type { Lookups } from '../../lib/verdict/read-live.ts';
import { parseStateFile } from '../parse-state-file.ts';
import { account } from './event-run-states.ts';
import { liveStage } from './live-stage-builder.ts';
import { MemoryStore } from './memory-store.ts';

/** States of one bucket, live stages of one account, a ledger, and the runs upon them, a minute after each other. */
export class EventRuns {
  readonly store = new MemoryStore();
  readonly live = new Map<string, LiveStage>();
  readonly locks = new Map<string, StateLock>();
  readonly published: Report[] = [];
  readonly postponed: CheckRequest[] = [];
  /** What AWS was asked since the last time that this was emptied. */
  readonly asked: string[] = [];
  /** How many questions of an examination there is time for. */
  room = Number.POSITIVE_INFINITY;
  /** How many states a run has time to read, before its time is up. */
  readable = Number.POSITIVE_INFINITY;
  /** Happens whenever AWS has answered. */
  meanwhile = () => {};
  /** Whether runs are asked for by messages of the queue. */
  isRetried = false;
  hasQueue = true;
  /** Why the queue takes no message, `null` where it does. */
  queueFault: Error | null = null;
  /** For how long each check that was asked for again had been waited for. */
  readonly waitedMinutes: number[] = [];
  hasStore = true;
  /** What happens while a message is on its way. */
  whilePublishing: () => Promise<void> = async () => {};
  /** URIs of the states that were read since the last time that this was emptied. */
  readonly read: string[] = [];
  readonly #states = new Map<string, { text: string; etag: string; writtenAt: string }>();
  #minute = 0;
  #tokens = 0;
  /** In the run that is under way. */
  #statesRead = 0;
  #isTimeUp = false;

  get now(): Date {
    return new Date(Date.UTC(2026, 2, 1, 12, this.#minute));
  }

  /** @returns the URI of the state */
  write(name: string, text: string): string {
    const uri = `s3://acme-tf/${name}`;
    this.#states.set(uri, { text, etag: `${name} at ${this.#minute}`, writtenAt: this.now.toISOString() });
    this.#minute += 1;
    return uri;
  }

  pass(minutes: number): void {
    this.#minute += minutes;
  }

  remove(uri: string): void {
    this.#states.delete(uri);
  }

  everything() {
    return this.run({ trigger: { kind: 'schedule', source: 'rule', time: this.now.toISOString() } });
  }

  written(...states: readonly string[]) {
    const trigger = { kind: 'state-written', source: states[0] ?? '', time: this.now.toISOString() } as const;
    return this.run({ trigger, states });
  }

  changed(restApiId: string, stageName: string | null, more: Partial<CheckRequest> = {}) {
    const trigger = { kind: 'stage-changed', source: 'UpdateStage', time: this.now.toISOString() } as const;
    const place = {
      kind: 'PLACE',
      family: 'REST',
      accountId: account,
      region: 'eu-west-1',
      apiId: restApiId,
      stageName,
    } as const;
    return this.run({ trigger, stages: [place], ...more });
  }

  /** Makes the checks that were put off, as long as there are any, and as often as that at most. */
  async again(times = 1): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      for (const request of this.postponed.splice(0)) await this.run(request);
    }
  }

  async run(asked: Partial<CheckRequest> & Pick<CheckRequest, 'trigger'>) {
    this.#minute += 1;
    this.#statesRead = 0;
    this.#isTimeUp = false;
    const request: CheckRequest = { ...plainRequest, dryRun: false, eventId: `event-${this.#minute}`, ...asked };
    const sources = ['s3://acme-tf/**'].map(parseSource);
    const companions = request.trigger.kind !== 'stage-changed';
    const settings = {
      ...{ reportId: request.eventId ?? '', sources, policy: usualPolicy, isRetried: this.isRetried },
      ...{ types: companions ? checkedTypes : typesOfStages, remindAfterMs: 3 * 24 * 60 * 60_000 },
    };
    return checkDrift(request, settings, {
      stateStore: this.#stateStore(),
      watch: {
        lockReaders: [async (uri) => this.locks.get(uri) ?? null],
        versionOf: async (uri) => this.#states.get(uri) ?? null,
      },
      openLookups: () => this.#lookups(),
      store: this.hasStore ? this.store : null,
      trail: null,
      notifier: {
        publish: async (report) => {
          await this.whilePublishing();
          this.published.push(report);
          return createMessage(report).findingIds;
        },
        chat: async () => null,
      },
      queue: this.hasQueue
        ? {
            send: async (check, waitedMs) => {
              if (this.queueFault !== null) throw this.queueFault;
              this.postponed.push(parseReCheck(JSON.parse(reCheckMessage(check, this.now))));
              this.waitedMinutes.push(waitedMs / 60_000);
            },
          }
        : null,
      now: () => this.now,
      newToken: () => {
        this.#tokens += 1;
        return `token ${this.#tokens}`;
      },
    });
  }

  #lookups(): Lookups {
    let calls = 0;
    const isInTime = () => {
      if (calls >= this.room || this.#isTimeUp) return false;
      calls += 1;
      return true;
    };
    return {
      read: async (questions) => {
        const answers = this.#answers(questions, isInTime);
        this.meanwhile();
        return answers;
      },
      apiCalls: async () => calls,
      close: async () => {},
    };
  }

  #answers(questions: readonly Question[], isInTime: () => boolean) {
    const { put, answers } = createLookupResults();
    const inTime = questions.filter((question) => {
      const asked = isInTime();
      if (asked) this.asked.push(questionIdentity(question));
      else put(question, { kind: 'OUT_OF_TIME', reason: 'the time of this run was up' });
      return asked;
    });
    for (const question of ofKind(inTime, 'STAGE')) {
      const live = this.live.get(`${question.id.apiId}/${question.id.stageName}`);
      put(question, live === undefined ? { kind: 'NOT_FOUND', reason: 'it is gone' } : { kind: 'FOUND', live });
    }
    for (const question of ofKind(inTime, 'STAGE_LIST')) {
      const stages = [...this.live].filter(([key]) => key.startsWith(`${question.id.apiId}/`));
      put(question, {
        kind: 'FOUND',
        // As if nothing had changed it since it was made.
        live: stages.map(([, { stageName, deploymentId, lastUpdatedDate: createdDate }]) => ({
          ...{ stageName, deploymentId, createdDate },
        })),
      });
    }
    return answers;
  }

  #stateStore(): StateStore {
    const [states, read] = [this.#states, this.read];
    const takeTime = (reads: number) => {
      this.#isTimeUp ||= this.#statesRead + reads > this.readable;
      if (this.#isTimeUp) throw new OutOfTimeError('the time of this run was up');
      this.#statesRead += reads;
    };
    return {
      async *listStates(bucket) {
        takeTime(0);
        const start = `s3://${bucket}/`;
        for (const [uri, { etag }] of states) yield { key: uri.slice(start.length), etag };
      },
      async readState({ uri }, types) {
        takeTime(1);
        read.push(uri);
        const state = states.get(uri);
        if (state === undefined) throw new StateAccessError('there is no such object: it was deleted or moved');
        return { file: parseStateFile(state.text, types), version: { etag: state.etag, writtenAt: state.writtenAt } };
      },
    };
  }

  /** Makes a stage live, with what is given. */
  make(restApiId: string, stageName: string, members: Partial<LiveStage> = {}): void {
    this.live.set(`${restApiId}/${stageName}`, liveStage({ stageName, ...members }));
  }
}

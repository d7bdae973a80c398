import { nameOf } from './documents.ts';
import { farAhead, forger } from './forgeries.ts';
import { LedgerPromises } from './ledger-promises.ts';
import type { Log } from './log.ts';
import { asShown, isUnmarked } from './masked-values.ts';
import type { Plan } from './plan.ts';
import {
  isReport,
  type News,
  news,
  openIn,
  type PublishedCall,
  type PublishedReport,
  type PublishedResource,
  stageOf,
} from './published-report.ts';
import { settingsInReport, variable } from './stages.ts';
import {
  apiOf,
  type Claim,
  changeText,
  type History,
  type Masking,
  type StateContent,
  subjectOf,
  truthAt,
  type World,
} from './world.ts';

/** What a run did, as far as it excuses a message that comes twice. */
export interface RunRecord {
  readonly id: string;
  readonly startedAt: number;
  readonly isManual: boolean;
  readonly isDry: boolean;
  /** Messages that it works on, from any sender. */
  readonly messages: readonly string[];
  /** Faults that it met, as `LOST PutObjectCommand ledger.json`; `CRASH` and `KILLED` where it ended so. */
  readonly faults: readonly string[];
  /** Milliseconds that its clock is ahead of the true time. */
  readonly aheadMs: number;
}

export interface Violation {
  readonly rule: string;
  readonly detail: string;
}

/** What people believe of a finding after all messages so far. */
interface Belief {
  readonly isOpen: boolean;
  /** More than one where several states have the same stage. */
  readonly values: readonly string[];
  readonly by: RunRecord;
  /** When the message arrived that said so. */
  readonly at: number;
}

/** Milliseconds after which what is so has to be known: by its event, with the queue, and by the schedules alone. */
const promptMs = 15 * 60_000;
const soonMs = 90 * 60_000;
const laterMs = 160 * 60_000;

/** Milliseconds for which a lock, or a call of Terraform, may hold an alert back, from when a run first saw it. */
const waitMs = 60 * 60_000;

/** Milliseconds for which a schedule waits before it says that something is gone. */
const freshMs = 5 * 60_000;

/** Milliseconds after which a run that was about to notify is taken for dead. */
const claimMs = 20 * 60_000;

/** Milliseconds that a run lasts at most. */
const longestRunMs = 15 * 60_000;

/** Milliseconds that a simulation looks back. */
const longestMs = 6 * 60 * 60_000;

/** Endings that no message is sent for by itself. */
const quiet: ReadonlySet<string> = new Set(['CHECKED', 'IGNORED']);

/**
 * Knows the truth, reads every message as people do, and says which promise was broken. A run may see each thing at any
 * moment between its start and its message.
 */
export class ReferenceModel {
  readonly #world: World;
  readonly #log: Log;
  readonly ledger: LedgerPromises;
  readonly #hasLedger: boolean;
  readonly #queue: Plan['queue'];
  readonly #beliefs = new Map<string, Belief>();
  /** What was notified before is not stored. */
  #ledgerLostAt = Number.NEGATIVE_INFINITY;
  /** The ledger was written by another program. */
  #ledgerWrittenAt = Number.NEGATIVE_INFINITY;
  /** Subjects of which a message was tried, whatever became of it. */
  readonly #tried = new Set<string>();
  readonly #runs: RunRecord[] = [];
  /** When each run ended. */
  readonly #ends = new Map<RunRecord, number>();

  /** @param plan what the function has been given */
  constructor(world: World, log: Log, { hasLedger, queue }: Pick<Plan, 'hasLedger' | 'queue'>) {
    this.#world = world;
    this.#log = log;
    this.ledger = new LedgerPromises(log);
    this.#hasLedger = hasLedger;
    this.#queue = queue;
  }

  began(run: RunRecord): void {
    this.#runs.push(run);
  }

  /** @param at time from which on there is a usable ledger again, which knows nothing of what was before */
  ledgerLost(at: number): void {
    this.#ledgerLostAt = at;
  }

  /** Another program wrote the ledger. */
  ledgerWritten(at: number): void {
    this.#ledgerWrittenAt = at;
  }

  /** A message reached people. */
  published(message: string, run: RunRecord, at: number): void {
    const report = this.#report(message);
    this.#checkTruth(report, run, at);
    this.#checkNews(report, run, at);
  }

  /** A message was to be published, and failed. */
  tried(message: string): void {
    for (const { subject } of news(this.#report(message))) this.#tried.add(subject);
  }

  /** What a run answered to the one who asked: all of its report after a dry run. */
  answered(answer: unknown, run: RunRecord, at: number): void {
    const report: unknown = JSON.parse(JSON.stringify(answer)).report;
    if (!isReport(report)) return;
    this.#checkTruth(report, run, at);
    const waiting = report.resources.find(({ status, finding }) => status === 'NOT_CHECKED' && finding === null);
    if (waiting !== undefined) this.#break('who asks by hand is not made to wait', `${run.id}: ${waiting.address}`);
  }

  /** A run had an effect besides its answer. */
  acted(run: RunRecord, what: string): void {
    if (run.isDry) this.#break('a dry run changes nothing', `${run.id}: ${what}`);
  }

  /** A run has ended. */
  ended(
    run: RunRecord & { readonly isAlone: boolean; readonly requests: ReadonlyMap<string, number> },
    at: number,
  ): void {
    this.#ends.set(run, at);
    const isDisturbed =
      this.#world.times(run.startedAt, at).size > 1 ||
      this.#world.isAnyLocked(run.startedAt, at) ||
      Math.max(this.#ledgerLostAt, this.#ledgerWrittenAt) >= run.startedAt;
    if (run.messages.length > 0 || !run.isAlone || run.faults.length > 0 || isDisturbed) return;
    for (const [request, times] of run.requests) {
      const isTooMany = times > (/ drift\/(ledger|index)\.json$/.test(request) ? 2 : 1);
      if (/^(GetStages|ListObjects|GetObject|GetParameter)/.test(request) && isTooMany)
        this.#break('nothing is asked for twice', `${run.id}: ${request} ${times} times`);
    }
  }

  /** Some days have gone by, and nothing has happened. @param before ids of the findings in the ledger, and @param after then */
  daysPassed(before: readonly string[], after: readonly string[]): void {
    const lost = before.find((id) => !after.includes(id));
    if (lost !== undefined) this.#break('what ended is remembered for a week', lost);
  }

  /** What is open was due for a reminder. @param since when nothing happened any more */
  reminded(since: number, at: number): void {
    if (!this.#hasLedger) return;
    const truth = truthAt(this.#world, at);
    for (const [subject, { isOpen, by }] of this.#beliefs) {
      if (isOpen && truth.has(subject) && by.startedAt < since) {
        this.#break('what stays open is reminded of', subject);
      }
    }
  }

  /** A week and more has gone by, and nothing has happened. @param remembered findings in the ledger */
  weekPassed(at: number, remembered: number): void {
    if (!this.#hasLedger) return;
    const open = [...this.#beliefs].filter(([, { isOpen }]) => isOpen);
    const truth = truthAt(this.#world, at);
    const lasting = open.filter(
      ([subject]) => truth.has(subject) || !isQuietKind(subject) || this.#isUnclear(subject, at),
    );
    // Of a stage that nobody has it is not known, either, whether it is in a REST API of ours.
    const claimed = new Set(this.#world.claimsAt(at).map(({ stage }) => stage));
    const unclear = [...this.#world.live.keys()].filter(
      (stage) => !claimed.has(stage) && this.#isUnclear(subjectOf('UNMANAGED', stage, null), at),
    );
    // What nobody was notified of, since it waited, waits on where its state does not tell any more where it is.
    const unnotified = [...this.#everTrue(at)].filter(
      (subject) =>
        /^(DELETED|DIFFERENCE) /.test(subject) &&
        this.#beliefs.get(subject)?.isOpen !== true &&
        this.#isUnclear(subject, at),
    );
    if (remembered > lasting.length + unclear.length + unnotified.length) {
      this.#break('what ended is forgotten after a week', `${remembered} findings for ${lasting.length} that last`);
    }
  }

  /** @returns the subjects of all that was wrong at any time */
  #everTrue(at: number): ReadonlySet<string> {
    return new Set([...this.#world.times(0, at)].flatMap((time) => [...truthAt(this.#world, time).keys()]));
  }

  /** Nothing fails: what has been so for long enough is known. */
  checkPromptness(at: number): void {
    const truth = truthAt(this.#world, at);
    for (const [subject, values] of truth) {
      const sinceMs = this.#soSince(subject, values, at);
      if (at >= this.#dueAt(subject, sinceMs, at)) {
        // By then a run has taken down the marks of another key, however long the stage was pending.
        const isFollowed = this.#isMaskedAlike(subject, sinceMs - laterMs - waitMs, at);
        this.#checkKnown('what is so is notified in time', subject, values, isFollowed);
      }
    }
    for (const [subject, { isOpen }] of this.#beliefs) {
      if (!isOpen || truth.has(subject) || this.#mayStayOpen(subject, at)) continue;
      const [, stage] = subject.split(' ');
      const sinceMs = this.#soSince(subject, null, at);
      // Whether no state has a stage any more is known only by a run that reads all of them.
      const isClaimed = this.#world.claimsAt(at).some((claim) => claim.stage === stage);
      if (at >= this.#dueAt(subject, sinceMs, at) + (isClaimed ? 0 : soonMs)) {
        this.#break('what ended is resolved in time', `${subject} since ${new Date(sinceMs).toISOString()}`);
      }
    }
  }

  /** @returns when people have to know at the latest what is so since a moment */
  #dueAt(subject: string, sinceMs: number, at: number): number {
    const { locks, unreadableLocks, unwrittenApplies, heard, states } = this.#world;
    const [, stage = ''] = subject.split(' ');
    // An apply holds back what the state has that it writes, and no other.
    const claims = this.#world.claimsWithin(sinceMs, at).filter(({ claim }) => claim.stage === stage);
    const uris = new Set(claims.map(({ uri }) => uri));
    const hold = ({ from, to }: { readonly from: number; readonly to: number }) =>
      to > sinceMs ? Math.min(to, Math.max(from, sinceMs) + waitMs) : 0;
    const ends = [
      ...[...[...locks.values()].flat(), ...unreadableLocks].map(hold),
      ...unwrittenApplies
        .filter(({ uri, stage: applied }) => uris.has(uri) || apiOf(applied) === apiOf(stage))
        .map(hold),
    ];
    const isAbout = (about: string) =>
      about === stage || [...(states.get(about)?.at(sinceMs)?.values() ?? [])].some((claim) => claim.stage === stage);
    const event = heard.find(({ about, at }) => at === sinceMs && isAbout(about));
    const claimIn = (content: StateContent) => [...(content?.values() ?? [])].find((claim) => claim.stage === stage);
    const isMoved = (history: History<StateContent>, time: number) =>
      claimIn(history.at(time)) !== claimIn(history.at(time - 1));
    // What moves from state to state and nobody hears of is found by a run that reads all of them: meanwhile, or at the next
    // schedule after it moved.
    const isUnheard = [...states].some(([uri, history]) =>
      history
        .times(sinceMs - soonMs, at)
        .filter((time) => time > sinceMs || (time > sinceMs - soonMs && isMoved(history, time)))
        .some((time) => !heard.some((one) => one.about === uri && one.at === time)),
    );
    const isHeard = event !== undefined && !isUnheard && this.#queue === 'WORKS';
    // Nothing waits for a check of its own where there is no queue to ask it of.
    const usualMs = this.#queue === 'WORKS' || this.#queue === 'NONE' ? soonMs : laterMs;
    return Math.max(sinceMs, ...ends) + (isHeard ? event.arrivesAt - sinceMs + promptMs : usualMs);
  }

  /** Nothing has changed for hours, and nothing failed: people know what there is. */
  cameToRest(at: number): void {
    const truth = truthAt(this.#world, at);
    for (const [subject, values] of truth) {
      // Without a ledger what nobody manages would be in every message: it is said along with drift alone.
      if (!this.#hasLedger && subject.startsWith('UNMANAGED')) continue;
      const isFollowed = this.#isMaskedAlike(subject, Math.max(at - longestMs, this.#ledgerWrittenAt), at);
      this.#checkKnown('every drift that stays is notified', subject, values, isFollowed);
    }
    if (!this.#hasLedger) return;
    for (const [subject, { isOpen, by }] of this.#beliefs) {
      if (!isOpen || truth.has(subject) || by.startedAt < this.#ledgerLostAt || hadNoLedger(by)) continue;
      // The program of another version does not know of a message that it was uncertain whether it went out.
      if (by.startedAt < this.#ledgerWrittenAt && hadTrouble(by)) continue;
      if (!this.#mayStayOpen(subject, at)) {
        this.#break('what ended is resolved', `${subject} is believed to be open since ${by.id}`);
      }
    }
  }

  /** @param isFollowed whether a change of the values had to be noticed, whatever masks them */
  #checkKnown(rule: string, subject: string, values: ReadonlySet<string>, isFollowed: boolean): void {
    const belief = this.#beliefs.get(subject);
    if (belief === undefined || !belief.isOpen) this.#break(rule, `${subject} is not known`);
    else if (!belief.values.some((value) => values.has(value) || isUnmarked(value)) && isFollowed) {
      this.#break(rule, `${subject} is known as ${belief.values.join(' and ')}, and is ${[...values].join(' or ')}`);
    }
  }

  /** Whether the value of a setting was masked in one way and by one key all the time: only then does a change show. */
  #isMaskedAlike(subject: string, from: number, to: number): boolean {
    const [, stage, setting] = subject.split(' ');
    if (setting !== variable) return true;
    const ways = [...this.#world.times(from, to)].map((time) => {
      const { isShown, key } = this.#world.masking.at(time);
      const claims = this.#world.claimsAt(time).filter((claim) => claim.stage === stage);
      return `${isShown} ${key} ${claims.map(({ isSensitive }) => isSensitive).toSorted()}`;
    });
    return this.#ledgerWrittenAt < from && new Set(ways).size === 1;
  }

  /** What ended quietly, and what no state that can be judged speaks of any more. */
  #mayStayOpen(subject: string, at: number): boolean {
    return isQuietKind(subject) || this.#isIgnored(subject, at) || this.#isUnclear(subject, at);
  }

  #isUnclear(subject: string, at: number): boolean {
    const [kind, stage = ''] = subject.split(' ');
    const claims = this.#world.claimsAt(at);
    const ofApi = claims.filter(({ stage: claimed }) => apiOf(claimed) === apiOf(stage));
    // Stages are listed of the REST APIs alone that a state has a stage of by its account.
    const isUnlisted = ofApi.length > 0 && ofApi.every(({ form }) => form !== 'STAGE');
    if (kind === 'UNMANAGED' && isUnlisted) return true;
    const isUnclear = ({ form, stage: claimed }: Claim) =>
      form !== 'STAGE' && (claimed === stage || stage.includes(`.${nameOf(claimed)}`));
    return claims.some(isUnclear);
  }

  /**
   * @param values that it has, `null` of what is not so
   * @returns since when it has been so without a break, as far back as anything is known
   */
  #soSince(subject: string, values: ReadonlySet<string> | null, at: number): number {
    const isSo = (time: number) => {
      const now = truthAt(this.#world, time).get(subject);
      if (now === undefined || values === null) return now === undefined && values === null;
      return [...values].every((value) => now.has(value));
    };
    const times = [...this.#world.times(at - longestMs, at)].toSorted((a, b) => b - a);
    const broken = times.findIndex((time) => !isSo(time));
    return broken === -1 ? at - longestMs : (times[broken - 1] ?? at);
  }

  #isIgnored(subject: string, at: number): boolean {
    return this.#world.ignored.at(at).has(subject.slice(subject.indexOf(' ') + 1));
  }

  #report(message: string): PublishedReport {
    return JSON.parse(JSON.parse(message).default);
  }

  /** Nothing is said that was not so at some moment of the run. */
  #checkTruth(report: PublishedReport, run: RunRecord, at: number): void {
    const counts = new Map<string, number>();
    for (const resource of report.resources) {
      counts.set(resource.status, (counts.get(resource.status) ?? 0) + 1);
      const problem = this.#problemOf(resource, run, at);
      if (problem !== null)
        this.#break(
          'nothing is said that was not so',
          `${run.id}: ${resource.status} ${stageOf(resource.id)} ${problem}`,
        );
      this.#checkNotes(resource, run, at);
    }
    for (const { id, finding, differences } of report.resources) {
      const findings = [...(finding === null ? [] : [finding]), ...differences.map((difference) => difference.finding)];
      const calls = findings.flatMap(({ attribution }) => attribution?.calls ?? []);
      const wrong = calls.find(({ eventId }) => this.#world.calls.get(eventId) !== stageOf(id));
      if (wrong !== undefined) this.#break('nobody is named for what another did', `${run.id}: ${wrong.eventId}`);
      const forged = calls.find((call) => isBelieved(call));
      if (forged !== undefined) this.#break('who is named by a forger is not believed', `${run.id}: ${forged.eventId}`);
    }
    const { summary, status, states } = report;
    for (const { reason = '' } of [...states, ...report.resources]) {
      if (reason.startsWith('stagedrift itself failed')) this.#break('nothing is thrown by mistake', reason);
    }
    const isDrifted = (counts.get('MODIFIED') ?? 0) + (counts.get('DELETED') ?? 0) > 0;
    const isUnchecked = (counts.get('NOT_CHECKED') ?? 0) > 0 || states.some((state) => state.status === 'FAILED');
    const right = isDrifted ? 'DRIFTED' : isUnchecked ? 'INCOMPLETE' : 'IN_SYNC';
    if (!('omitted' in report)) {
      if (status !== right)
        this.#break('what was not checked is counted as neither', `${run.id}: ${status} for ${right}`);
      if (summary.inSync !== (counts.get('IN_SYNC') ?? 0))
        this.#break('what was not checked is counted as neither', `${run.id}: inSync`);
      if (summary.notChecked !== (counts.get('NOT_CHECKED') ?? 0))
        this.#break('what was not checked is counted as neither', `${run.id}: notChecked`);
    }
  }

  /** A report of drift says so, if an apply may be under way. */
  #checkNotes({ status, id, state, finding, notes }: PublishedResource, run: RunRecord, at: number): void {
    const isPending = status === 'NOT_CHECKED' && finding === null;
    const isDrifted = status === 'MODIFIED' || status === 'DELETED' || isPending;
    if (state === null || !isDrifted || !this.#world.isHeldThroughout(state, run.startedAt, at)) return;
    const isSaid = notes.some((note) => /apply is under way|holds the lock|written|write the state/.test(note));
    if (!isSaid) this.#break('the report says that an apply may be under way', `${run.id}: ${status} ${stageOf(id)}`);
  }

  /** @returns why it cannot have been so, `null` where it can */
  #problemOf(
    { status, id, state, address, differences }: PublishedResource,
    run: RunRecord,
    at: number,
  ): string | null {
    const stage = stageOf(id);
    const { startedAt } = run;
    const live = this.#world.live.get(stage)?.within(startedAt, at) ?? [null];
    const claims = this.#world.claimsWithin(startedAt, at).filter(({ claim }) => claim.stage === stage);
    const own = claims.filter((one) => one.uri === state && one.address === address);
    const pairs = own.flatMap(({ claim }) =>
      live.flatMap((settings) => (settings === null ? [] : [{ claim, settings }])),
    );
    switch (status) {
      case 'IN_SYNC':
        return pairs.some(({ claim, settings }) => this.#agree(claim, settings, run, at)) ? null : 'differs';
      case 'MODIFIED': {
        const maskings = this.#maskingsOf(run, at);
        const wrong = differences.find(({ path, expected, actual }) => {
          const setting = path.join('.');
          return !pairs.some(({ claim, settings }) => {
            const before = settingsInReport(claim.settings).get(setting);
            const now = settingsInReport(settings).get(setting);
            const isShownAs = (masking: Masking) =>
              asShown([setting, before], now, claim, masking) === expected &&
              asShown([setting, now], before, claim, masking) === actual;
            return maskings.some(isShownAs);
          });
        });
        return wrong === undefined ? null : `${wrong.path} never was ${changeText(wrong.expected, wrong.actual)}`;
      }
      case 'DELETED':
        return own.length > 0 && live.includes(null) ? null : 'was there all the time';
      case 'UNMANAGED': {
        const times = [...this.#world.states.values()].flatMap((history) => history.times(startedAt, at));
        const isFree = times.some((time) => this.#world.claimsAt(time).every((claim) => claim.stage !== stage));
        return isFree && live.some((settings) => settings !== null) ? null : 'was managed, or not live, all the time';
      }
      default:
        return null;
    }
  }

  /** @returns all ways in which a run may have masked values: it reads the rules and the key one after the other */
  #maskingsOf(run: RunRecord, at: number): readonly Masking[] {
    const maskings = this.#world.masking.within(run.startedAt, at);
    const keys = [...maskings.map(({ key }) => key), ...(failedToReadKey(run) ? [null] : [])];
    return maskings.flatMap(({ isShown }) => keys.map((key) => ({ isShown, key })));
  }

  #agree(claim: Claim, live: Claim['settings'], run: RunRecord, at: number): boolean {
    const actual = settingsInReport(live);
    const rules = this.#world.ignored.within(run.startedAt, at);
    return [...settingsInReport(claim.settings)].every(
      ([setting, value]) =>
        actual.get(setting) === value || rules.some((ignored) => ignored.has(`${claim.stage} ${setting}`)),
    );
  }

  #checkNews(report: PublishedReport, run: RunRecord, at: number): void {
    const notified = news(report);
    const open = new Set(openIn(report).map(({ subject }) => subject));
    // A check by hand may come as a message of the queue, too.
    const isManual = report.trigger.kind === 'manual';
    if (!isManual) this.#checkStates(notified, run, at);
    if (!hadTrouble(run)) this.ledger.published(notified, run);
    if (!isManual && notified.every(({ how }) => quiet.has(how))) this.#break('no message without news', run.id);
    for (const { subject, event, values, how } of notified) {
      const belief = this.#beliefs.get(subject);
      // That it could be checked may have been notified, or not, by any run that failed since.
      const isQuiet = isQuietKind(subject);
      const since = belief?.by.startedAt ?? 0;
      const isExcused =
        (isQuiet && this.#runs.some((other) => other.startedAt > since && hadTrouble(other))) ||
        !this.#hasLedger ||
        hadTrouble(run) ||
        (belief !== undefined &&
          (hadTrouble(belief.by) ||
            belief.by.startedAt < this.#ledgerLostAt ||
            this.#lostItsClaim(belief.by) ||
            isLongAfter(run, belief.by)));
      if (event === 'RESOLVED') {
        const wasClaimed = this.#runs.some((earlier) => earlier.startedAt < run.startedAt && hadTrouble(earlier));
        const isHeardOf = belief?.isOpen === true || this.#tried.has(subject) || wasClaimed;
        if (!isHeardOf && !isExcused && !quiet.has(how)) {
          this.#break(
            'what ended is resolved once',
            `${run.id}: ${subject} ${how}, last by ${belief?.by.id ?? 'nobody'}`,
          );
        }
        // A run that failed may have written down other values than those that people know.
        const isEarlier = this.#runs.some((other) => other.startedAt >= since && hadTrouble(other));
        const isExact =
          belief !== undefined &&
          !belief.values.some(isUnmarked) &&
          !failedToReadKey(run) &&
          this.#isMaskedAlike(subject, belief.by.startedAt, at);
        const known = belief?.isOpen === true && !isExcused && !isEarlier && isExact ? belief.values : null;
        const moments = [...this.#world.times(run.startedAt, at)];
        const isSo =
          moments.some((time) => this.#hasEnded(subject, how, known, time)) || this.#isNewlyClaimed(subject, run, at);
        if (!isSo || open.has(subject)) {
          this.#break('nothing is said that was not so', `${run.id}: RESOLVED ${subject} ${how}`);
        }
        if (!isManual) this.#checkHeldBack(subject, run, at);
        this.#beliefs.set(subject, { isOpen: false, values: [], by: run, at });
        continue;
      }
      const mayBeHeardOf = belief !== undefined || this.#tried.has(subject) || this.#runs.some(hadTrouble);
      if (event === 'CHANGED' && !mayBeHeardOf && !isExcused) {
        this.#break('nothing has changed that nobody heard of', `${run.id}: ${subject}`);
      }
      const isSame =
        belief?.isOpen === true &&
        (belief.values.join() === values.join() ||
          ([...belief.values, ...values].some(isUnmarked) && this.#isOneValue(subject, belief.by.startedAt, at)));
      if (isSame && !isExcused && event !== 'REMINDER' && !this.#mayHaveEnded(subject, belief)) {
        this.#break('nothing is notified twice', `${run.id}: ${event} ${subject} ${values}, last by ${belief.by.id}`);
      }
      if (!isManual) this.#checkApplies(subject, run, report.trigger.kind === 'schedule', at);
      const isHeardToBeOver = belief?.isOpen === false && belief.at > run.startedAt && belief.by !== run;
      if (isHeardToBeOver && !isQuiet && !isExcused && !truthAt(this.#world, at).has(subject)) {
        this.#break('what is over is not notified by a slower run', `${run.id}: ${subject}, ended by ${belief.by.id}`);
      }
      this.#beliefs.set(subject, { isOpen: true, values, by: run, at });
      if (subject.startsWith('DELETED')) this.#supersede(subject.slice('DELETED '.length), run, at);
    }
  }

  /** Whether a state has the stage by now that had it neither when it was last heard of nor when all were read. */
  #isNewlyClaimed(subject: string, { startedAt, isManual, messages }: RunRecord, at: number): boolean {
    const [, stage] = subject.split(' ');
    if (!isManual && messages.length === 0) return false;
    const readAt = this.#runs.flatMap((run) => (run.isManual || run.messages.length > 0 ? [] : [run.startedAt]));
    return [...this.#world.states].some(([uri, history]) => {
      const heardAt = this.#world.heard.flatMap(({ about, arrivesAt }) => (about === uri ? [arrivesAt] : []));
      const known = [...readAt, ...heardAt].filter((time) => time <= startedAt).toSorted((a, b) => b - a)[0];
      const has = (time: number) => [...(history.at(time)?.values() ?? [])].some((claim) => claim.stage === stage);
      return has(at) && (known === undefined || !has(known));
    });
  }

  /** Only who asks for a state by its name hears that there is no such. */
  #checkStates(notified: readonly News[], run: RunRecord, at: number): void {
    const isThere = (uri: string) =>
      uri.includes('*') ||
      this.#world.states
        .get(uri)
        ?.within(run.startedAt, at)
        .some((content) => content !== null);
    for (const { subject, event } of notified) {
      const [kind, uri = ''] = subject.split(' ');
      if (kind === 'STATE' && event !== 'RESOLVED' && isThere(uri) !== true)
        this.#break('nobody hears of a state that is not there', `${run.id}: ${uri}`);
    }
  }

  /** Whether a finding had one value all the time, whatever people could see of it. */
  #isOneValue(subject: string, from: number, to: number): boolean {
    const values = [...this.#world.times(from, to)].map((time) => [...(truthAt(this.#world, time).get(subject) ?? [])]);
    return values.every(({ length }) => length === 1) && new Set(values.flat()).size === 1;
  }

  /** Whether another program wrote the ledger while a run notified: it knows nothing of whose a claim is. */
  #lostItsClaim(run: RunRecord): boolean {
    const endedAt = this.#ends.get(run) ?? Number.POSITIVE_INFINITY;
    return this.#ledgerWrittenAt >= run.startedAt && this.#ledgerWrittenAt <= endedAt;
  }

  /** Whether a run that failed since may have said that a belief is over: it saw the subject end, or with other values. */
  #mayHaveEnded(subject: string, { by, values }: Belief): boolean {
    const failed = this.#runs.filter((run) => run.startedAt > by.startedAt && hadTrouble(run));
    return failed.some(({ startedAt }) =>
      [...this.#world.times(startedAt, startedAt + longestRunMs)].some(
        (time) => !values.some((value) => truthAt(this.#world, time).get(subject)?.has(value)),
      ),
    );
  }

  /** Whether a run could not know of an apply. */
  #isBlind(run: RunRecord): boolean {
    const isBlind =
      run.faults.some((fault) => /ledger\.json|SLOW/.test(fault)) || this.#runs.some(({ aheadMs }) => aheadMs !== 0);
    return !this.#hasLedger || isBlind || this.#ledgerLostAt > run.startedAt;
  }

  #isWrong(stage: string, time: number): boolean {
    return [...truthAt(this.#world, time).keys()].some((subject) => isOn(subject, stage));
  }

  /** While a stage differs and its state is locked, nothing of it ends. */
  #checkHeldBack(subject: string, run: RunRecord, at: number): void {
    const [kind = '', stage = ''] = subject.split(' ');
    if (this.#isBlind(run) || isQuietKind(subject) || kind === 'UNMANAGED') return;
    const moments = [...this.#world.times(run.startedAt, at)];
    const isDrifted = moments.every((time) =>
      [...truthAt(this.#world, time).keys()].some((other) => isOn(other, stage) && !other.startsWith('UNMANAGED')),
    );
    if (isDrifted) this.#checkLocks(subject, run, at, at);
  }

  /** @param sinceMs since when it is so */
  #checkLocks(subject: string, run: RunRecord, at: number, sinceMs: number): void {
    const [kind, stage = ''] = subject.split(' ');
    const isUnmanaged = kind === 'UNMANAGED';
    const uris = this.#world
      .claimsWithin(run.startedAt, at)
      .filter(({ claim }) => claim.form === 'STAGE')
      .flatMap(({ uri, claim }) =>
        (isUnmanaged ? apiOf(claim.stage) === apiOf(stage) : claim.stage === stage) ? [uri] : [],
      );
    // What waits on a stage waits since its first finding did, and a check that was to end that may have failed.
    const isLate =
      this.#queue !== 'WORKS' || this.#runs.some((other) => at - other.startedAt < waitMs && hadTrouble(other));
    const mayBeOver = (from: number) => at - from >= waitMs || (isLate && this.#isWrong(stage, from - 1));
    const isHeld = (uri: string) =>
      this.#world.isHeldThroughout(uri, run.startedAt, at) &&
      ![...(this.#world.locks.get(uri) ?? []), ...this.#world.unreadableLocks].some(
        ({ from, to }) => to >= run.startedAt && mayBeOver(from),
      );
    // A stage that no state has may be in the making by any state of its REST API.
    const isWaitedFor = isUnmanaged ? uris.some(isHeld) : uris.length > 0 && uris.every(isHeld);
    if (isWaitedFor && at - sinceMs < waitMs) {
      this.#break('no alert while an apply holds the lock', `${run.id}: ${subject} of ${uris}`);
    }
  }

  /** A drift that may be only the half of an apply is no drift yet. */
  #checkApplies(subject: string, run: RunRecord, isScheduled: boolean, at: number): void {
    const [kind = '', stage = ''] = subject.split(' ');
    if (this.#isBlind(run) || isQuietKind(subject)) return;
    const sinceMs = this.#soSince(subject, truthAt(this.#world, at).get(subject) ?? new Set(), at);
    this.#checkLocks(subject, run, at, sinceMs);
    // The program of another version does not know what waits, nor for whose calls.
    if (this.#ledgerWrittenAt >= sinceMs) return;
    const isClaimedBefore = this.#runs.some(
      (earlier) => earlier !== run && earlier.startedAt >= sinceMs - longestRunMs && hadTrouble(earlier),
    );
    for (const { id, uri, stage: applied, from, to } of this.#world.unwrittenApplies) {
      const hasMessage = ({ messages }: RunRecord) => messages.includes(id) || messages.includes(`${id} again`);
      // A finding that is pending keeps all the calls that it waits for. Where nothing is wrong, nobody remembers a call, and a
      // ledger that is lost takes along what it has.
      const isRemembered = ({ faults, startedAt }: RunRecord) =>
        faults.length === 0 &&
        startedAt >= this.#ledgerLostAt &&
        startedAt < run.startedAt - longestRunMs / 3 &&
        [...this.#world.times(startedAt, at)].every((time) => this.#isWrong(stage, time));
      const knows = this.#runs.some((other) => hasMessage(other) && (other === run || isRemembered(other)));
      const isUnwritten = applied === stage && sinceMs >= from && to >= at && at - from < waitMs;
      // What waited before is notified when its hour is over.
      const isFirst = !this.#isWrong(stage, from - 1);
      if (knows && isUnwritten && isFirst && !this.#world.isWritten(uri, from, at)) {
        this.#break('no alert of what Terraform has not written yet', `${run.id}: ${subject} of ${uri}`);
      }
      const isUnder = applied === stage && from <= run.startedAt && to >= at && at - from < freshMs;
      const isUnwrittenSince = !this.#world.isWritten(uri, from, at);
      if (
        isUnder &&
        isUnwrittenSince &&
        isScheduled &&
        this.#queue === 'WORKS' &&
        kind !== 'DELETED' &&
        sinceMs >= from
      ) {
        this.#break('no alert of what may be half of an apply', `${run.id}: ${subject} of ${uri}`);
      }
    }
    if (kind === 'DELETED' && isScheduled && this.#queue === 'WORKS' && at - sinceMs < freshMs && !isClaimedBefore) {
      this.#break('no alert of what may be half of an apply', `${run.id}: ${subject}`);
    }
  }

  /** People who hear that a stage is gone know that nothing differs on it any more. */
  #supersede(stage: string, run: RunRecord, at: number): void {
    for (const subject of this.#beliefs.keys()) {
      if (subject.startsWith('DIFFERENCE') && isOn(subject, stage))
        this.#beliefs.set(subject, { isOpen: false, values: [], by: run, at });
    }
  }

  /** @param known what people know of it, where that is sure: then it is also known what it ended as */
  #hasEnded(subject: string, how: string, known: readonly string[] | null, time: number): boolean {
    const [kind = '', stage = '', setting = ''] = subject.split(' ');
    if (kind === 'NOT_CHECKED' || kind === 'STATE') return ['CHECKED', 'REMOVED', 'SUPERSEDED'].includes(how);
    if (how === 'IGNORED') return this.#world.ignored.at(time).has(`${stage} ${setting}`);
    if (truthAt(this.#world, time).has(subject)) return false;
    if (!endingsOf[kind]?.includes(how)) return false;
    const live = this.#world.live.get(stage)?.at(time) ?? null;
    const claims = this.#world.claimsAt(time).filter((claim) => claim.stage === stage);
    switch (`${how} ${kind}`) {
      case 'REMOVED UNMANAGED':
        return this.#world
          .claimsAt(time)
          .every(({ form, stage: claimed }) => form !== 'STAGE' || apiOf(claimed) !== apiOf(stage));
      case 'PUT_BACK UNMANAGED':
        return live === null;
      case 'ADOPTED UNMANAGED':
        return claims.length > 0;
      case 'PUT_BACK DELETED':
        return live !== null;
      case 'REMOVED DELETED':
      case 'REMOVED DIFFERENCE':
        return claims.every(({ form }) => form === 'DEPLOYMENT');
    }
    if (how === 'UNKNOWN') return known === null && setting === variable;
    if (known === null) return true;
    // On a stage that is gone nothing differs: that it is gone says it all.
    if ((how === 'SUPERSEDED') !== (live === null)) return false;
    if (live === null || claims.length !== 1) return true;
    const agreed = JSON.stringify(settingsInReport(live).get(setting) ?? null);
    const isExpected = known.some((value) => value.startsWith(`${agreed} → `));
    const isActual = known.some((value) => value.endsWith(` → ${agreed}`));
    if (how === 'PUT_BACK') return isExpected;
    return how === 'ADOPTED' ? isActual : !isExpected && !isActual;
  }

  #break(rule: string, detail: string): void {
    this.#log.broken(rule, detail);
  }
}

/** How a finding of each kind can end; a rule may ignore any. */
const endingsOf: Readonly<Record<string, readonly string[]>> = {
  DELETED: ['PUT_BACK', 'REMOVED'],
  DIFFERENCE: ['PUT_BACK', 'ADOPTED', 'AGREED', 'REMOVED', 'SUPERSEDED', 'UNKNOWN'],
  UNMANAGED: ['PUT_BACK', 'ADOPTED', 'REMOVED'],
};

function isOn(subject: string, stage: string): boolean {
  return subject.split(' ')[1] === stage;
}

/** Whether a finding is of a kind whose end sends no message by itself. */
function isQuietKind(subject: string): boolean {
  return /^(NOT_CHECKED|STATE) /.test(subject);
}

/** Whether the run may have failed to store what it notified, or to learn what was notified before. */
function hadTrouble({ faults }: RunRecord): boolean {
  return faults.some((fault) => /^(CRASH|KILLED)|Publish|ledger\.json/.test(fault));
}

/** Whether a call is shown as one that was made, though its sender alone says so, or as one that is still to come. */
function isBelieved({ actor, isVerified, time }: PublishedCall): boolean {
  return (actor === forger && isVerified) || Date.parse(time) >= farAhead;
}

function failedToReadKey({ faults }: RunRecord): boolean {
  return faults.some((fault) => fault.includes('GetParameter'));
}

/** Whether the claim of a run looks to another one at the same time as if it were of one that died: its clock says so. */
function isLongAfter({ aheadMs }: RunRecord, other: RunRecord): boolean {
  return Math.abs(aheadMs - other.aheadMs) >= claimMs;
}

/** Whether the ledger failed before the message and after it, so that nobody can know of the message. */
function hadNoLedger({ faults }: RunRecord): boolean {
  return faults.filter((fault) => /ledger\.json|CRASH|KILLED/.test(fault)).length >= 2;
}

import type { ApiCall } from '../attribution/api-call.ts';
import { CloudTrailRecordError, parseCloudTrailRecord } from '../attribution/cloudtrail-record.ts';
import type { Trail, TrailAnswer } from '../attribution/find-callers.ts';
import { type AccountSession, openSession, type SessionOptions } from './account-session.ts';
import { createBoundedCalls } from './bounded-calls.ts';
import { outOfTime } from './deadline.ts';
import { type AwsFailure, describeFailure, isDenied } from './error-reason.ts';
import { type OwnAccount, ownAccountInTime } from './own-account.ts';
import { createRequestBudget } from './request-budget.ts';
import type { Lookup, TrailPages } from './trail-pages.ts';

/** Two LookupEvents a second in one account and region. Source: CloudTrail's reference of the operation. */
const quota = 2;

/** Pages of 50 calls that are read of one operation, at most: half a minute's worth for six of them. */
const mostPages = 10;

/** Milliseconds that CloudTrail looks back. */
const memory = 90 * 24 * 60 * 60_000;

/** Milliseconds for one call with all its attempts. */
const usualCallDeadline = 20_000;

export interface TrailReaderOptions extends Omit<SessionOptions, 'requestsPerSecond'> {
  /** Asked once, and only when there is something to look up; the region is one that can be asked. */
  readonly ownAccount: (region: string) => Promise<OwnAccount>;
  /** Where it is to be other than the quota. */
  readonly requestsPerSecond?: number;
}

export interface ClosableTrail extends Trail {
  /** Frees the connections. */
  close(): Promise<void>;
}

interface OpenTrail {
  readonly session: AccountSession;
  readonly pages: TrailPages;
}

/**
 * Looks calls up in CloudTrail, in each account with the credentials that its stages are read with. The same is asked
 * once in a run. CloudTrail's part of the SDK is loaded when something is looked up.
 */
export function createTrailReader(options: TrailReaderOptions): ClosableTrail {
  const { deadline, callDeadline = usualCallDeadline, requestsPerSecond = quota, clock } = options;
  const trails = new Map<string, Promise<OpenTrail | string>>();
  const answers = new Map<string, Promise<TrailAnswer>>();
  let own: Promise<OwnAccount> | undefined;

  async function open(place: Place): Promise<OpenTrail | string> {
    own ??= ownAccountInTime(place.region, options);
    const opening = await openSession(place, await own, { ...options, requestsPerSecond });
    if (opening.kind !== 'OPEN') return opening.reason;
    const { session } = opening;
    const { createTrailPages } = await import('./trail-pages.ts');
    const budget = createRequestBudget(requestsPerSecond, clock, 1);
    return { session, pages: createTrailPages(session, createBoundedCalls(budget, deadline, callDeadline, clock)) };
  }

  return {
    async callsAt(place, eventNames, since, until) {
      const at = `${place.accountId}/${place.region}`;
      const trail = await once(trails, at, () => open(place));
      if (typeof trail === 'string') return { kind: 'UNREADABLE', reason: trail };
      const from = new Date(Math.max(since.getTime(), until.getTime() - memory));
      const read = await Promise.all(
        eventNames.map((eventName) =>
          once(answers, [at, eventName, from.toISOString(), until.toISOString()].join('/'), () =>
            lookUp(trail.pages, { eventName, since: from, until }),
          ),
        ),
      );
      return together(read);
    },
    async close() {
      for (const trail of await Promise.all(trails.values())) {
        if (typeof trail === 'string') continue;
        trail.pages.close();
        trail.session.close();
      }
    },
  };
}

type Place = Parameters<Trail['callsAt']>[0];

async function lookUp(pages: TrailPages, lookup: Lookup): Promise<TrailAnswer> {
  const calls: ApiCall[] = [];
  let complete = true;
  let nextToken: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const outcome = await pages.page(lookup, nextToken);
    if (outcome.kind === 'OUT_OF_TIME') return { kind: 'UNREADABLE', reason: outOfTime };
    if (outcome.kind === 'FAULT') return { kind: 'UNREADABLE', reason: outcome.reason };
    if (outcome.kind === 'FAILED') return { kind: 'UNREADABLE', reason: reasonOf(outcome.failure) };
    for (const { CloudTrailEvent: text } of outcome.output.Events ?? []) {
      const record = parse(text);
      if (record?.kind === 'CALL') calls.push(record.call);
      complete &&= record !== null;
    }
    nextToken = outcome.output.NextToken;
    if (nextToken === undefined) return { kind: 'READ', calls, complete };
  }
  return { kind: 'READ', calls, complete: false };
}

/** @returns `null` for what is no record: others are worth having all the same */
function parse(text: string | undefined): ReturnType<typeof parseCloudTrailRecord> | null {
  try {
    return parseCloudTrailRecord(JSON.parse(text ?? ''));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof CloudTrailRecordError) return null;
    throw error;
  }
}

/** A part of the calls would have the wrong one taken for the last. */
function together(read: readonly TrailAnswer[]): TrailAnswer {
  const unreadable = read.find(({ kind }) => kind === 'UNREADABLE');
  if (unreadable !== undefined) return unreadable;
  const found = read.flatMap((answer) => (answer.kind === 'READ' ? [answer] : []));
  return {
    kind: 'READ',
    calls: found.flatMap(({ calls }) => calls),
    complete: found.every(({ complete }) => complete),
  };
}

function reasonOf(failure: AwsFailure): string {
  const told = describeFailure('CloudTrail', failure);
  return isDenied(failure) ? `${told} (cloudtrail:LookupEvents is needed)` : told;
}

function once<Value>(known: Map<string, Promise<Value>>, key: string, make: () => Promise<Value>): Promise<Value> {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

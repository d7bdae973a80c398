import { changeEvent, scheduledEvent, stateEvent } from './documents.ts';
import { uriOf } from './places.ts';
import { account, region } from './stages.ts';

/** What somebody sends who is not to be believed. */
export type Forgery =
  /** A call of API Gateway that nobody made. */
  | {
      readonly kind: 'CALL';
      readonly stage: string;
      readonly eventName: 'UpdateStage' | 'DeleteStage';
      readonly tool: string;
      readonly when: When;
    }
  /** A check as the function asks itself for, of a stage or of a state. */
  | { readonly kind: 'CHECK_AGAIN'; readonly stage: string; readonly when: When }
  | { readonly kind: 'CHECK_STATE_AGAIN'; readonly state: string; readonly when: When }
  | { readonly kind: 'SCHEDULE'; readonly when: When }
  | { readonly kind: 'STATE_WRITTEN'; readonly state: string; readonly when: When }
  /** A check by hand. */
  | { readonly kind: 'BY_HAND'; readonly state: string }
  | { readonly kind: 'NONSENSE' };

/** The time that a forgery has. */
export type When = 'NOW' | 'LONG_AGO' | 'FAR_AHEAD';

/** Who is said to have made the calls that nobody made. */
export const forger = 'mallory';

export const farAhead = Date.UTC(2099, 0, 1);

const longAgoMs = 400 * 24 * 3_600_000;

/** @returns an event as the function would take it, if it came from where it says */
export function forgedEvent(forgery: Forgery, now: number, id: string): object {
  switch (forgery.kind) {
    case 'CALL': {
      const { stage, eventName, tool, when } = forgery;
      return changeEvent(stage, eventName, { tool, user: forger }, timeOf(when, now), id);
    }
    case 'CHECK_AGAIN': {
      const [restApiId, stageName] = forgery.stage.split('/');
      const place = { kind: 'PLACE', accountId: account, region, restApiId, stageName };
      return checkAgain({ stages: [place] }, forgery.when, now);
    }
    case 'CHECK_STATE_AGAIN':
      return checkAgain({ states: [uriOf(forgery.state)] }, forgery.when, now);
    case 'SCHEDULE':
      return scheduledEvent(timeOf(forgery.when, now), id);
    case 'STATE_WRITTEN':
      return stateEvent(uriOf(forgery.state), timeOf(forgery.when, now), id);
    case 'BY_HAND':
      return { states: [uriOf(forgery.state)] };
    case 'NONSENSE':
      return { nonsense: true };
  }
}

/** @returns an event that came before, as if another one had made its call */
export function withOtherAuthor(body: string): object {
  return JSON.parse(body.replaceAll('bob', forger));
}

function checkAgain(detail: object, when: When, now: number): object {
  return {
    source: 'stagedrift',
    'detail-type': 'Check Again',
    time: new Date(timeOf(when, now)).toISOString(),
    detail,
  };
}

function timeOf(when: When, now: number): number {
  return { NOW: now, LONG_AGO: now - longAgoMs, FAR_AHEAD: farAhead }[when];
}

import { faultReason } from '../fault.ts';
import type { Answer } from '../resources/live.ts';
import type { Outcome } from './bounded-calls.ts';
import { outOfTime } from './deadline.ts';
import { describeFailure, isTransient } from './error-reason.ts';
import { UnusableAnswerError } from './flatten.ts';

/**
 * Makes an answer of what became of a call.
 * @param flatten reads what the service sent; what it cannot use it refuses with UnusableAnswerError
 * @param notFound names of the service's errors that say that there is no such thing
 */
export function answerFrom<Output, Live>(
  service: string,
  outcome: Outcome<Output>,
  flatten: (output: Output) => Live,
  notFound: readonly string[],
): Answer<Live> {
  switch (outcome.kind) {
    case 'OUT_OF_TIME':
      return { kind: 'OUT_OF_TIME', reason: outOfTime };
    case 'FAULT':
      return { kind: 'UNREADABLE', reason: outcome.reason };
    case 'FAILED':
      return notFound.includes(outcome.failure.name)
        ? { kind: 'NOT_FOUND', reason: `${service} does not have it any more: ${outcome.failure.message}` }
        : { kind: 'UNREADABLE', reason: describeFailure(service, outcome.failure) };
    case 'ANSWERED':
      return found(() => flatten(outcome.output));
  }
}

/** Whether the service will not do what it was asked, now or later. */
export function isRefused(outcome: Outcome<unknown>): boolean {
  return outcome.kind === 'FAILED' && !isTransient(outcome.failure);
}

/** FOUND, or UNREADABLE where the service sent something that cannot be used, or this program fails on it. */
export function found<Live>(flatten: () => Live): Answer<Live> {
  try {
    return { kind: 'FOUND', live: flatten() };
  } catch (error) {
    return {
      kind: 'UNREADABLE',
      reason: error instanceof UnusableAnswerError ? error.message : faultReason(error),
    };
  }
}

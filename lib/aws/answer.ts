import { faultReason } from '../fault.ts';
import type { Answer } from '../resources/live.ts';
import type { Outcome } from './bounded-calls.ts';
import { describeFailure } from './error-reason.ts';
import { UnusableAnswerError } from './flatten.ts';

/**
 * Makes an answer of what became of a call.
 * @param flatten reads what the service sent; what it cannot use it refuses with UnusableAnswerError
 */
export function answerFrom<Live>(
  service: string,
  outcome: Outcome<unknown>,
  flatten: (output: unknown) => Live,
): Answer<Live> {
  switch (outcome.kind) {
    case 'FAILED':
      return outcome.failure.name === 'NotFoundException'
        ? { kind: 'NOT_FOUND', reason: `${service} does not have it any more: ${outcome.failure.message}` }
        : { kind: 'UNREADABLE', reason: describeFailure(service, outcome.failure) };
    case 'ANSWERED':
      return found(() => flatten(outcome.output));
    default:
      return outcome;
  }
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

/** @param read makes something else of what was found */
export function mapFound<Live, Result>(answer: Answer<Live>, read: (live: Live) => Result): Answer<Result> {
  return answer.kind === 'FOUND' ? { kind: 'FOUND', live: read(answer.live) } : answer;
}

import { faultReason } from '../model/fault.ts';
import type { Answer } from '../resources/live.ts';
import { describeFailure } from './aws-failure.ts';
import { UnusableAnswerError } from './flatten.ts';
import { type BoundedCalls, eachAttempt, type Outcome, type Watch } from './limits/bounded-calls.ts';

/** One service of AWS in one account and region, with what bounds the calls to it. */
export interface Service<Client> {
  /** Name for people, such as `API Gateway`. */
  readonly name: string;
  readonly client: Client;
  readonly calls: BoundedCalls;
}

/** As much of a client and a command of the SDK as it takes to send one. */
interface Sender<Command> {
  send(command: Command, options: { readonly abortSignal: AbortSignal }): Promise<unknown>;
}
interface WatchableCommand {
  readonly middlewareStack: { add(middleware: Watch, options: typeof eachAttempt): void };
}

/** Sends one command, within the request budget and within time; every attempt is counted. */
export function send<Command extends WatchableCommand>(
  { client, calls }: Service<Sender<NoInfer<Command>>>,
  command: Command,
): Promise<Outcome<unknown>> {
  return calls.send((abortSignal, watch) => {
    command.middlewareStack.add(watch, eachAttempt);
    return client.send(command, { abortSignal });
  });
}

/**
 * Sends one command and reads the answer.
 * @param flatten refuses what it cannot use with UnusableAnswerError
 */
export async function ask<Command extends WatchableCommand, Live>(
  service: Service<Sender<NoInfer<Command>>>,
  command: Command,
  flatten: (output: unknown) => Live,
): Promise<Answer<Live>> {
  return answerFrom(service.name, await send(service, command), flatten);
}

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

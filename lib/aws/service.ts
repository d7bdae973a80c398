import type { Answer } from '../resources/live.ts';
import { answerFrom } from './answer.ts';
import { type BoundedCalls, eachAttempt, type Outcome, type Watch } from './bounded-calls.ts';

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

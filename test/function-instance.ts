import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';

/** What came of an invocation of the built bundle. */
export interface Invocation {
  /** `undefined` for an error, and for an answer that is none. */
  readonly result: Readonly<Record<string, unknown>> | undefined;
  readonly error: { readonly name: string; readonly message: string } | undefined;
  /** Everything the function wrote: structured logs and metrics. */
  readonly output: string;
}

/** Under which conditions the function is invoked. */
export interface InvocationSettings {
  /** Time until Lambda would stop it. */
  readonly remainingMilliseconds?: number;
  /** Time of the day at which the invocation begins, in milliseconds, where the instance has time of its own. */
  readonly timeOfDay?: number;
  /** Variables in place of those that the instance was started with. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A process with the built function in it, which Lambda keeps warm and gives one event at a time. */
export interface FunctionInstance {
  /** Id of the process. */
  readonly pid: number | undefined;
  invoke(event: unknown, settings?: InvocationSettings): Promise<Invocation>;
  /** Lets the process end by itself. @returns all that it wrote */
  end(): Promise<string>;
}

type Answer = Omit<Invocation, 'output'>;

const answerSchema = v.object({
  result: v.nullish(v.record(v.string(), v.unknown())),
  error: v.optional(v.object({ name: v.string(), message: v.string() })),
});

/**
 * Starts a process for the built function, so that nothing but the environment reaches it.
 * @param environment variables of the function, endpoints of the AWS included
 * @param root folder that has the function below `dist/`, where it is not this project
 * @param time whether it lives by the clock of the machine, or has time of its own, which passes only while it waits
 */
export function startFunction(
  environment: Readonly<Record<string, string>>,
  root = new URL('../', import.meta.url),
  time: 'MACHINE' | 'VIRTUAL' = 'MACHINE',
): FunctionInstance {
  const child = fork(fileURLToPath(new URL('function-process.mjs', import.meta.url)), [time], {
    env: withPath(environment),
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const endOfOutput = `\n${randomUUID()}\n`;
  const outputs = new Map([child.stdout, child.stderr].map((stream) => [stream, '']));
  let answer: Answer | undefined;
  let waiting: PromiseWithResolvers<Invocation> | undefined;
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const written = () => [...outputs.values()].join('').replaceAll(endOfOutput, '');

  /** An invocation is over when its answer is there, and both streams are written to their end. */
  function settle(): void {
    const isWritten = [...outputs.values()].every((output) => output.includes(endOfOutput));
    if (answer === undefined || !isWritten) return;
    waiting?.resolve({ ...answer, output: written() });
    answer = undefined;
  }

  for (const stream of outputs.keys()) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      outputs.set(stream, outputs.get(stream) + chunk);
      settle();
    });
  }
  child.on('message', (message) => {
    const { result, error } = v.parse(answerSchema, message);
    answer = { result: result ?? undefined, error };
    settle();
  });
  child.once('error', (error) => waiting?.reject(error));
  child.once('close', (code) => {
    waiting?.reject(new Error(`The function ended with code ${code} and no answer: ${written()}`));
  });

  return {
    pid: child.pid,
    async invoke(event, settings = {}) {
      const { remainingMilliseconds = 60_000, timeOfDay = Date.now() } = settings;
      waiting = Promise.withResolvers();
      for (const stream of outputs.keys()) outputs.set(stream, '');
      child.send({
        bundle: new URL('dist/functions/detect-drift.js', root).href,
        event,
        environment: withPath(settings.environment ?? environment),
        timeOfDay,
        endOfOutput,
        context: {
          remainingMilliseconds,
          functionName: 'stagedrift-detect-drift',
          functionVersion: '$LATEST',
          memoryLimitInMB: '512',
          awsRequestId: randomUUID(),
          invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:stagedrift-detect-drift',
        },
      });
      return waiting.promise;
    },
    async end() {
      waiting = undefined;
      // Only where the child disconnects does its end reach `close`.
      if (child.connected) child.send('end');
      await closed;
      return written();
    },
  };
}

function withPath(environment: Readonly<Record<string, string>>): Record<string, string> {
  return { PATH: process.env.PATH ?? '', ...environment };
}

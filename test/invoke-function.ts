import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';

/** What came of an invocation of the built bundle. */
export interface Invocation {
  readonly result: Readonly<Record<string, unknown>> | undefined;
  readonly error: { readonly name: string; readonly message: string } | undefined;
  /** Everything the function wrote: structured logs and metrics. */
  readonly output: string;
}

const answerSchema = v.object({
  result: v.optional(v.record(v.string(), v.unknown())),
  error: v.optional(v.object({ name: v.string(), message: v.string() })),
});

/**
 * Runs `dist/functions/detect-drift.js` in a process of its own, so that nothing but the environment reaches it.
 * @param environment variables of the function, endpoints of the AWS included
 * @param remainingMilliseconds time until Lambda would stop it
 * @param clockOffset milliseconds by which the function's clock is ahead of the machine's
 */
export function invokeFunction(
  event: unknown,
  environment: Readonly<Record<string, string>>,
  remainingMilliseconds = 60_000,
  clockOffset = 0,
): Promise<Invocation> {
  const child = fork(fileURLToPath(new URL('function-process.mjs', import.meta.url)), {
    env: { PATH: process.env.PATH ?? '', ...environment },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  let answer: v.InferOutput<typeof answerSchema> | undefined;
  child.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    output += chunk;
  });
  child.once('message', (message) => {
    answer = v.parse(answerSchema, message);
  });
  child.send({
    bundle: new URL('../dist/functions/detect-drift.js', import.meta.url).href,
    event,
    clockOffset,
    context: {
      remainingMilliseconds,
      functionName: 'stagedrift-detect-drift',
      functionVersion: '$LATEST',
      memoryLimitInMB: '512',
      awsRequestId: '8f0c6a52-6d0e-4d7e-9c7e-2d1f9b1c0a11',
      invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:stagedrift-detect-drift',
    },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (answer === undefined) reject(new Error(`The function ended with code ${code} and no answer: ${output}`));
      else resolve({ result: answer.result, error: answer.error, output });
    });
  });
}

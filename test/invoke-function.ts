import { type Invocation, startFunction } from './function-instance.ts';

/**
 * Runs `dist/functions/detect-drift.js` once, in a process of its own that nothing but the environment reaches.
 * @param environment variables of the function, endpoints of the AWS included
 * @param remainingMilliseconds time until Lambda would stop it
 * @param clockOffset milliseconds by which the function's clock is ahead of the machine's
 */
export async function invokeFunction(
  event: unknown,
  environment: Readonly<Record<string, string>>,
  remainingMilliseconds = 60_000,
  clockOffset = 0,
): Promise<Invocation> {
  const instance = startFunction(environment);
  const { result, error } = await instance.invoke(event, { remainingMilliseconds, clockOffset });
  return { result, error, output: await instance.end() };
}

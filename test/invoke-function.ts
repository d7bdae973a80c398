import { type Invocation, startFunction } from './function-instance.ts';

/**
 * Runs `dist/functions/detect-drift.js` once, in a process of its own that nothing but the environment reaches.
 * @param environment variables of the function, endpoints of the AWS included
 */
export async function invokeFunction(
  event: unknown,
  environment: Readonly<Record<string, string>>,
): Promise<Invocation> {
  const instance = startFunction(environment);
  const { result, error } = await instance.invoke(event);
  return { result, error, output: await instance.end() };
}

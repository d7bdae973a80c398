import { NoCredentialsError, UnansweredError } from '../doctor/unanswered.ts';
import {
  type AwsFailure,
  awsFailure,
  describeFailure,
  isDenied,
  isTransient,
  lacksCredentials,
} from './aws-failure.ts';

/**
 * Asks AWS one thing for the doctor.
 * @param action IAM action that it takes
 * @throws UnansweredError
 */
export async function ask<Answer>(service: string, action: string, call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    throw unanswered(service, action, error);
  }
}

/**
 * The same about something that may not be there.
 * @param absent names of the errors that say that there is no such thing
 * @returns `null` where there is no such thing
 */
export async function find<Answer>(
  service: string,
  action: string,
  absent: readonly string[],
  call: () => Promise<Answer>,
): Promise<Answer | null> {
  try {
    return await call();
  } catch (error) {
    if (absent.includes(awsFailure(error).name)) return null;
    throw unanswered(service, action, error);
  }
}

/**
 * @param error what the SDK threw
 * @returns why there is no answer, with the permission to ask for where that is why
 */
export function unanswered(service: string, action: string, error: unknown): UnansweredError {
  const failure = awsFailure(error);
  const reason = describeFailure(service, failure);
  if (lacksCredentials(failure)) return new NoCredentialsError(reason, { cause: error });
  const remedy = isDenied(failure) ? `have ${action} granted to the identity that runs this` : null;
  return new UnansweredError(reason, remedy, { cause: error });
}

/** Whether a failure is about the one who asks, or about the moment, and says nothing of what was asked for. */
export function isInconclusive(failure: AwsFailure): boolean {
  return isDenied(failure) || lacksCredentials(failure) || isTransient(failure);
}

import { type Fact, known, type Unknown, unknown } from '../doctor/fact.ts';
import { timeouts } from './clients.ts';
import { type AwsFailure, awsFailure, describeFailure, isDenied, lacksCredentials } from './error-reason.ts';

/** How every client of a probe is made: somebody sits there and waits. */
export function probeClient(region: string) {
  return { region, requestHandler: timeouts, maxAttempts: 3 };
}

/**
 * Asks AWS one thing for the doctor.
 * @param action IAM action that it takes
 * @param absent names of errors that say that there is no such thing, and the fact `null` with it
 */
export async function ask<Known>(
  service: string,
  action: string,
  call: () => Promise<Known>,
  absent: readonly string[],
): Promise<Fact<Known | null>> {
  try {
    return known(await call());
  } catch (error) {
    const failure = awsFailure(error);
    return absent.includes(failure.name) ? known(null) : unknownFrom(service, action, failure);
  }
}

/** The same about something that is always there. */
export async function askFor<Known>(service: string, action: string, call: () => Promise<Known>): Promise<Fact<Known>> {
  try {
    return known(await call());
  } catch (error) {
    return unknownFrom(service, action, awsFailure(error));
  }
}

/** @returns why a call told nothing */
export function unknownFrom(service: string, action: string, failure: AwsFailure): Unknown {
  const reason = describeFailure(service, failure);
  if (lacksCredentials(failure)) return unknown(reason, { kind: 'NO_CREDENTIALS' });
  return isDenied(failure) ? unknown(reason, { kind: 'DENIED', action }) : unknown(reason);
}

/** The fact that another one follows from; what is not known stays unknown. */
export async function andThen<First, Next>(
  fact: Fact<First>,
  next: (first: First) => Promise<Fact<Next>> | Fact<Next>,
): Promise<Fact<Next>> {
  return fact.kind === 'KNOWN' ? next(fact.known) : fact;
}

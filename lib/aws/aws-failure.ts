import { types } from 'node:util';
import * as v from 'valibot';

/** What an AWS call failed with, as the SDK and the network layer put it. */
export interface AwsFailure {
  /** The service's own name of the error, such as `TooManyRequestsException`, or the system's, such as `ECONNRESET`. */
  readonly name: string;
  readonly message: string;
  /** HTTP status, 0 where there was no answer. */
  readonly status: number;
}

const systemError = /^E[A-Z_]+$/;

/** What the language itself throws: it points to a fault in a program, and of no service. */
const languageError = /^(Type|Reference|Range|Syntax|URI|Assertion)Error$/;

/** What the SDK adds to an error. */
const metadataForm = v.object({
  $metadata: v.object({ httpStatusCode: v.fallback(v.number(), 0), attempts: v.fallback(v.number(), 1) }),
});

function metadataOf(error: unknown): v.InferOutput<typeof metadataForm>['$metadata'] {
  const parsed = v.safeParse(metadataForm, error);
  return parsed.success ? parsed.output.$metadata : { httpStatusCode: 0, attempts: 1 };
}

/**
 * Reads the parts of a thrown value that the SDK promises.
 * @returns `null` of a fault of this program
 */
export function failureOfAws(error: unknown): AwsFailure | null {
  if (!(types.isNativeError(error) || error instanceof DOMException)) return null;
  const { httpStatusCode: status } = metadataOf(error);
  const code: unknown = 'code' in error ? error.code : undefined;
  // An answer that the SDK cannot read ends in such an error, too, and so does an endpoint that is no URL.
  if (languageError.test(error.name) && status === 0 && code !== 'ERR_INVALID_URL') return null;
  // The SDK calls a broken connection a timeout; the system's own code tells them apart.
  const name = typeof code === 'string' && systemError.test(code) ? code : error.name;
  return { name, message: error.message, status };
}

/** @throws the value itself, if it is a fault of this program: nobody is to take that for a failure of AWS */
export function awsFailure(error: unknown): AwsFailure {
  const failure = failureOfAws(error);
  if (failure === null) throw error;
  return failure;
}

/** @returns how often a request was sent before it failed for good, the SDK's own repeats included */
export function attemptsOf(error: unknown): number {
  return metadataOf(error).attempts;
}

/** Whether the service refused a request because there were too many. */
export function isThrottled({ name, status }: AwsFailure): boolean {
  return status === 429 || /Throttl|TooManyRequests|LimitExceeded/.test(name);
}

const credentialFailures = new Set([
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'TokenProviderError',
]);

/** Whether the caller may not do this; a lack of usable credentials counts too. */
export function isDenied({ name, status }: AwsFailure): boolean {
  return status === 403 || status === 401 || /^(AccessDenied|Unauthorized|Forbidden)/.test(name);
}

/** Whether there is nobody that AWS could be asked as. */
export function lacksCredentials({ name }: AwsFailure): boolean {
  return credentialFailures.has(name);
}

/** A failure in one sentence for people; the service's own words are kept, cut to a length that fits a report. */
export function describeFailure(service: string, failure: AwsFailure): string {
  const { name, status } = failure;
  if (lacksCredentials(failure)) return `no usable AWS credentials for ${service}: ${detail(failure)}`;
  if (isDenied(failure)) return `access denied by ${service}: ${detail(failure)}`;
  if (isThrottled(failure)) return `throttled by ${service}: ${detail(failure)}`;
  if (status >= 500) return `${service} failed: ${detail(failure)}`;
  if (/Timeout|ETIMEDOUT|AbortError/.test(name)) return `${service} did not answer in time: ${detail(failure)}`;
  if (status >= 200 && status < 300) return `${service} gave an answer that cannot be read`;
  if (status >= 400) return `${service} refused the request: ${detail(failure)}`;
  if (systemError.test(name)) return `the connection to ${service} failed: ${detail(failure)}`;
  return `${service} could not be asked: ${detail(failure)}`;
}

function detail({ name, message }: AwsFailure): string {
  const text = message === '' || message === name ? name : `${name}: ${message}`;
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

/** Whether the same request may well succeed at another time: throttled, failed inside the service, or not answered. */
export function isTransient(failure: AwsFailure): boolean {
  return failure.status === 0 || failure.status === 429 || failure.status >= 500 || failure.status < 300;
}

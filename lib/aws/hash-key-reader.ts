import { parse } from '@aws-sdk/util-arn-parser';
import { type AwsFailure, awsFailure, describeFailure, isDenied } from './error-reason.ts';

/** The key that marks masked values, or a sentence for people that says why there is none. */
export type HashKey =
  | { readonly key: string; readonly warning: null }
  | { readonly key: null; readonly warning: string };

/** Characters. With a shorter key, the values behind the marks could be guessed. */
const shortestKey = 16;

interface KeyStore {
  readonly name: string;
  /** The service's name of the error that says that there is no such thing. */
  readonly notFound: string;
  readonly permission: string;
  /** Loads its part of the SDK first, which a function without a key never needs. */
  read(arn: string, region: string): Promise<string | undefined>;
}

const parameterStore: KeyStore = {
  name: 'Parameter Store',
  notFound: 'ParameterNotFound',
  permission: 'ssm:GetParameter',
  read: async (arn, region) => (await import('./parameter-reader.ts')).readParameter(arn, region),
};

const secretsManager: KeyStore = {
  name: 'Secrets Manager',
  notFound: 'ResourceNotFoundException',
  permission: 'secretsmanager:GetSecretValue',
  read: async (arn, region) => (await import('./secret-reader.ts')).readSecret(arn, region),
};

/**
 * Reads the key for the marks of masked values. For want of it no alert is lost: values are then masked without marks.
 * @param arn of an SSM parameter (best a SecureString) or of a Secrets Manager secret, whose whole text is the key
 */
export async function readHashKey(arn: string): Promise<HashKey> {
  const { service, region } = parse(arn);
  const store = service === 'ssm' ? parameterStore : secretsManager;
  try {
    return usable(arn, await store.read(arn, region));
  } catch (error) {
    return without(arn, reason(store, awsFailure(error)));
  }
}

function usable(arn: string, key: string | undefined): HashKey {
  if (key === undefined) return without(arn, 'it has no text');
  if (key.length < shortestKey) return without(arn, `it has fewer than ${shortestKey} characters`);
  return { key, warning: null };
}

function without(arn: string, reason: string): HashKey {
  return { key: null, warning: `Masked values have no hash, since the key ${arn} cannot be used: ${reason}` };
}

function reason({ name, notFound, permission }: KeyStore, failure: AwsFailure): string {
  if (failure.name === notFound) return `${name} does not have it`;
  const told = describeFailure(name, failure);
  return isDenied(failure) ? `${told} (${permission} is needed, and kms:Decrypt for a key of your own)` : told;
}

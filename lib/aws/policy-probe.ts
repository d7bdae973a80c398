import type { S3Client } from '@aws-sdk/client-s3';
import { type Fact, known, unknown } from '../doctor/fact.ts';
import type { RulesSeen } from '../doctor/probes.ts';
import { RulesError } from '../findings/rules/rules.ts';
import type { RulesSource } from '../findings/rules/rules-source.ts';
import { StateAccessError } from '../terraform/read-states.ts';
import { awsFailure, isDenied, isTransient, lacksCredentials } from './error-reason.ts';
import { readHashKey } from './hash-key-reader.ts';
import { unknownFrom } from './probe.ts';
import { readRules } from './rules-reader.ts';

/** Reads the rules just as a run does. */
export async function probeRules(source: RulesSource, s3: S3Client): Promise<Fact<RulesSeen>> {
  try {
    const { ignore, severity, show } = await readRules(source, s3, new AbortController().signal);
    return known({ kind: 'USABLE', ignore: ignore.length, severity: severity.length, show: show.length });
  } catch (error) {
    if (!(error instanceof RulesError)) throw error;
    if (source.kind === 'OBJECT' && error.cause instanceof StateAccessError) {
      const failure = awsFailure(error.cause.cause);
      if (isDenied(failure) || lacksCredentials(failure) || isTransient(failure)) {
        return unknownFrom('S3', `s3:GetObject on ${source.bucket}/${source.key}`, failure);
      }
    }
    return known({ kind: 'UNUSABLE', reason: error.message });
  }
}

/** Whether the key can be used; it is read, and goes nowhere from here. */
export async function probeHashKey(arn: string): Promise<Fact<string | null>> {
  const { warning, denied } = await readHashKey(arn);
  if (warning === null) return known(null);
  const action = 'ssm:GetParameter or secretsmanager:GetSecretValue, and kms:Decrypt,';
  return denied ? unknown(warning, { kind: 'DENIED', action }) : known(warning);
}

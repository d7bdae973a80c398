import type { S3Client } from '@aws-sdk/client-s3';
import { type Fact, known } from '../doctor/fact.ts';
import type { RulesSeen } from '../doctor/probes.ts';
import { RulesError } from '../findings/rules/rules.ts';
import type { RulesSource } from '../findings/rules/rules-source.ts';
import { StateAccessError } from '../terraform/read-states.ts';
import { type AwsFailure, awsFailure, isDenied, isTransient, lacksCredentials } from './error-reason.ts';
import { unknownFrom } from './probe.ts';
import { readRules } from './rules-reader.ts';

/** Reads the rules just as a run does. */
export async function probeRules(source: RulesSource, s3: S3Client): Promise<Fact<RulesSeen>> {
  try {
    const { ignore, severity, show } = await readRules(source, async () => s3, new AbortController().signal);
    return known({ kind: 'USABLE', ignore: ignore.length, severity: severity.length, show: show.length });
  } catch (error) {
    if (!(error instanceof RulesError)) throw error;
    if (source.kind === 'OBJECT' && error.cause instanceof StateAccessError) {
      const failure = awsFailure(error.cause.cause);
      if (isOurs(failure)) {
        return unknownFrom('S3', `s3:GetObject on ${source.bucket}/${source.key}`, failure);
      }
    }
    return known({ kind: 'UNUSABLE', reason: error.message });
  }
}

/** Whether a failure says something of whoever asks, or of the moment, and nothing of what was asked for. */
function isOurs(failure: AwsFailure): boolean {
  return isDenied(failure) || lacksCredentials(failure) || isTransient(failure);
}

import type { S3Client } from '@aws-sdk/client-s3';
import type { Unusable } from '../../doctor/probes.ts';
import { type Rules, RulesError } from '../../findings/rules/rules.ts';
import type { RulesSource } from '../../findings/rules/rules-source.ts';
import { StateAccessError } from '../../terraform/read-states.ts';
import { failureOfAws } from '../aws-failure.ts';
import { isInconclusive, unanswered } from '../probe.ts';
import { readRules } from './rules-reader.ts';

/**
 * Reads the rules just as a run does.
 * @throws UnansweredError
 */
export async function probeRules(source: RulesSource, s3: S3Client): Promise<Rules | Unusable> {
  try {
    return await readRules(source, async () => s3, new AbortController().signal);
  } catch (error) {
    if (!(error instanceof RulesError)) throw error;
    const cause = error.cause instanceof StateAccessError ? error.cause.cause : null;
    const failure = failureOfAws(cause);
    if (source.kind === 'OBJECT' && failure !== null && isInconclusive(failure)) {
      throw unanswered('S3', `s3:GetObject on ${source.bucket}/${source.key}`, cause);
    }
    return { unusable: error.message };
  }
}

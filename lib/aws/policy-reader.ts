import type { S3Client } from '@aws-sdk/client-s3';
import type { Config } from '../config/config.ts';
import type { Policy } from '../findings/assess.ts';
import { noRules } from '../findings/rules/rules.ts';
import { readHashKey } from './hash-key-reader.ts';

/**
 * Reads the rules and the key for masked values.
 * @param openS3 called only where the rules are in S3
 * @param deadline aborts when the time of the run is up
 * @throws RulesError
 */
export async function readPolicy(
  { rules, hashKeyArn }: Pick<Config, 'rules' | 'hashKeyArn'>,
  openS3: () => Promise<S3Client>,
  deadline: AbortSignal,
): Promise<Policy> {
  const { key, warning } = hashKeyArn === null ? { key: null, warning: null } : await readHashKey(hashKeyArn);
  return {
    rules: rules === null ? noRules : await (await import('./s3/rules-reader.ts')).readRules(rules, openS3, deadline),
    hashKey: key,
    warnings: warning === null ? [] : [warning],
  };
}

import { readFile } from 'node:fs/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { type Rules, RulesError } from '../../findings/rules/rules.ts';
import { parseRules } from '../../findings/rules/rules-file.ts';
import type { RulesSource } from '../../findings/rules/rules-source.ts';
import { fileReason } from '../../model/file-error.ts';
import { StateAccessError } from '../../terraform/read-states.ts';

/** People write rules by hand, so that what is larger is something else. */
const maxBytes = 1024 * 1024;

/**
 * Reads the rules. A rule that is not applied changes what is reported, so that nothing may be checked without them.
 * @param openS3 called only where the rules are in S3
 * @param deadline aborts when the time of the run is up
 * @throws RulesError if they cannot be read, or with every problem that is in them
 */
export async function readRules(
  source: RulesSource,
  openS3: () => Promise<S3Client>,
  deadline: AbortSignal,
): Promise<Rules> {
  const place = source.kind === 'FILE' ? source.path : source.uri;
  try {
    if (source.kind === 'FILE') return parseRules(await readFile(source.path, 'utf8'), place);
    const { createS3Objects } = await import('./objects.ts');
    return parseRules(await createS3Objects(await openS3(), deadline, maxBytes).readText(source), place);
  } catch (error) {
    if (error instanceof RulesError) throw error;
    const reason = error instanceof StateAccessError ? error.message : fileReason(error, 'rules');
    throw new RulesError([`${place}: ${reason}`], { cause: error });
  }
}

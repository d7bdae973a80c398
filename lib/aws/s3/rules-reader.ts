import { readFile } from 'node:fs/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { fileReason } from '../../file-error.ts';
import { type Rules, RulesError } from '../../findings/rules/rules.ts';
import { parseRules } from '../../findings/rules/rules-file.ts';
import type { RulesSource } from '../../findings/rules/rules-source.ts';
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
  return source.kind === 'FILE'
    ? parseRules(await readRulesFile(source.path), source.path)
    : parseRules(await readObject(source, await openS3(), deadline), source.uri);
}

async function readObject(
  source: Extract<RulesSource, { kind: 'OBJECT' }>,
  client: S3Client,
  deadline: AbortSignal,
): Promise<string> {
  try {
    const { createS3Objects } = await import('./objects.ts');
    return await createS3Objects(client, deadline, maxBytes).readText(source);
  } catch (error) {
    if (!(error instanceof StateAccessError)) throw error;
    throw new RulesError([`${source.uri}: ${error.message}`], { cause: error });
  }
}

async function readRulesFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new RulesError([`${path}: ${fileReason(error, 'rules')}`], { cause: error });
  }
}

import { createReadStream } from 'node:fs';
import { isFileError } from '../lib/file-error.ts';
import { StateAccessError, type StateStore } from '../lib/terraform/read-states.ts';
import { readStateFile } from '../lib/terraform/state-file.ts';
import type { ParsedState } from '../lib/terraform/state-memory.ts';
import { UnusableStateError } from '../lib/terraform/unusable-state.ts';

/**
 * Reads state files of this machine, and leaves everything else to the store of S3.
 * @param openS3 called only where something is in S3
 */
export function withLocalFiles(openS3: () => Promise<StateStore>): StateStore {
  return {
    async *listStates(bucket, prefix) {
      yield* (await openS3()).listStates(bucket, prefix);
    },
    readState: async (location, types) =>
      location.kind === 'FILE' ? readLocal(location.path, types) : (await openS3()).readState(location, types),
  };
}

const reasons = new Map([
  ['ENOENT', 'there is no such file'],
  ['EACCES', 'this user may not read it'],
  ['EISDIR', 'it is a folder: name the state file in it'],
]);

async function readLocal(path: string, types: ReadonlySet<string>): Promise<ParsedState> {
  try {
    return { file: await readStateFile(createReadStream(path), types), version: null };
  } catch (error) {
    if (error instanceof UnusableStateError) throw error;
    if (!isFileError(error)) throw error;
    throw new StateAccessError(reasons.get(error.code) ?? `it cannot be read: ${error.message}`, { cause: error });
  }
}

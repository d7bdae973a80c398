import { createReadStream } from 'node:fs';
import { fileReason } from '../lib/model/file-error.ts';
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

async function readLocal(path: string, types: ReadonlySet<string>): Promise<ParsedState> {
  try {
    return { file: await readStateFile(createReadStream(path), types), version: null };
  } catch (error) {
    if (error instanceof UnusableStateError) throw error;
    throw new StateAccessError(fileReason(error, 'state'), { cause: error });
  }
}

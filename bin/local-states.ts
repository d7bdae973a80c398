import { createReadStream } from 'node:fs';
import { StateAccessError, type StateStore } from '../lib/terraform/read-states.ts';
import { readStateFile } from '../lib/terraform/state-file.ts';
import type { ParsedState } from '../lib/terraform/state-memory.ts';
import { UnusableStateError } from '../lib/terraform/unusable-state.ts';

/** Reads state files of this machine, and leaves everything else to the store of S3. */
export function withLocalFiles(s3: StateStore): StateStore {
  return {
    listStates: (bucket, prefix) => s3.listStates(bucket, prefix),
    readState: (location, types) =>
      location.kind === 'FILE' ? readLocal(location.path, types) : s3.readState(location, types),
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
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new StateAccessError(reasons.get(code) ?? `it cannot be read: ${String(error)}`, { cause: error });
  }
}

import { readFile } from 'node:fs/promises';
import { StateAccessError, type StateContent, type StateStore } from '../lib/terraform/read-states.ts';

/** Reads state files of this machine, and leaves everything else to the store of S3. */
export function withLocalFiles(s3: StateStore): StateStore {
  return {
    listStates: (bucket, prefix) => s3.listStates(bucket, prefix),
    readState: (location) => (location.kind === 'FILE' ? readLocal(location.path) : s3.readState(location)),
  };
}

const reasons = new Map([
  ['ENOENT', 'there is no such file'],
  ['EACCES', 'this user may not read it'],
  ['EISDIR', 'it is a folder: name the state file in it'],
]);

async function readLocal(path: string): Promise<StateContent> {
  try {
    return { text: await readFile(path, 'utf8'), version: null };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new StateAccessError(reasons.get(code) ?? `it cannot be read: ${String(error)}`, { cause: error });
  }
}

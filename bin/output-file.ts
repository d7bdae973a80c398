import { access, constants, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isFileError } from '../lib/model/file-error.ts';
import { UsageError } from './usage-error.ts';

/** Known before anything is asked, so that no work is done for a result that has no place. @throws UsageError */
export async function requirePlace(path: string): Promise<void> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    (error: unknown) => {
      if (!isFileError(error)) throw error;
      return false;
    },
  );
  if (path === '' || isFolder) throw new UsageError(`--output ${JSON.stringify(path)} names no file`);
  await access(dirname(path), constants.W_OK).catch((error: unknown) => {
    throw cannotWrite(path, error);
  });
}

/** @param flag `wx` never writes over a file; @throws UsageError */
export async function writeOutput(path: string, text: string, flag: 'w' | 'wx' = 'w'): Promise<void> {
  await writeFile(path, text, { flag }).catch((error: unknown) => {
    throw cannotWrite(path, error);
  });
}

function cannotWrite(path: string, error: unknown): unknown {
  if (!isFileError(error)) return error;
  return new UsageError(`${path} cannot be written: ${error.message}`, { cause: error });
}

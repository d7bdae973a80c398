import type { Stats } from 'node:fs';
import { access, constants, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isFileError } from '../lib/model/file-error.ts';
import { UsageError } from './usage-error.ts';

/**
 * Known before anything is asked, so that no work is done for a result that has no place.
 * @param inputs paths of the files that the command reads: a report must never replace one
 * @throws UsageError
 */
export async function requirePlace(path: string, inputs: readonly string[]): Promise<void> {
  const found = await statOf(path);
  if (path === '' || found?.isDirectory()) throw new UsageError(`--output ${JSON.stringify(path)} names no file`);
  // The same file may go by several names.
  const read = await Promise.all(inputs.map(statOf));
  if (found !== null && read.some((input) => input?.dev === found.dev && input.ino === found.ino)) {
    throw new UsageError(
      `--output ${JSON.stringify(path)} is read by this command, and would be lost: name another file`,
    );
  }
  await access(dirname(path), constants.W_OK).catch((error: unknown) => {
    throw cannotWrite(path, error);
  });
}

/** @returns `null` where there is no such file */
function statOf(path: string): Promise<Stats | null> {
  return stat(path).catch((error: unknown) => {
    if (!isFileError(error)) throw error;
    return null;
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

import { types } from 'node:util';

/** Whether a file cannot be read or written: the system refuses it, or no path can look like that. */
export function isFileError(error: unknown): error is Error & { readonly code: string } {
  if (!types.isNativeError(error) || !('code' in error) || typeof error.code !== 'string') return false;
  return /^E[A-Z0-9]+$/.test(error.code) || error.code === 'ERR_INVALID_ARG_VALUE';
}

/**
 * @param kind what file is wanted, such as `state`
 * @returns why it cannot be read, in a sentence for people
 * @throws the error, if it is a fault of this program
 */
export function fileReason(error: unknown, kind: string): string {
  if (!isFileError(error)) throw error;
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    EACCES: 'this user may not read it',
    EISDIR: `it is a folder: name the ${kind} file in it`,
  };
  return reasons[error.code] ?? `it cannot be read: ${error.message}`;
}

import { types } from 'node:util';

/** Whether a file cannot be read or written: the system refuses it, or no path can look like that. */
export function isFileError(error: unknown): error is Error & { readonly code: string } {
  if (!types.isNativeError(error) || !('code' in error) || typeof error.code !== 'string') return false;
  return /^E[A-Z0-9]+$/.test(error.code) || error.code === 'ERR_INVALID_ARG_VALUE';
}

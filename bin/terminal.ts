import type { WriteStream } from 'node:tty';
import picocolors from 'picocolors';
import { UsageError } from './usage-error.ts';

/** Colours of what is printed, none where pipes and files are read by programs. The text says the same without them. */
export const colors = picocolors.createColors(process.stdout.isTTY === true && picocolors.isColorSupported);

/** @returns a line that follows the work; it stays silent where nobody watches, that is, off a terminal */
export function createProgress(stream: WriteStream): { show(text: string): void; clear(): void } {
  if (stream.isTTY !== true) return { show: () => {}, clear: () => {} };
  return {
    show: (text) => stream.write(`\r\u001b[K${picocolors.dim(text)}`),
    clear: () => stream.write('\r\u001b[K'),
  };
}

/**
 * Waits until the reader has all of it, since a pipe may be slower than the program's end. A reader that has had enough, as
 * `head` has, changes nothing of what was found.
 * @throws UsageError where it cannot be written for another reason, such as a full disk
 */
export function print(text: string): Promise<void> {
  const { stdout } = process;
  return new Promise((resolve, reject) => {
    stdout.once('error', (error) => {
      if ('code' in error && error.code === 'EPIPE') resolve();
      else reject(new UsageError(`the output cannot be written: ${error.message}`, { cause: error }));
    });
    stdout.write(text, (error) => {
      if (error === null || error === undefined) resolve();
    });
  });
}

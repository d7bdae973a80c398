import type { WriteStream } from 'node:tty';
import colors from 'picocolors';
import type { TextStyle } from '../lib/report/text.ts';

/** Colours by meaning: what was, what is, and how bad it is. The text says the same without them. */
export const colored: TextStyle = {
  headline: (text, status) =>
    colors.bold({ IN_SYNC: colors.green, DRIFTED: colors.red, INCOMPLETE: colors.yellow }[status](text)),
  label: (text) => colors.bold(colors.yellow(text)),
  dim: colors.dim,
  was: colors.green,
  is: colors.red,
};

/** Whether what is printed may have colours: pipes and files are read by programs. */
export function isInColor(): boolean {
  return process.stdout.isTTY === true && colors.isColorSupported;
}

/** @returns a line that follows the work; it stays silent where nobody watches, that is, off a terminal */
export function createProgress(stream: WriteStream): { show(text: string): void; clear(): void } {
  if (stream.isTTY !== true) return { show: () => {}, clear: () => {} };
  return {
    show: (text) => stream.write(`\r\u001b[K${colors.dim(text)}`),
    clear: () => stream.write('\r\u001b[K'),
  };
}

/** Waits until the reader has all of it, since a pipe may be slower than the program's end. */
export function print(text: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(text, () => resolve()));
}

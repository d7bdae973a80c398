import * as v from 'valibot';
import type { Clock } from '../../lib/model/clock.ts';

/** A command of the command line: a file in this folder, and a line in the table of `bin/arguments.ts`. */
export interface Command {
  /** The words that call it, such as `rules suggest`. */
  readonly name: string;
  /** What follows the name, for people. */
  readonly usage: string;
  /** One line that says what it is for. */
  readonly summary: string;
  /** What `stagedrift NAME --help` says, `null` where the help of all commands says it. */
  readonly help: string | null;
  /** Names of the options it takes; each takes a text. */
  readonly options: readonly string[];
  /** @returns the work to do, which in its turn gives the exit code; it must not begin where a problem was reported */
  prepare(call: Call): (clock: Clock) => Promise<number>;
}

/** How a command is called. */
export interface Call {
  /** What stands behind the name and is no option. */
  readonly words: readonly string[];
  readonly options: ReadonlyMap<string, string>;
  /** Takes down why it cannot be done; all problems are reported at once. */
  problem(text: string): void;
}

/** @returns what a form makes of a text, or `null` after a problem */
export function readWith<Output>(
  form: v.GenericSchema<unknown, Output>,
  text: string,
  { problem }: Call,
): Output | null {
  const parsed = v.safeParse(form, text, { abortPipeEarly: true });
  if (parsed.success) return parsed.output;
  problem(parsed.issues[0].message);
  return null;
}

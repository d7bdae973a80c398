import { type StateSource, sourceForm } from '../../lib/terraform/state-source.ts';
import { type Call, readWith } from './command.ts';

/** @returns the states that the command is about */
export function sourcesOf(call: Call, command: string): readonly StateSource[] {
  if (call.words.length === 0) call.problem(`${command} needs a state: a file, s3://bucket/key or a glob`);
  return call.words.map((text) => readWith(sourceForm, text, call)).filter((source) => source !== null);
}

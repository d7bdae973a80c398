import { createStateParser, type StateFile } from '../lib/terraform/state-file.ts';

/** @returns a state whose text is all there; @throws UnusableStateError */
export function parseStateFile(text: string, types: ReadonlySet<string>): StateFile {
  const parser = createStateParser(types);
  parser.write(text.replace(/^\uFEFF/, ''));
  return parser.end();
}

import { TextDecoder } from 'node:util';
import { UnusableStateError } from './unusable-state.ts';

/** Bytes that show what a file is: the longest of `otherFiles`, in UTF-16. */
const headBytes = 32;

/** Files that people have at hand in place of a state, by how they begin. */
const otherFiles: readonly (readonly [start: string, what: string])[] = [
  [
    'PK\u0003\u0004',
    'it is a plan or another archive, not a state: run "terraform state pull > terraform.tfstate" and check that file',
  ],
  [
    '[command]',
    'it begins with a line of the wrapper of setup-terraform: set "terraform_wrapper: false" there, and write the file again',
  ],
];

/**
 * The text of a state in UTF-8, or in UTF-16 with a byte order mark, as PowerShell 5.1 writes the output of commands.
 * @throws UnusableStateError where its first bytes are those of another kind of file, or whatever the chunks fail with
 */
export async function* stateText(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let head: Uint8Array | null = new Uint8Array();
  let decoder = new TextDecoder();
  for await (const chunk of chunks) {
    // Chunks end in the middle of a character.
    if (head === null) {
      yield decoder.decode(chunk, { stream: true });
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < headBytes) continue;
    decoder = decoderOf(head);
    yield begun(decoder.decode(head, { stream: true }));
    head = null;
  }
  if (head !== null) yield begun(decoderOf(head).decode(head));
  yield decoder.decode();
}

/** A decoder leaves out the byte order mark of its own encoding. */
function decoderOf([first, second]: Uint8Array): TextDecoder {
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le');
  return new TextDecoder(first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8');
}

function begun(text: string): string {
  const [, what] = otherFiles.find(([start]) => text.startsWith(start)) ?? [];
  if (what !== undefined) throw new UnusableStateError(what);
  return text;
}

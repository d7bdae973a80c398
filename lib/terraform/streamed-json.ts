import { getManyValues, none } from 'stream-chain/defs.js';
import { Assembler } from 'stream-json/core/assembler.js';
import { jsonParser, type Token } from 'stream-json/core/parser.js';
import { UnusableStateError } from './unusable-state.ts';

/** Pieces of a text that are joined at once. */
const maxPieces = 4_096;

/**
 * JSON that is parsed while its text comes in.
 * @param onToken looks at what has been assembled after each token, and may take something out of it
 */
export function createStreamedJson(onToken: (name: Token['name'], assembler: Assembler) => void) {
  const tokenize = jsonParser({ streamKeys: false, streamNumbers: false, packStrings: false });
  const assembler = new Assembler();
  let isBegun = false;
  let pieces: string[] = [];
  let text = '';
  let length = 0;

  /**
   * A text with many escapes comes in pieces of a few characters. Left to the library, they are kept one by one until
   * somebody reads the text, at some 30 bytes a character.
   */
  function assemble(token: Token): void {
    switch (token.name) {
      case 'startString':
        pieces = [];
        text = '';
        break;
      case 'stringChunk':
        pieces.push(token.value);
        if (pieces.length < maxPieces) break;
        text += pieces.join('');
        pieces = [];
        break;
      case 'endString':
        isBegun = true;
        assembler.stringValue(text + pieces.join(''));
        break;
      default:
        isBegun = true;
        assembler.consume(token);
        onToken(token.name, assembler);
    }
  }

  /** @throws UnusableStateError where it is not JSON */
  function write(more: string): void {
    length += more.length;
    for (const token of tokensOf(() => tokenize(more))) assemble(token);
  }

  return {
    write,
    /**
     * @returns the value, less what was taken out of it
     * @throws UnusableStateError where it is not JSON, or not all of it
     */
    end(): unknown {
      if (length === 0) throw new UnusableStateError('it is empty');
      const characters = length;
      // A number on its own ends where something else begins.
      if (assembler.done) write('\n');
      if (isBegun && assembler.done) return assembler.current;
      throw new UnusableStateError(
        `its JSON ends too early (after ${characters} characters): the upload may have been cut short`,
      );
    },
  };
}

function tokensOf(tokenize: () => ReturnType<ReturnType<typeof jsonParser>>): readonly Token[] {
  try {
    const tokens = tokenize();
    return tokens === none ? [] : getManyValues(tokens);
  } catch (error) {
    // The library has no class for it, and its sentence is about itself.
    if (error instanceof Error && error.message.startsWith('Parser ')) throw new UnusableStateError('it is not JSON');
    throw error;
  }
}

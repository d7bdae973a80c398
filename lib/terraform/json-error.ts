/** What is wrong with JSON, in terms that quote nothing of it. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
  /** Whether the text ends where something is still to come. */
  readonly endsEarly: boolean;
  /** Character at which it cannot be read on, `null` where the parser does not say. */
  readonly position: number | null;

  constructor(endsEarly: boolean, position: number | null) {
    super(endsEarly ? 'the JSON ends too early' : 'it is not JSON');
    this.endsEarly = endsEarly;
    this.position = position;
  }
}

/** @returns the value, or a JsonError, which is no value that JSON can have */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The parser's own error quotes the text, and with it a secret perhaps: only what the parser itself says is read of it.
    const position = / at position (\d+)( \(line \d+ column \d+\))?$/.exec(String(error))?.[1];
    const endsEarly = /^SyntaxError: (Unexpected end|Unterminated)/.test(String(error));
    return new JsonError(endsEarly, position === undefined ? null : Number(position));
  }
}

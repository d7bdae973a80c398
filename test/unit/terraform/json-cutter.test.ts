import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createJsonCutter } from '../../../lib/terraform/json-cutter.ts';
import { JsonError } from '../../../lib/terraform/json-error.ts';

type Outcome = { readonly value: unknown } | { readonly endsEarly: boolean; readonly position: number | null };

/** What the parser of the platform says of the whole text at once. */
function whole(text: string): Outcome {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const found = / at position (\d+)/.exec(String(error))?.[1];
    const position = found === undefined ? null : Number(found);
    const early = /^SyntaxError: (Unexpected end|Unterminated)/.test(String(error));
    return { endsEarly: early || position === text.length, position };
  }
}

/** Text in pieces of the given lengths, over and over. */
function* divided(text: string, lengths: readonly number[]): Generator<string> {
  for (let at = 0, piece = 0; at < text.length; piece += 1) {
    const length = lengths[piece % lengths.length] ?? text.length;
    yield text.slice(at, at + length);
    at += length;
  }
}

interface Objects {
  [member: string]: unknown;
  list?: unknown[];
}

/** What the cutter says, with everything that it cut out put back. */
function cut(text: string, lengths: readonly number[] = [text.length]): Outcome & { held?: number } {
  const pending = { outer: new Map<number, unknown>(), inner: new Map<number, unknown>() };
  const restored = (value: unknown, list: 'outer' | 'inner') => {
    const object = value as Objects;
    const items = object?.[list];
    if (!Array.isArray(items)) return value;
    return { ...object, [list]: items.map((left, index) => pending[list].get(index) ?? left) };
  };
  const cutter = createJsonCutter(['outer', 'inner'], {
    listBegins: (list) => pending[list as 'outer' | 'inner'].clear(),
    cut(list, index, value) {
      pending[list as 'outer' | 'inner'].set(index, list === 'outer' ? restored(value, 'inner') : value);
      if (list === 'outer') pending.inner.clear();
    },
  });
  for (const piece of divided(text, lengths)) cutter.write(piece);
  try {
    return { value: restored(cutter.end(), 'outer') };
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return { endsEarly: error.endsEarly, position: error.position };
  }
}

const awkward = fc.constantFrom('"', '\\', '[{', '"outer": [', 'ü', '\uFEFF', '', '\n', '}]');
const leaf = fc.oneof(fc.jsonValue({ maxDepth: 2 }), awkward);
const innermost = fc.dictionary(fc.oneof(fc.string(), awkward), leaf, { maxKeys: 3 });
const list = (item: fc.Arbitrary<unknown>) =>
  fc.array(fc.oneof({ weight: 4, arbitrary: item }, leaf), { maxLength: 4 });
const middle = fc.record({ type: leaf, inner: list(innermost), after: leaf }, { requiredKeys: [] });
const outermost = fc.record({ before: leaf, outer: list(middle), after: leaf }, { requiredKeys: [] });
// After an object with a member named `\\`, V8 takes others at its place for it (nodejs/node#63785).
const isReadRight = (text: string) => !text.includes(`"${'\\\\'}":`);
const valid = fc
  .tuple(outermost, fc.constantFrom(0, 2))
  .map(([value, indent]) => JSON.stringify(value, null, indent))
  .filter(isReadRight);
const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });

describe('what is cut out and what is left', () => {
  it('are together the value as a whole, however the text is divided', () => {
    fc.assert(
      fc.property(valid, lengths, (text, pieces) => {
        expect(cut(text, pieces)).toEqual(whole(text));
      }),
      { numRuns: 500 },
    );
  });

  it.each(['null', '5', '"outer"', '[]', '[{"outer":[{}]}]', '{"outer":{"outer":[{}]}}', ' {"outer" : [ ] } '])(
    'of %s are the value as a whole',
    (text) => {
      expect(cut(text)).toEqual(whole(text));
    },
  );

  it.each([
    ['a quoted name', '{"a\\"outer": [{"b": 1}]}'],
    ['a name in a text', '{"a": "\\"outer\\":[{\\"b\\": 1}]"}'],
    ['a name far from its list', `{"outer": ${' '.repeat(100)}[{"b": 1}]}`],
    ['an escaped name', '{"\\u006futer": [{"b": 1}]}'],
  ])('do not mind %s', (_, text) => {
    expect(cut(text, [1])).toEqual(whole(text));
  });
});

describe('what is wrong', () => {
  it('is what the parser says of the whole, with the same position, wherever the text is cut off', () => {
    fc.assert(
      fc.property(valid, lengths, fc.nat(), (text, pieces, end) => {
        const part = text.slice(0, end % text.length);
        expect(cut(part, pieces)).toEqual(whole(part));
      }),
      { numRuns: 500 },
    );
  });

  it('is the same wherever characters are lost or come in', () => {
    const some = fc.array(fc.constantFrom(...'{}[],:"\\ 0a\n'), { maxLength: 3 });
    fc.assert(
      fc.property(valid, lengths, fc.nat(), fc.nat({ max: 3 }), some, (text, pieces, place, lost, found) => {
        const at = place % text.length;
        const broken = text.slice(0, at) + found.join('') + text.slice(at + lost);
        fc.pre(isReadRight(broken));
        expect(cut(broken, pieces)).toEqual(whole(broken));
      }),
      { numRuns: 2_000 },
    );
  });
});

it('no more is held than the largest object and what is left of the rest', () => {
  const item = { text: 'x'.repeat(1_000) };
  const text = JSON.stringify({ outer: [{ inner: Array(500).fill(item) }, ...Array(500).fill({ inner: [item] })] });
  const cutter = createJsonCutter(['outer', 'inner'], { listBegins: () => {}, cut: () => {} });
  for (const piece of divided(text, [100])) cutter.write(piece);
  cutter.end();

  expect(cutter.length()).toBe(text.length);
  expect(cutter.held()).toBeLessThan(5_000);
});

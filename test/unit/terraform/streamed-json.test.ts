import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createStreamedJson } from '../../../lib/terraform/streamed-json.ts';
import { UnusableStateError } from '../../../lib/terraform/unusable-state.ts';

type Outcome = { readonly value: unknown } | 'REFUSED';

/** What the parser of the platform says of the whole text at once. */
function whole(text: string): Outcome {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return 'REFUSED';
  }
}

/** What is said of the text in pieces of the given lengths, over and over. */
function streamed(text: string, lengths: readonly number[] = [text.length]): Outcome {
  const json = createStreamedJson(() => {});
  try {
    for (let at = 0, piece = 0; at < text.length; piece += 1) {
      const length = lengths[piece % lengths.length] ?? text.length;
      json.write(text.slice(at, at + length));
      at += length;
    }
    return { value: json.end() };
  } catch (error) {
    if (!(error instanceof UnusableStateError)) throw error;
    return 'REFUSED';
  }
}

// After an object with a member named `\\`, V8 takes others at its place for it (nodejs/node#63785).
const name = fc
  .oneof(fc.string(), fc.constantFrom('__proto__', 'ü', '\uFEFFa', ''))
  .filter((text) => !/["\\]/.test(text));
const awkward = fc.constantFrom(
  '"',
  '\\',
  '[{',
  'ü',
  '\uFEFF',
  '\ud800',
  '\u2028',
  '\n',
  '}]',
  -0,
  1e300,
  5e-324,
  true,
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    awkward,
    fc.string(),
    fc.double({ noDefaultInfinity: true, noNaN: true }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 4 }),
  ),
}));
const valid = fc.tuple(value, fc.constantFrom(0, 2)).map(([some, indent]) => JSON.stringify(some, null, indent));
const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });

describe('JSON that comes in pieces', () => {
  it('is the value that it is as a whole, however it is divided', () => {
    fc.assert(
      fc.property(valid, lengths, (text, pieces) => {
        expect(streamed(text, pieces)).toEqual(whole(text));
      }),
      { numRuns: 500 },
    );
  });

  it('is refused where it is refused as a whole, wherever characters are lost or come in', () => {
    const some = fc.array(fc.constantFrom(...'{}[],:" 0a\n-.eu\uFEFF', 'true', 'null', '\\u00', '1e'), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(valid, lengths, fc.nat(), fc.nat({ max: 3 }), some, (text, pieces, place, lost, found) => {
        const at = place % text.length;
        const broken = text.slice(0, at) + found.join('') + text.slice(at + lost);
        fc.pre(!/\\.":|\\\\":/.test(broken));
        expect(streamed(broken, pieces)).toEqual(whole(broken));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    'null',
    '5',
    '-0.5e3',
    '"a"',
    '[]',
    '{}',
    ' true ',
    '[[[]]]',
    '{"a":1,"a":2}',
    '{"\\u0061":"\\ud83d\\ude42"}',
  ])('is the value as a whole: %s', (text) => {
    expect(streamed(text, [1])).toEqual(whole(text));
  });

  it.each([
    '',
    ' ',
    'tru',
    '"a',
    '[1',
    '{"a":1',
    '1 2',
    '{} {}',
    "{'a':1}",
    '[1,]',
    '{"a":1,}',
    '01',
    '1.',
    '+1',
    'NaN',
  ])('is refused as it is as a whole: %j', (text) => {
    expect(streamed(text, [1])).toBe('REFUSED');
  });

  it('may have a text of very many escapes', () => {
    const text = JSON.stringify({ document: '"a":\n'.repeat(20_000) });

    expect(streamed(text, [1_000])).toEqual(whole(text));
  });
});

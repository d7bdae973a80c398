import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonLines } from '../../../../lib/report/page/json-lines.ts';

const padding = 'x'.repeat(60);
const shown = (text: string) =>
  jsonLines(text)?.map(({ depth, text: line, comma }) => `${'  '.repeat(depth)}${line}${comma ? ',' : ''}`) ?? null;

describe('a text that looks like JSON', () => {
  it('is set out one member to a line', () => {
    expect(shown(`{"a":"${padding}","b":{"c":[1,{}],"d":null},"e":true}`)).toEqual([
      '{',
      `  "a": "${padding}",`,
      '  "b": {',
      '    "c": [',
      '      1,',
      '      {',
      '      }',
      '    ],',
      '    "d": null',
      '  },',
      '  "e": true',
      '}',
    ]);
  });

  it('need not be JSON before it is filled in', () => {
    expect(shown(`{ "status":$context.status, "why" : "${padding}" }`)).toEqual([
      '{',
      '  "status": $context.status,',
      `  "why": "${padding}"`,
      '}',
    ]);
  });

  it('keeps signs and blanks that stand inside a string', () => {
    expect(shown(`{"a":"{ \\"b\\" : [1,  2] }","pad":"${padding}"}`)).toContain('  "a": "{ \\"b\\" : [1,  2] }",');
  });

  it('keeps a blank between two words, and every blank that is none of JSON', () => {
    expect(shown(`{"a":one  two,"b":\u00a0,"pad":"${padding}"}`)?.slice(1, 3)).toEqual([
      '  "a": one two,',
      '  "b": \u00a0,',
    ]);
  });

  it.each([
    ['short', '{"a":1}'],
    ['no JSON', `$context.requestId ${padding}`],
    ['without an end', `{"a":"${padding}"`],
    ['with a string without an end', `{"a":"${padding}}`],
    ['closed by another sign', `{"a":"${padding}"]`],
    ['followed by something', `{"a":"${padding}"} {}`],
    ['a string', `"${padding}"`],
    ['empty', ''],
  ])('is left alone where it is %s', (_, text) => {
    expect(jsonLines(text)).toBeNull();
  });

  it('has the same content as before, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify({ value, padding });
        expect(JSON.parse((shown(text) ?? []).join('\n'))).toEqual(JSON.parse(text));
      }),
    );
  });
});

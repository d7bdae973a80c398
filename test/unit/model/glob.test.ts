import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyNumber, glob, globFor, keyGlob, matchesAll } from '../../../lib/model/glob.ts';

describe('a glob', () => {
  it.each([
    ['module.legacy.*', 'module.legacy.aws_api_gateway_stage.a'],
    ['module.api["eu"].*.this[0]', 'module.api["eu"].aws_api_gateway_stage.this[0]'],
    ['*/test', 'a1b2c3/d4/test'],
    ['*', ''],
    ['*', 'a\nb'],
    ['a*b*c', 'a.b.b.c'],
    ['a**', 'a'],
    ['a?c', 'abc'],
    ['a?c', 'a?c'],
    ['a?c', 'a𝕏c'],
    ['[ab]', '[ab]'],
    ['{a,b}*', '{a,b}c'],
    ['a+(b)|^$*', 'a+(b)|^$'],
    ['a\\*b', 'a*b'],
    ['a\\?b', 'a?b'],
    ['a\\\\*', 'a\\*'],
    ['a["\\"x"]*', 'a["\\"x"].b'],
    ['a\\', 'a\\'],
    ['*é𝕏', 'a é𝕏'],
  ])('%j matches %j', (pattern, text) => {
    expect(glob(pattern)(text)).toBe(true);
  });

  it.each([
    ['module.legacy', 'module.legacy.a'],
    ['legacy', 'module.legacy'],
    ['[ab]', 'a'],
    ['{a,b}', 'a'],
    ['a?', 'a'],
    ['a?', 'abc'],
    ['a.c', 'abc'],
    ['a*.c', 'abc'],
    ['a\\*b', 'axb'],
    ['a\\?b', 'axb'],
    ['A', 'a'],
    ['!a', 'b'],
  ])('%j does not match %j', (pattern, text) => {
    expect(glob(pattern)(text)).toBe(false);
  });

  it('made for a text matches it and no other, whatever is in it', () => {
    const texts = fc.string({ unit: fc.constantFrom('*', '?', '\\', 'a', '"', '[', '.', '𝕏', '\ud800') });
    fc.assert(
      fc.property(texts, texts, (text, other) => {
        expect(glob(globFor(text))(text)).toBe(true);
        expect(glob(globFor(text))(other)).toBe(other === text);
      }),
    );
  });

  it('matches what a regular expression does that tries every way', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 12 });
    const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), maxLength: 8 });
    fc.assert(
      fc.property(patterns, texts, (pattern, text) => {
        expect(glob(pattern)(text)).toBe(new RegExp(`^${sourceOf(pattern)}$`, 's').test(text));
      }),
    );
  });
});

describe('a glob of keys', () => {
  it('matches what a regular expression does that tries every way', () => {
    const segments = fc.oneof(
      fc.constant('**'),
      fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 4 }).filter((segment) => segment !== '**'),
    );
    const keys = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 10 });
    fc.assert(
      fc.property(fc.array(segments, { minLength: 1, maxLength: 5 }), keys, (pattern, key) => {
        // With a slash behind each segment, any number of segments is a group that is repeated.
        const source = pattern.map((segment) => (segment === '**' ? '(?:[^/]*/)*' : `${sourceOf(segment, '[^/]')}/`));
        expect(keyGlob(pattern.join('/'))(key)).toBe(new RegExp(`^${source.join('')}$`).test(`${key}/`));
      }),
    );
  });
});

describe('the time to match', () => {
  const many = 'a'.repeat(2_000);

  it.each([
    [`${'*a'.repeat(40)}b`, many, false],
    [`${'*a'.repeat(40)}*`, many, true],
    [`${'*a'.repeat(40)}b`, `${many}b`, true],
    [`${'*'.repeat(40)}b`, many, false],
    [`${'*a?'.repeat(40)}b`, many, false],
  ])('of %j is short: an expression that tries every way is not done in years', (pattern, text, expected) => {
    expect(glob(pattern)(text)).toBe(expected);
    expect(keyGlob(pattern)(text)).toBe(expected);
    expect(keyGlob(`**/${pattern}`)(`a/${text}`)).toBe(expected);
  });

  it('of a key with many segments is short too', () => {
    const key = 'a/'.repeat(2_000);

    expect(keyGlob(`${'**/a/'.repeat(40)}b`)(`${key}c`)).toBe(false);
    expect(keyGlob(`${'**/*a*/'.repeat(40)}b`)(`${key}b`)).toBe(true);
  });

  it('is bounded: no part of a pattern meets an item twice', () => {
    const alphabet = fc.constantFrom('a', 'b');
    const patterns = fc.array(fc.oneof(alphabet, fc.constant('*')), { maxLength: 20 });
    fc.assert(
      fc.property(patterns, fc.array(alphabet, { maxLength: 60 }), (pattern, items) => {
        let steps = 0;
        const parts = pattern.map((token) => {
          if (token === '*') return anyNumber;
          return (item: string) => {
            steps += 1;
            return item === token;
          };
        });

        matchesAll(parts, items);

        expect(steps).toBeLessThanOrEqual(parts.length * items.length);
      }),
    );
  });
});

/** @returns the source of an expression that matches what a pattern of plain letters, dots and wildcards does */
function sourceOf(pattern: string, character = '.') {
  const meanings = new Map([
    ['*', `${character}*`],
    ['?', character],
    ['.', '\\.'],
  ]);
  return pattern.replace(/[*?.]/g, (token) => meanings.get(token) ?? token);
}

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gitignoreGlob, glob, globFor } from '../../../../lib/findings/rules/glob.ts';

describe('a glob of a rules file', () => {
  it.each([
    ['module.legacy.*', 'module.legacy.aws_api_gateway_stage.a'],
    ['module.api["eu"].*.this[0]', 'module.api["eu"].aws_api_gateway_stage.this[0]'],
    ['*', ''],
    ['*', 'a\nb'],
    ['a*b*c', 'a.b.b.c'],
    ['a**', 'a'],
    ['[ab]', '[ab]'],
    ['{a,b}', '{a,b}'],
    ['a?+(b)|^$', 'a?+(b)|^$'],
    ['a\\*b', 'a*b'],
    ['a\\\\*', 'a\\*'],
    ['a["\\"x"]*', 'a["\\"x"].b'],
    ['*é𝕏', 'a é𝕏'],
  ])('%j matches %j', (pattern, text) => {
    expect(glob(pattern).matches(text)).toBe(true);
  });

  it.each([
    ['module.legacy', 'module.legacy.a'],
    ['legacy', 'module.legacy'],
    ['[ab]', 'a'],
    ['{a,b}', 'a'],
    ['a?', 'ab'],
    ['a.c', 'abc'],
    ['a*.c', 'abc'],
    ['a\\*b', 'axb'],
    ['A', 'a'],
    ['!a', 'b'],
  ])('%j does not match %j', (pattern, text) => {
    expect(glob(pattern).matches(text)).toBe(false);
  });

  it('made for a text matches it and no other, whatever is in it', () => {
    const texts = fc.string({ unit: fc.constantFrom('*', '\\', 'a', '"', '[', '.', '?', '𝕏', '\ud800') });
    fc.assert(
      fc.property(texts, texts, (text, other) => {
        expect(glob(globFor(text)).matches(text)).toBe(true);
        expect(glob(globFor(text)).matches(other)).toBe(other === text);
      }),
    );
  });
});

describe('a glob of many stars', () => {
  it.each([
    [`${'*a'.repeat(40)}b`, 'a'.repeat(2_000), false],
    [`${'*a'.repeat(40)}*`, 'a'.repeat(2_000), true],
    [`${'*a'.repeat(40)}b`, `${'a'.repeat(2_000)}b`, true],
  ])('takes no time to match or not to match a long text', (pattern, text, expected) => {
    // One that tries every way to share the text among the stars is not done in years.
    expect(glob(pattern).matches(text)).toBe(expected);
  });

  it('matches what a plain regular expression does', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 12 });
    const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 8 });
    fc.assert(
      fc.property(patterns, texts, (pattern, text) => {
        const plain = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`, 's');
        expect(glob(pattern).matches(text)).toBe(plain.test(text));
      }),
    );
  });
});

describe('a glob of gitignore', () => {
  it.each([
    ['a?c', 'abc'],
    ['a*', 'a.b/c'],
    ['id\\.with\\.dots', 'id.with.dots'],
    ['a\\\\b', 'a\\b'],
    ['\\!a\\#\\*', '!a#*'],
    ['a\\', 'a\\'],
  ])('%j matches %j', (pattern, text) => {
    expect(gitignoreGlob(pattern).matches(text)).toBe(true);
  });

  it.each([
    ['a?c', 'ac'],
    ['a\\*', 'ab'],
    ['a.c', 'abc'],
  ])('%j does not match %j', (pattern, text) => {
    expect(gitignoreGlob(pattern).matches(text)).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hclComment, hclString } from '../../../lib/terraform/hcl-string.ts';
import { anyText } from '../any-text.ts';

/** Reads a string of HCL as its specification says. */
function read(literal: string): string {
  expect(literal).toMatch(/^"(?:[^"\\\n]|\\.)*"$/su);
  const escapes = new Map([
    ['n', '\n'],
    ['r', '\r'],
    ['t', '\t'],
  ]);
  return literal
    .slice(1, -1)
    .replace(/\\(?:u([0-9a-f]{4})|U([0-9a-f]{8})|(.))|([$%])\4(?=\{)/gu, (_, short, long, one, sign) => {
      if (short ?? long) return String.fromCodePoint(Number.parseInt(short ?? long, 16));
      return sign ?? escapes.get(one) ?? one;
    });
}

const text = fc.oneof(
  anyText(),
  fc.array(fc.constantFrom('${', '%{', '$', '%', '{', '"', '\\', '\n', 'a', '}')).map((parts) => parts.join('')),
);

describe('a text as Terraform reads it', () => {
  it('is the same text, on one line, whatever is in it', () => {
    fc.assert(
      fc.property(text, (expected) => {
        expect(read(hclString(expected))).toBe(expected);
      }),
    );
  });

  it('opens no template', () => {
    fc.assert(
      fc.property(text, (any) => {
        expect(hclString(any).replaceAll('$${', ' ').replaceAll('%%{', ' ')).not.toMatch(/[$%]\{/);
      }),
    );
  });
});

describe('a comment', () => {
  it('stays on its line, whatever is in it', () => {
    fc.assert(
      fc.property(text, (any) => {
        expect(hclComment(any)).toMatch(/^# [\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u);
      }),
    );
  });

  it('shows what is not printable by its number', () => {
    expect(hclComment('a\nresource\u202e "x"')).toBe('# a\\u000aresource\\u202e "x"');
  });
});

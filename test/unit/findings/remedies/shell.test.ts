import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shellCommand, shellQuoted } from '../../../../lib/findings/remedies/shell.ts';
import { wordsOf } from '../../../run-aws-command.ts';
import { anyText } from '../../any-text.ts';

/** Texts made of what means something to a shell, and of what does not. */
const word = fc.oneof(
  fc.array(
    fc.constantFrom(
      "'",
      '"',
      '`',
      '$(id)',
      `$${'{HOME}'}`,
      '\\',
      '\n',
      ' ',
      '!',
      '~',
      '*',
      '#',
      ';',
      '=',
      '-',
      'é',
      '🎉',
      'a',
    ),
  ),
  fc.array(anyText().filter((text) => !text.includes('\0'))),
);
const words = fc.array(
  word.map((parts) => parts.join('')),
  { minLength: 1 },
);

describe('a command', () => {
  it('is read by a shell as exactly the words it was made of', () => {
    fc.assert(
      fc.property(words, (expected) => {
        expect(wordsOf(shellCommand(expected))).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  it.each(['prod', '--region', 'eu-west-1', 'arn:aws:logs:eu-west-1:123456789012:log-group:/a/b', '--name=-x'])(
    'leaves %s as it is, so that people can read it',
    (plain) => {
      expect(shellCommand(['aws', plain])).toBe(`aws ${plain}`);
    },
  );

  it.each([
    ['', "''"],
    ["it's", `'it'\\''s'`],
    ['=ls', "'=ls'"],
    ['a b', "'a b'"],
    ['~root', "'~root'"],
  ])('quotes %j', (text, quoted) => {
    expect(shellCommand([text])).toBe(quoted);
    expect(shellQuoted(text)).toBe(quoted);
  });
});

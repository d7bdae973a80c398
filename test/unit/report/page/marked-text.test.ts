import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { visible } from '../../../../lib/model/visible.ts';
import { markDifferences, type Run, toRuns } from '../../../../lib/report/page/marked-text.ts';
import { anyText } from '../../any-text.ts';

const marked = (runs: readonly Run[]) => runs.map(({ text, changed }) => (changed ? `[${text}]` : text)).join('');
const textOf = (runs: readonly Run[]) => runs.map(({ text }) => text).join('');
const unmarked = (runs: readonly Run[]) => textOf(runs.filter(({ changed }) => !changed));

describe('what differs between two texts', () => {
  it.each([
    ['info', 'debug', '[info]', '[debug]'],
    ['/apigw/orders', '/apigw/orders-debug', '/apigw/orders', '/apigw/orders[-debug]'],
    ['Orders', 'Orders ', 'Orders', 'Orders[ ]'],
    ['$context.path $context.status', '$context.status', '$context.[path $context.]status', '$context.status'],
    ['größer als', 'groß als', '[größer] als', '[groß] als'],
    ['same', 'same', 'same', 'same'],
    ['', 'new', '', '[new]'],
  ])('is marked word by word: %j and %j', (expected, actual, left, right) => {
    const pair = markDifferences(expected, actual);
    expect([marked(pair.expected), marked(pair.actual)]).toEqual([left, right]);
  });

  it('is all of it where the two have hardly anything in common', () => {
    const words = (from: number) => Array.from({ length: 400 }, (_, index) => `word${from + index}`).join(' ');
    const pair = markDifferences(words(0), words(1000));
    expect([unmarked(pair.expected), unmarked(pair.actual)]).toEqual(['', '']);
  });

  it('leaves both texts whole, and the same part of them unmarked, whatever they are', () => {
    const text = anyText({ maxLength: 80 });
    fc.assert(
      fc.property(text, text, (expected, actual) => {
        const pair = markDifferences(expected, actual);
        expect(textOf(pair.expected)).toBe(visible(expected));
        expect(textOf(pair.actual)).toBe(visible(actual));
        expect(unmarked(pair.expected)).toBe(unmarked(pair.actual));
      }),
    );
  });
});

describe('a character that cannot be seen', () => {
  it('stands by itself, spelt out', () => {
    expect(toRuns('a\u202eb\n', false)).toEqual([
      { text: 'a', changed: false, unseen: false },
      { text: '\\u{202e}', changed: false, unseen: true },
      { text: 'b', changed: false, unseen: false },
      { text: '\\n', changed: false, unseen: true },
    ]);
  });
});

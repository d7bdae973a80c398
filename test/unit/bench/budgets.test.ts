import { describe, expect, it } from '@jest/globals';
import { brokenBudgets, parseBudgets } from '../../../bench/budgets.ts';
import type { Section } from '../../../bench/section.ts';
import { sectionText, withResults } from '../../../bench/tables.ts';

const section: Section = {
  title: 'Speed',
  about: 'The medians of 3 runs.',
  columns: ['program', 'seconds'],
  rows: [
    ['ours', '0.51'],
    ['the floor', '0.10'],
  ],
  figures: { 'times slower': 5.1, 'calls saved': 75 },
  plots: [{ name: 'speed', title: 'Seconds', across: 'stages', up: 'seconds', lines: [] }],
};

describe('a budget', () => {
  it('is kept by a figure at its bound', () => {
    const budgets = parseBudgets('{"times slower": {"atMost": 5.1}, "calls saved": {"atLeast": 75}}');

    expect(brokenBudgets(budgets, [section])).toEqual([]);
  });

  it('is broken by a figure beyond its bound, and a figure without one is reported too', () => {
    const budgets = parseBudgets('{"calls saved": {"atLeast": 80}}');

    expect(brokenBudgets(budgets, [section])).toEqual([
      'times slower is 5.10 and has no budget',
      'calls saved is 75.0, below 80',
    ]);
    expect(brokenBudgets({ ...budgets, 'times slower': { atMost: 5 } }, [section])).toEqual([
      'times slower is 5.10, above 5',
      'calls saved is 75.0, below 80',
    ]);
  });

  it('that is neither a bound above nor below is refused', () => {
    expect(() => parseBudgets('{"times slower": {"about": 5}}')).toThrow('Invalid');
  });
});

describe('the page of what was measured', () => {
  const page = 'Before.\n\n<!-- measured: begin -->\n\nold\n\n<!-- measured: end -->\n\nAfter.\n';

  it('has the sections in the place of the old ones, and all around them stays', () => {
    const written = withResults(page, [section]);

    expect(written.startsWith('Before.\n\n<!-- measured: begin -->\n\nMeasured in one run with Node ')).toBe(true);
    expect(written.endsWith('\n\n<!-- measured: end -->\n\nAfter.\n')).toBe(true);
    expect(written).not.toContain('old');
    expect(withResults(written, [section])).toBe(written);
  });

  it('has a table, the plots and the figures of a section', () => {
    expect(sectionText(section)).toBe(
      [
        '## Speed',
        '',
        'The medians of 3 runs.',
        '',
        '| program   | seconds |',
        '| --------- | ------- |',
        '| ours      | 0.51    |',
        '| the floor | 0.10    |',
        '',
        '![Seconds](images/speed.svg)',
        '',
        '- times slower: **5.10**',
        '- calls saved: **75.0**',
      ].join('\n'),
    );
  });

  it('without a place for them is left alone', () => {
    expect(() => withResults('Nothing here.', [section])).toThrow('<!-- measured: begin -->');
  });
});

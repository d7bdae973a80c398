import { describe, expect, it } from '@jest/globals';
import { drawPlot } from '../../../bench/plot.ts';

const plot = {
  name: 'speed',
  title: 'Ours & <theirs>',
  across: 'stages',
  up: 'seconds',
  lines: [
    { name: 'ours', points: [[10, 0.1] as const, [1_000, 10] as const] },
    { name: 'theirs', points: [[10, 1] as const, [1_000, 100] as const] },
  ],
};

describe('a plot', () => {
  const svg = drawPlot(plot);

  it('has a line with its name for each series, from corner to corner of what they span', () => {
    expect(svg.match(/<polyline points="[^"]*"/g)).toEqual([
      '<polyline points="64.0,312.0 490.0,130.7"',
      '<polyline points="64.0,221.3 490.0,40.0"',
    ]);
    expect(svg).toContain('>ours</text>');
    expect(svg).toContain('>theirs</text>');
  });

  it('has a tick at each power of ten', () => {
    for (const tick of ['10', '100', '1,000', '0.1', '1']) expect(svg).toContain(`>${tick}</text>`);
  });

  it('takes texts for texts', () => {
    expect(svg).toContain('>Ours &amp; &lt;theirs></text>');
    expect(svg).toContain('aria-label="Ours &amp; &lt;theirs>"');
  });
});

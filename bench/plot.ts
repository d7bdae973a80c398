/** A plot of lines over one axis, both axes logarithmic. */
export interface Plot {
  /** File name without its ending. */
  readonly name: string;
  readonly title: string;
  readonly across: string;
  readonly up: string;
  readonly lines: readonly Line[];
}

export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

const [width, height] = [640, 360];
const margin = { left: 64, right: 150, top: 40, bottom: 48 };
const colours = ['#0b5fa5', '#c2410c', '#4d7c0f', '#6b21a8'];

/** @returns an SVG that reads on light and dark ground */
export function drawPlot({ title, across, up, lines }: Plot): string {
  const points = lines.flatMap((line) => line.points);
  const x = scale(
    points.map(([value]) => value),
    margin.left,
    width - margin.right,
  );
  const y = scale(
    points.map(([, value]) => value),
    height - margin.bottom,
    margin.top,
  );
  const verticals = x.ticks.map((tick) => axisLine(x.at(tick), margin.top, x.at(tick), height - margin.bottom));
  const horizontals = y.ticks.map((tick) => axisLine(margin.left, y.at(tick), width - margin.right, y.at(tick)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" role="img" aria-label="${escaped(title)}">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    text(margin.left, 22, title, 'font-weight="bold" font-size="14"'),
    ...verticals,
    ...horizontals,
    ...x.ticks.map((tick) => text(x.at(tick), height - margin.bottom + 18, label(tick), 'text-anchor="middle"')),
    ...y.ticks.map((tick) => text(margin.left - 8, y.at(tick) + 4, label(tick), 'text-anchor="end"')),
    text((margin.left + width - margin.right) / 2, height - 10, across, 'text-anchor="middle"'),
    text(
      16,
      (margin.top + height - margin.bottom) / 2,
      up,
      `text-anchor="middle" transform="rotate(-90 16 ${(margin.top + height - margin.bottom) / 2})"`,
    ),
    ...lines.flatMap((line, index) => drawLine(line, colours[index % colours.length] ?? '#000000', x.at, y.at)),
    '</svg>',
    '',
  ].join('\n');
}

function drawLine(
  { name, points }: Line,
  colour: string,
  x: (value: number) => number,
  y: (value: number) => number,
): string[] {
  const at = points.map(([across, up]) => `${x(across).toFixed(1)},${y(up).toFixed(1)}`);
  const [lastX, lastY] = points.at(-1) ?? [1, 1];
  return [
    `<polyline points="${at.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>`,
    ...at.map((point) => `<circle cx="${point.split(',')[0]}" cy="${point.split(',')[1]}" r="3" fill="${colour}"/>`),
    text(x(lastX) + 8, y(lastY) + 4, name, `fill="${colour}"`),
  ];
}

interface Scale {
  at(value: number): number;
  readonly ticks: readonly number[];
}

/** From the power of ten below the least value to the one above the greatest, with a tick at each. */
function scale(values: readonly number[], from: number, to: number): Scale {
  const least = Math.floor(Math.log10(Math.min(...values)));
  const greatest = Math.max(least + 1, Math.ceil(Math.log10(Math.max(...values))));
  return {
    at: (value) => from + ((Math.log10(value) - least) / (greatest - least)) * (to - from),
    ticks: Array.from({ length: greatest - least + 1 }, (_, index) => 10 ** (least + index)),
  };
}

function label(tick: number): string {
  return tick >= 1 ? tick.toLocaleString('en') : String(Number(tick.toPrecision(1)));
}

function axisLine(x1: number, y1: number, x2: number, y2: number): string {
  return `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" stroke="#dddddd"/>`;
}

function text(x: number, y: number, content: string, attributes: string): string {
  const fill = attributes.includes('fill=') ? '' : ' fill="#222222"';
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${attributes}${fill}>${escaped(content)}</text>`;
}

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

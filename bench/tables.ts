import { cpus, totalmem } from 'node:os';
import { type Section, shown } from './section.ts';

const [begin, end] = ['<!-- measured: begin -->', '<!-- measured: end -->'];

/** @returns the section as Markdown */
export function sectionText({ title, about, columns, rows, figures, plots }: Section): string {
  return [
    `## ${title}`,
    '',
    about,
    '',
    ...table(columns, rows),
    '',
    ...plots.flatMap(({ name, title: what }) => [`![${what}](images/${name}.svg)`, '']),
    ...Object.entries(figures).map(([name, value]) => `- ${name}: **${shown(value)}**`),
  ].join('\n');
}

/** @returns a page with what was measured in the place of what was measured before */
export function withResults(page: string, sections: readonly Section[]): string {
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`the page has no ${begin} and ${end}`);
  const { model = 'unknown' } = cpus()[0] ?? {};
  const machine = `Measured in one run with Node ${process.versions.node} on ${cpus().length} processors (${model.trim()}) with ${Math.round(totalmem() / 1024 ** 3)} GiB.`;
  return `${before}${begin}\n\n${[machine, ...sections.map(sectionText)].join('\n\n')}\n\n${end}${after}`;
}

/** In the form that the formatter of the repository gives to tables. */
function table(columns: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const lines = [columns, ...rows];
  const widths = columns.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const written = (line: readonly string[]) =>
    `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [written(columns), rule, ...rows.map(written)];
}

import { type Colors, noColors } from '../model/colors.ts';
import { outline } from './outline.ts';
import type { Fact, Fix, OutlineItem } from './outline-item.ts';
import type { Report } from './report.ts';

/** Plain text for mails and terminals, with a colour for each part where the reader has colours. */
export function renderText(report: Report, colors: Colors = noColors): string {
  const page = outline(report);
  const blocks = [
    colors.bold(colors[tones[page.status]](page.headline)),
    factLines(page.facts, '', colors),
    ...page.items.map((item) => itemLines(item, colors)),
    ...page.sections.map(({ title, entries }) =>
      [
        colors.bold(colors.yellow(title.toUpperCase())),
        ...entries.map(({ label, text }) => `  ${label}\n    ${text}`),
      ].join('\n'),
    ),
    ...page.warnings.map((warning) => `${colors.bold(colors.yellow('WARNING'))}  ${warning}`),
    ...page.left,
  ];
  return `${blocks.join('\n\n')}\n`;
}

const tones = { IN_SYNC: 'green', DRIFTED: 'red', INCOMPLETE: 'yellow' } as const;

function itemLines({ label, remark, address, facts, differences, fixes }: OutlineItem, colors: Colors): string {
  return [
    `${colors.bold(colors.yellow(label))}  ${address}${remark === '' ? '' : `  ${colors.dim(`(${remark})`)}`}`,
    factLines([...facts, ...fixes.map(({ label, lines }) => ({ label, text: lines.join('\n') }))], '  ', colors),
    ...differences.flatMap((difference) => [
      '',
      `  ${difference.setting}  ${colors.dim(`(${difference.remark})`)}`,
      `    ${colors.dim('in Terraform:')} ${colors.green(difference.was)}`,
      `    ${colors.dim('live now:    ')} ${colors.red(difference.is)}`,
      ...(difference.by === null ? [] : [`    ${colors.dim('by:'.padEnd(fixWidth))} ${difference.by}`]),
      ...fixLines(difference.fixes, colors),
    ]),
  ].join('\n');
}

const fixWidth = 'in Terraform:'.length;

function fixLines(fixes: readonly Fix[], colors: Colors): string[] {
  return fixes.flatMap(({ label, lines }) =>
    lines.map((line, index) => {
      const lead = index === 0 ? `${label.toLowerCase()}:` : '';
      return `    ${colors.dim(lead.padEnd(fixWidth))} ${line}`;
    }),
  );
}

function factLines(facts: readonly Fact[], indent: string, colors: Colors): string {
  const width = Math.max(...facts.map(({ label }) => label.length));
  const further = `\n${indent}${' '.repeat(width + 2)}`;
  return facts
    .map(
      ({ label, text }) =>
        `${indent}${colors.dim(`${label.padEnd(width)}  `)}${text.replaceAll('\n', further).replaceAll(/(?<! ) +$/gm, '')}`,
    )
    .join('\n');
}

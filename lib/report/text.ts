import { asIs, type Style } from '../model/text-style.ts';
import { outline } from './outline.ts';
import type { Fact, Fix, OutlineItem } from './outline-item.ts';
import type { Report } from './report.ts';

/** Plain text for mails and terminals, with a colour for each part where the reader has colours. */
export function renderText(report: Report, style: TextStyle = plain): string {
  const page = outline(report);
  const blocks = [
    style.headline(page.headline, page.status),
    factLines(page.facts, '', style),
    ...page.items.map((item) => itemLines(item, style)),
    ...page.sections.map(({ title, entries }) =>
      [style.label(title.toUpperCase()), ...entries.map(({ label, text }) => `  ${label}\n    ${text}`)].join('\n'),
    ),
    ...page.warnings.map((warning) => `${style.label('WARNING')}  ${warning}`),
    ...page.left,
  ];
  return `${blocks.join('\n\n')}\n`;
}

export type TextStyle = Style<'label' | 'dim' | 'was' | 'is'> & {
  readonly headline: (text: string, status: Report['status']) => string;
};

const plain: TextStyle = { headline: asIs, label: asIs, dim: asIs, was: asIs, is: asIs };

function itemLines({ label, remark, address, facts, differences, fixes }: OutlineItem, style: TextStyle): string {
  return [
    `${style.label(label)}  ${address}${remark === '' ? '' : `  ${style.dim(`(${remark})`)}`}`,
    factLines([...facts, ...fixes.map(({ label, lines }) => ({ label, text: lines.join('\n') }))], '  ', style),
    ...differences.flatMap((difference) => [
      '',
      `  ${difference.setting}  ${style.dim(`(${difference.remark})`)}`,
      `    ${style.dim('in Terraform:')} ${style.was(difference.was)}`,
      `    ${style.dim('live now:    ')} ${style.is(difference.is)}`,
      ...(difference.by === null ? [] : [`    ${style.dim('by:'.padEnd(fixWidth))} ${difference.by}`]),
      ...fixLines(difference.fixes, style),
    ]),
  ].join('\n');
}

const fixWidth = 'in Terraform:'.length;

function fixLines(fixes: readonly Fix[], style: TextStyle): string[] {
  return fixes.flatMap(({ label, lines }) =>
    lines.map((line, index) => {
      const lead = index === 0 ? `${label.toLowerCase()}:` : '';
      return `    ${style.dim(lead.padEnd(fixWidth))} ${line}`;
    }),
  );
}

function factLines(facts: readonly Fact[], indent: string, style: TextStyle): string {
  const width = Math.max(...facts.map(({ label }) => label.length));
  const further = `\n${indent}${' '.repeat(width + 2)}`;
  return facts
    .map(
      ({ label, text }) =>
        `${indent}${style.dim(`${label.padEnd(width)}  `)}${text.replaceAll('\n', further).replaceAll(/ +$/gm, '')}`,
    )
    .join('\n');
}

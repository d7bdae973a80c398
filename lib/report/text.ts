import { outline } from './outline.ts';
import type { Fact, OutlineItem } from './outline-item.ts';
import type { Report } from './report.ts';

/** Plain text for mails and terminals, with a colour for each part where the reader has colours. */
export function renderText(report: Report, style: TextStyle = plain): string {
  const { headline, facts, items, unreadStates, warnings, omitted, status } = outline(report);
  const blocks = [
    style.headline(headline, status),
    factLines(facts, '', style),
    ...items.map((item) => itemLines(item, style)),
    ...(unreadStates.length === 0 ? [] : [unreadLines(unreadStates, style)]),
    ...warnings.map((warning) => `${style.label('WARNING')}  ${warning}`),
    ...(omitted === null ? [] : [omitted]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

export interface TextStyle {
  readonly headline: (text: string, status: Report['status']) => string;
  readonly label: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly was: (text: string) => string;
  readonly is: (text: string) => string;
}

const asIs = (text: string) => text;
const plain: TextStyle = { headline: asIs, label: asIs, dim: asIs, was: asIs, is: asIs };

function itemLines({ label, address, facts, differences }: OutlineItem, style: TextStyle): string {
  return [
    `${style.label(label)}  ${address}`,
    factLines(facts, '  ', style),
    ...differences.flatMap(({ setting, was, is, severity }) => [
      '',
      `  ${setting}  ${style.dim(`(${severity})`)}`,
      `    ${style.dim('in Terraform:')} ${style.was(was)}`,
      `    ${style.dim('live now:    ')} ${style.is(is)}`,
    ]),
  ].join('\n');
}

function factLines(facts: readonly Fact[], indent: string, style: TextStyle): string {
  const width = Math.max(...facts.map(({ label }) => label.length));
  return facts.map(({ label, text }) => `${indent}${style.dim(`${label.padEnd(width)}  `)}${text}`).join('\n');
}

function unreadLines(states: readonly Fact[], style: TextStyle): string {
  return [style.label('STATES NOT READ'), ...states.map(({ label, text }) => `  ${label}\n    ${text}`)].join('\n');
}

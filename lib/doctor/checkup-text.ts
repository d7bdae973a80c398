import { visible } from '../visible.ts';
import type { Line } from './check.ts';
import type { Checkup } from './checkup.ts';
import type { Verdict } from './verdict.ts';

type Kind = Verdict['kind'];

/** How the signs look; the text says the same without it. */
export type CheckupStyle = Readonly<Record<Kind, (text: string) => string>> & {
  readonly dim: (text: string) => string;
};

const asIs = (text: string) => text;
const plain: CheckupStyle = { OK: asIs, PROBLEM: asIs, CANNOT_TELL: asIs, NOT_USED: asIs, dim: asIs };

const signs: Readonly<Record<Kind, string>> = {
  OK: 'OK',
  PROBLEM: 'PROBLEM',
  CANNOT_TELL: 'CANNOT TELL',
  NOT_USED: 'NOT USED',
};

const signWidth = 13;

/** Details of one line that are shown; the JSON has them all. */
const mostDetails = 10;

/** A check-up for people at a terminal: a line a check, with what to do behind the arrow, and a summary. */
export function renderCheckupText({ lines, stopped }: Checkup, style: CheckupStyle = plain): string {
  const nameWidth = Math.max(...lines.map(({ check }) => check.length)) + 2;
  const body = lines.flatMap((line) => linesOf(line, nameWidth, style));
  const count = (kind: Kind) => lines.filter(({ verdict }) => verdict.kind === kind).length;
  const summary = `Problems: ${count('PROBLEM')}, cannot tell: ${count('CANNOT_TELL')}, OK: ${count('OK')}, not used: ${count('NOT_USED')}`;
  const rest = stopped === null ? '' : `. Nothing else was checked: ${stopped}`;
  return `${[...body, '', `${summary}${rest}.`].join('\n')}\n`;
}

function linesOf({ check, about, verdict }: Line, nameWidth: number, style: CheckupStyle): readonly string[] {
  const { kind, says } = verdict;
  const sign = style[kind](signs[kind].padEnd(signWidth));
  const remedy = 'remedy' in verdict && verdict.remedy !== null ? ` → ${verdict.remedy}` : '';
  // Reasons may have several lines, and a check is one.
  const text = visible(`${about === '' ? '' : `${about}: `}${says}${remedy}`.replace(/\s*\n\s*/g, ' '));
  const details = 'details' in verdict ? verdict.details : [];
  const shown = details.slice(0, mostDetails).map((detail) => visible(detail));
  const more = details.length > shown.length ? [`and ${details.length - shown.length} more`] : [];
  const indent = ' '.repeat(signWidth + nameWidth);
  return [
    `${sign}${check.padEnd(nameWidth)}${text}`,
    ...[...shown, ...more].map((detail) => style.dim(`${indent}${detail}`)),
  ];
}

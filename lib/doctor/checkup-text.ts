import { type Colors, noColors } from '../model/colors.ts';
import { visible } from '../model/visible.ts';
import type { Line } from './check.ts';
import { type Checkup, summaryOf } from './checkup.ts';

const tones = { OK: 'green', PROBLEM: 'red', CANNOT_TELL: 'yellow', NOT_USED: 'dim' } as const;

const signWidth = 13;

/** Details of one line that are shown; the JSON has them all. */
const maxDetails = 10;

/** A check-up for people at a terminal: a line a check, with what to do behind the arrow, and a summary. */
export function renderCheckupText(checkup: Checkup, colors: Colors = noColors): string {
  const { lines, stopped } = checkup;
  const nameWidth = Math.max(...lines.map(({ check }) => check.length)) + 2;
  const body = lines.flatMap((line) => linesOf(line, nameWidth, colors));
  const { ok, problems, cannotTell, notUsed } = summaryOf(checkup);
  const summary = `Problems: ${problems}, cannot tell: ${cannotTell}, OK: ${ok}, not used: ${notUsed}`;
  const rest = stopped === null ? '' : `. Nothing else was checked: ${stopped}`;
  return `${[...body, '', `${summary}${rest}.`].join('\n')}\n`;
}

function linesOf(line: Line, nameWidth: number, colors: Colors): readonly string[] {
  const { check, about, status, says, remedy, details } = line;
  const sign = colors[tones[status]](status.replace('_', ' ').padEnd(signWidth));
  // Reasons may have several lines, and a check is one.
  const text = visible(
    `${about === '' ? '' : `${about}: `}${says}${remedy === null ? '' : ` → ${remedy}`}`.replace(/\s*\n\s*/g, ' '),
  );
  const shown = details.slice(0, maxDetails).map((detail) => visible(detail));
  const more = details.length > shown.length ? [`and ${details.length - shown.length} more`] : [];
  const indent = ' '.repeat(signWidth + nameWidth);
  return [
    `${sign}${check.padEnd(nameWidth)}${text}`,
    ...[...shown, ...more].map((detail) => colors.dim(`${indent}${detail}`)),
  ];
}

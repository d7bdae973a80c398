import { type Checkup, outcomeOf, summaryOf } from './checkup.ts';

/** A check-up for programs. Keys may be added in later versions, but never renamed or removed. */
export function renderCheckupJson(checkup: Checkup): string {
  const document = {
    schemaVersion: '1.0',
    outcome: outcomeOf(checkup),
    stopped: checkup.stopped,
    summary: summaryOf(checkup),
    checks: checkup.lines.map((line) => ({ ...line, about: line.about === '' ? null : line.about })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

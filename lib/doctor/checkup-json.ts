import type { Line } from './check.ts';
import { type Checkup, outcomeOf } from './checkup.ts';

/** A check-up for programs. Keys may be added in later versions, but never renamed or removed. */
export function renderCheckupJson(checkup: Checkup): string {
  const { lines, stopped } = checkup;
  const count = (kind: Line['verdict']['kind']) => lines.filter(({ verdict }) => verdict.kind === kind).length;
  const document = {
    schemaVersion: '1.0',
    outcome: outcomeOf(checkup),
    stopped,
    summary: {
      ok: count('OK'),
      problems: count('PROBLEM'),
      cannotTell: count('CANNOT_TELL'),
      notUsed: count('NOT_USED'),
    },
    checks: lines.map(({ check, about, needs, verdict }) => ({
      check,
      about: about === '' ? null : about,
      status: verdict.kind,
      says: verdict.says,
      remedy: 'remedy' in verdict ? verdict.remedy : null,
      details: 'details' in verdict ? verdict.details : [],
      needs,
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

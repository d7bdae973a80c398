import type { RaceOutcome } from './race.ts';

/** @returns what was notified that should not be, or not notified that should; `null` where all is as it has to be */
export function verdictOn({
  notified,
  changedByHand,
  checksMeanwhile,
  isLastChangeChecked,
}: RaceOutcome): string | null {
  if (checksMeanwhile === 0) return 'nothing was checked while the apply was under way';
  if (!isLastChangeChecked) return 'the last change was not checked while the state was old';
  const opened = `OPENED ${changedByHand} xray_tracing_enabled: CERTAIN carol by AWS SDK for JavaScript at `;
  const resolved = `RESOLVED PUT_BACK ${changedByHand} xray_tracing_enabled`;
  const [first, second, ...more] = notified;
  if (first === undefined || !first.startsWith(opened))
    return `the change by hand of ${changedByHand} is not notified first`;
  if (second !== resolved) return `that it was put back is not notified next`;
  return more.length === 0 ? null : 'more is notified';
}

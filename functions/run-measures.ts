import type { CheckOutcome } from '../lib/check-ports.ts';
import type { CheckRequest } from '../lib/model/check-request.ts';

/** One figure about a run, for dashboards and alarms. */
export interface Measure {
  readonly name: string;
  readonly unit: 'Count' | 'Seconds';
  readonly value: number;
}

interface MeasuredRun extends CheckOutcome {
  /** Requests that AWS refused meanwhile as one too many. */
  readonly throttled: number;
}

/** @returns what is measured of a run */
export function measuresOf({ trigger }: CheckRequest, run: MeasuredRun, now: Date): readonly Measure[] {
  const { report, pending, missed, oldestStateAt, throttled } = run;
  const count = (name: string, value: number): Measure => ({ name, unit: 'Count', value });
  const { summary, states } = report;
  const failedStates = states.filter(({ status }) => status === 'FAILED').length;
  const age = oldestStateAt === null ? [] : [(now.getTime() - Date.parse(oldestStateAt)) / 1_000];
  // The alarm for a schedule that has stopped counts these: a check that read no state at all is none.
  const isHeartbeat = trigger.kind === 'schedule' && failedStates < states.length;
  return [
    count('ChecksFinished', 1),
    ...(isHeartbeat ? [count('ScheduledChecks', 1)] : []),
    count('ResourcesChecked', summary.resources - summary.notChecked),
    count('ResourcesDrifted', summary.modified + summary.deleted),
    count('ResourcesNotChecked', summary.notChecked),
    count('StatesFailed', failedStates),
    count('LookupsOutOfTime', missed),
    count('StatesWaiting', pending.length),
    count('RequestsThrottled', throttled),
    count('ApiGatewayCalls', summary.apiCalls),
    ...age.map(
      (value): Measure => ({ name: 'OldestStateAge', unit: 'Seconds', value: Math.max(0, Math.round(value)) }),
    ),
  ];
}

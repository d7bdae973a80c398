/** How the alarm that nothing was checked for two intervals counts, in CloudWatch's terms. */
export interface Heartbeat {
  /** Seconds. */
  readonly period: number;
  readonly evaluationPeriods: number;
}

/** The schedule has no interval; the message says what to do. */
export class ScheduleError extends Error {
  override readonly name = 'ScheduleError';
}

const minute = 60;
const day = 24 * 60 * minute;

/** Minutes. CloudWatch looks back seven days at most, and that has to hold two intervals. */
const longestInterval = 5040;

const minutes = new Map([
  ['minute', 1],
  ['hour', minute],
  ['day', day / 60],
]);

/**
 * @param schedule `rate(…)` or `cron(…)`, as EventBridge takes it
 * @param interval minutes between two checks, empty where the schedule says it
 * @throws ScheduleError
 */
export function heartbeatOf(schedule: string, interval: string): Heartbeat {
  const apart = interval === '' ? intervalOf(schedule) : minutesIn(interval);
  if (apart > longestInterval) {
    throw new ScheduleError(
      `schedule: checks would be ${apart} minutes apart, and at most ${longestInterval} can be watched by an alarm`,
    );
  }
  const period = Math.min(apart * minute, day);
  return { period, evaluationPeriods: Math.ceil((2 * apart * minute) / period) };
}

function intervalOf(schedule: string): number {
  if (/^cron\(\S+( \S+){5}\)$/.test(schedule)) {
    throw new ScheduleError(
      'schedule: a cron expression does not say how far apart checks are: say it in checkIntervalMinutes',
    );
  }
  const [, count, unit = '', plural] = /^rate\(([1-9]\d*) (minute|hour|day)(s?)\)$/.exec(schedule) ?? [];
  if (count === undefined || (plural === 's') !== (count !== '1')) {
    throw new ScheduleError(
      `schedule: ${JSON.stringify(schedule)} is neither like rate(15 minutes) or rate(1 hour) nor a cron expression`,
    );
  }
  return Number(count) * (minutes.get(unit) ?? 0);
}

function minutesIn(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new ScheduleError(
    `checkIntervalMinutes: ${JSON.stringify(text)} is not a number of minutes from 1 to ${longestInterval}`,
  );
}

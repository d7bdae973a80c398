/** Time, handed in where it is needed. Nothing else here reads a clock or sets a timer, so a test can have time pass. */
export interface Clock {
  /** Date and time of the day. */
  now(): Date;
  /** Milliseconds since some moment. Unlike the time of the day, they never go back. */
  elapsedMilliseconds(): number;
  /**
   * Waits for so long.
   * @throws the reason of the signal once it has aborted
   */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Sets an alarm, which is no reason for a process to stay. */
  alarmIn(milliseconds: number): Alarm;
}

export interface Alarm {
  /** Aborts when the time has come. */
  readonly signal: AbortSignal;
  /** Has it never abort. */
  cancel(): void;
}

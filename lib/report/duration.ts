/** @returns a length of time in its two largest units that follow each other, such as `3 days 4 hours` */
export function shownDuration(milliseconds: number): string {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000));
  const parts = [
    { count: Math.floor(minutes / 1_440), unit: 'day' },
    { count: Math.floor(minutes / 60) % 24, unit: 'hour' },
    { count: minutes % 60, unit: 'minute' },
  ];
  const first = parts.findIndex(({ count }) => count > 0);
  if (first === -1) return 'less than a minute';
  const shown = parts.slice(first, first + 2).filter(({ count }) => count > 0);
  return shown.map(({ count, unit }) => `${count} ${unit}${count === 1 ? '' : 's'}`).join(' ');
}

/** @param time ISO 8601 in UTC; @returns it to the minute, such as `2026-03-01 02:10 UTC` */
export function shownTime(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')} UTC`;
}

/** @param time ISO 8601 in UTC; @returns it to the second, such as `2026-03-01 02:10:05 UTC` */
export function shownSecond(time: string): string {
  return `${time.slice(0, 19).replace('T', ' ')} UTC`;
}

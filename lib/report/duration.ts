const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** @returns a length of time in its two largest units that follow each other, such as `3 days 4 hours` */
export function shownDuration(milliseconds: number): string {
  let seconds = Math.max(0, Math.floor(milliseconds / 1_000));
  const parts = units.map(([name, length]) => {
    const count = Math.floor(seconds / length);
    seconds -= count * length;
    return { name, count };
  });
  const first = parts.findIndex(({ count }) => count > 0);
  if (first === -1) return 'less than a minute';
  return parts
    .slice(first, first + 2)
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => `${count} ${name}${count === 1 ? '' : 's'}`)
    .join(' ');
}

/** @param time ISO 8601 in UTC; @returns it to the minute, such as `2026-03-01 02:10 UTC` */
export function shownTime(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')} UTC`;
}

/** @param time ISO 8601 in UTC; @returns it to the second, such as `2026-03-01 02:10:05 UTC` */
export function shownSecond(time: string): string {
  return `${time.slice(0, 19).replace('T', ' ')} UTC`;
}

import { createHash } from 'node:crypto';

/** @returns 16 hexadecimal digits that are the same for the same text, and for no other that will ever be met */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

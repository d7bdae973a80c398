/** @returns what to say of drift that would be pending, if anything could be */
export function pendingNote(reason: string): string {
  return `This may pass by itself: ${reason}.`;
}

/** What no shell takes for anything but itself. */
const plain = /^[\w./:,+@-][\w./:,+@=-]*$/;

/** @returns the words as one command of a POSIX shell, which sees them exactly as they are */
export function shellCommand(words: readonly string[]): string {
  return words.map((word) => (plain.test(word) ? word : shellQuoted(word))).join(' ');
}

/** A text as one word of a POSIX shell, whatever is in it. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

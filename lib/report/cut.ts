/** @returns the text, with an ellipsis in place of its end where it has more code points than `limit` */
export function cut(text: string, limit: number): string {
  const characters = Array.from(text);
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join('')}…`;
}

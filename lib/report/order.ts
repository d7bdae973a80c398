import type { Path } from '../comparison.ts';

/** The order of paths, part by part; of two of which one begins with the other, the shorter comes first. */
export function comparePaths(a: Path, b: Path): number {
  for (const [index, part] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (part !== other) return inOrder(part, other);
  }
  return a.length - b.length;
}

/** By code unit: the same everywhere, whatever the machine's language. */
export function inOrder<Key extends string | number>(a: Key, b: Key): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

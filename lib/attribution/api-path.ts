/** A path of the API in parts that compare: no escapes, and no difference in how slashes are written. */
export type ApiPath = readonly string[];

/**
 * Method settings are named by a path, whose slashes people escape or do not, with one at its beginning or without:
 * `/~1orders~1{id}/GET/…` and `/orders/{id}/GET/…` are the same. The key of a tag may hold a slash too, and is one part.
 */
export function apiPath(text: string): ApiPath {
  // Escaped as in a JSON pointer.
  const parts = text
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  return parts[0] === 'tags' ? parts : parts.flatMap((part) => part.split('/')).filter((part) => part !== '');
}

/** Whether a path is another, or one above it: what sets a block sets all of it. */
export function isAtOrAbove(path: ApiPath, other: ApiPath): boolean {
  return path.every((part, index) => part === other[index]);
}

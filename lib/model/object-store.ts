/** One object as it was read. */
export interface VersionedObject {
  readonly text: string;
  readonly etag: string;
}

/** A place for objects that several runs may write at once. */
export interface ObjectStore {
  /** @returns `s3://bucket/key` of an object, for people */
  uriOf(key: string): string;
  /** @returns `null` where there is none yet; @throws ObjectStoreError */
  read(key: string): Promise<VersionedObject | null>;
  /**
   * Writes upon the version that was read, or only if there is none where `after` is `null`.
   * @returns false if somebody else wrote or deleted it in between
   * @throws ObjectStoreError; whether it was written is then unknown, since the answer alone may be lost
   */
  write(key: string, text: string, contentType: string, after: string | null): Promise<boolean>;
  /** Writes whatever is there; doing it again changes nothing. @throws ObjectStoreError */
  put(key: string, text: string, contentType: string): Promise<void>;
}

/** The place cannot be read or written; the message names `s3://bucket/key` and what to do. */
export class ObjectStoreError extends Error {
  override readonly name = 'ObjectStoreError';
}

/**
 * Reads an object, has a new text worked out, and writes that upon the version that was read. Where another run wrote in
 * between, all of it is done again, so that neither loses what the other wrote.
 * @param attempts after which this run gives up
 * @param change a `text` of `null` leaves the object as it is
 * @param known the version to begin with, `undefined` where it is to be read first
 * @returns what came of the change that counts, `null` where other runs wrote each time
 * @throws ObjectStoreError, and whatever `change` throws
 */
export async function changeObject<Outcome>(
  store: ObjectStore,
  key: string,
  attempts: number,
  change: (object: VersionedObject | null) => Promise<{ readonly text: string | null; readonly outcome: Outcome }>,
  known?: VersionedObject | null,
): Promise<{ readonly outcome: Outcome } | null> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const object = attempt === 0 && known !== undefined ? known : await store.read(key);
    const { text, outcome } = await change(object);
    if (text === null || (await store.write(key, text, 'application/json', object?.etag ?? null))) return { outcome };
  }
  return null;
}

/** @returns why an object could not be had or kept, for who can do without it; a fault of this program stays an exception */
export function storeTrouble(error: unknown): string {
  if (error instanceof ObjectStoreError) return error.message;
  throw error;
}

/** @returns what to say of an object that `changeObject` gave up */
export function writtenByOthers(store: ObjectStore, key: string): string {
  return `${store.uriOf(key)} was written by other runs at each attempt of this one`;
}

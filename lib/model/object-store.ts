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

/** @returns why an object could not be had or kept, for who can do without it; a fault of this program stays an exception */
export function storeErrorReason(error: unknown): string {
  if (error instanceof ObjectStoreError) return error.message;
  throw error;
}

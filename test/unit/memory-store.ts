import { type ObjectStore, ObjectStoreError } from '../../lib/findings/ledger/object-store.ts';

/** A store as S3 is one: a write succeeds only upon the version that was read. */
export class MemoryStore implements ObjectStore {
  readonly objects = new Map<string, { text: string; etag: string }>();
  /** Called before each write, so that a test can get in between. */
  beforeWrite: () => void = () => {};
  fault: string | null = null;
  #versions = 0;

  uriOf(key: string): string {
    return `s3://acme-ledger/stagedrift/${key}`;
  }

  async read(key: string) {
    this.#fail();
    return this.objects.get(key) ?? null;
  }

  async write(key: string, text: string, _contentType: string, after: string | null): Promise<boolean> {
    this.#fail();
    this.beforeWrite();
    if ((this.objects.get(key)?.etag ?? null) !== after) return false;
    await this.put(key, text);
    return true;
  }

  async put(key: string, text: string): Promise<void> {
    this.#fail();
    this.#versions += 1;
    this.objects.set(key, { text, etag: `version-${this.#versions}` });
  }

  #fail(): void {
    if (this.fault !== null) throw new ObjectStoreError(this.fault);
  }
}

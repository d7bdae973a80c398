import { type ObjectStore, ObjectStoreError } from '../../lib/model/object-store.ts';

/** A store as S3 is one: a write succeeds only upon the version that was read. */
export class MemoryStore implements ObjectStore {
  readonly objects = new Map<string, { text: string; etag: string }>();
  /** Called before each write, so that a test can get in between. */
  beforeWrite: () => void = () => {};
  fault: string | null = null;
  /** Why this alone fails, `null` where it does not; where the answer is lost, what was to be written is there. */
  faultAt: (key: string, doing: 'read' | 'write' | 'answer') => string | null = () => null;
  #versions = 0;

  uriOf(key: string): string {
    return `s3://acme-ledger/stagedrift/${key}`;
  }

  async read(key: string) {
    this.#fail(key, 'read');
    return this.objects.get(key) ?? null;
  }

  async write(key: string, text: string, _contentType: string, after: string | null): Promise<boolean> {
    this.#fail(key, 'write');
    this.beforeWrite();
    if ((this.objects.get(key)?.etag ?? null) !== after) return false;
    await this.put(key, text);
    return true;
  }

  async put(key: string, text: string): Promise<void> {
    this.#fail(key, 'write');
    this.#versions += 1;
    this.objects.set(key, { text, etag: `version-${this.#versions}` });
    this.#fail(key, 'answer');
  }

  #fail(key: string, doing: 'read' | 'write' | 'answer'): void {
    const fault = this.fault ?? this.faultAt(key, doing);
    if (fault !== null) throw new ObjectStoreError(fault);
  }
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { withLocalFiles } from '../../bin/local-states.ts';
import { stageType, stateText } from './terraform/state-builder.ts';

const folder = mkdtempSync(join(tmpdir(), 'stagedrift-states-'));
afterAll(() => rmSync(folder, { recursive: true }));

const path = join(folder, 'state.json');
writeFileSync(path, stateText());

function readLocal(place: string, types: ReadonlySet<string> = stageType) {
  const store = withLocalFiles(async () => {
    throw new Error('S3 is not needed');
  });
  return store.readState({ kind: 'FILE', uri: place, path: place, etag: null }, types);
}

describe('a state file of this machine', () => {
  it('is read without S3', async () => {
    expect((await readLocal(path)).file.instances).toHaveLength(1);
  });

  it.each([
    [join(folder, 'gone.json'), 'there is no such file'],
    [folder, 'it is a folder: name the state file in it'],
  ])('at %s is refused with the reason', async (place, reason) => {
    await expect(readLocal(place)).rejects.toMatchObject({ name: 'StateAccessError', message: reason });
  });

  it('is not called unreadable where this program itself fails on it', async () => {
    const fault = new TypeError('undefined is not a function');
    class Faulty extends Set<string> {
      override has(): boolean {
        throw fault;
      }
    }

    await expect(readLocal(path, new Faulty())).rejects.toBe(fault);
  });
});

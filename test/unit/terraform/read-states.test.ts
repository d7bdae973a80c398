import { describe, expect, it } from '@jest/globals';
import {
  isConfigured,
  OutOfTimeError,
  readStates,
  StateAccessError,
  type StateRead,
  type StateStore,
} from '../../../lib/terraform/read-states.ts';
import { besideLedger, parseSource } from '../../../lib/terraform/state-source.ts';
import { parseStateFile } from '../../parse-state-file.ts';
import { stageType, stateText } from './state-builder.ts';

type Content = string | Error;

/** A store over objects by URI, or by path for local files; an error is thrown in place of what it stands for. */
interface StoreOverMap extends StateStore {
  readonly listed: string[];
  readonly read: string[];
}

function storeOf(objects: Readonly<Record<string, Content>>, unlistable: ReadonlyMap<string, Error> = new Map()) {
  const contents = new Map(Object.entries(objects));
  const store: StoreOverMap = {
    listed: [],
    read: [],
    async *listStates(bucket, prefix) {
      store.listed.push(`s3://${bucket}/${prefix}`);
      const failure = unlistable.get(bucket);
      if (failure !== undefined) throw failure;
      for (const uri of contents.keys()) {
        if (uri.startsWith(`s3://${bucket}/${prefix}`)) yield { key: uri.slice(`s3://${bucket}/`.length), etag: '' };
      }
    },
    async readState({ uri }, types) {
      store.read.push(uri);
      const content = contents.get(uri) ?? new StateAccessError('there is no such object');
      if (content instanceof Error) throw content;
      return { file: parseStateFile(content, types), version: null };
    },
  };
  return store;
}

function read(sources: readonly string[], store: StateStore, wanted: readonly string[] | null = null) {
  return readStates(sources.map(parseSource), { uris: wanted, types: stageType, timesMissed: () => 0 }, store);
}

function outcomes(reads: readonly StateRead[]): string[] {
  return reads.map((state) => `${state.uri}: ${state.status === 'READ' ? 'READ' : state.reason}`);
}

const orders = 's3://acme-tf/orders/terraform.tfstate';
const users = 's3://acme-tf/users/terraform.tfstate';
const twoStates = { [orders]: stateText({ serial: 1 }), [users]: stateText({ serial: 2 }) };

const noMatch = 'the glob matches no object in the bucket';
const notConfigured = 'it is not one of the configured states, as far as they could be listed';
const denied = new StateAccessError('access denied: s3:ListBucket is needed');

describe('readStates', () => {
  it('reads every state that is named, in the order of the sources', async () => {
    expect(await read([users, orders], storeOf(twoStates))).toMatchObject([
      { uri: users, status: 'READ', file: { serial: 2, instances: [{ address: 'aws_api_gateway_stage.this' }] } },
      { uri: orders, status: 'READ', file: { serial: 1 } },
    ]);
  });

  it('reads every state that a glob matches, and lists only what the glob starts with', async () => {
    const store = storeOf({ ...twoStates, 's3://acme-tf/other': 'x', 's3://other-tf/a/terraform.tfstate': 'x' });

    expect(outcomes(await read(['s3://acme-tf/*/terraform.tfstate'], store))).toEqual([
      `${orders}: READ`,
      `${users}: READ`,
    ]);
    expect(outcomes(await read(['s3://acme-tf/use*/**'], store))).toEqual([`${users}: READ`]);
    expect(store.listed).toEqual(['s3://acme-tf/', 's3://acme-tf/use']);
  });

  it('reads a local file by its path', async () => {
    expect(outcomes(await read(['./state.json'], storeOf({ './state.json': stateText() })))).toEqual([
      './state.json: READ',
    ]);
  });

  it('gives the store the whole place of a state', async () => {
    const locations: unknown[] = [];
    const store: StateStore = {
      async *listStates() {
        yield { key: 'orders/a b', etag: '' };
      },
      async readState(location) {
        locations.push(location);
        return { file: parseStateFile(stateText(), stageType), version: null };
      },
    };

    await read(['s3://acme-tf/orders/*', 's3://acme-tf/users', './state.json'], store);

    expect(locations).toMatchObject([
      { kind: 'OBJECT', uri: 's3://acme-tf/orders/a b', bucket: 'acme-tf', key: 'orders/a b' },
      { kind: 'OBJECT', uri: 's3://acme-tf/users', bucket: 'acme-tf', key: 'users' },
      { kind: 'FILE', uri: './state.json', path: './state.json' },
    ]);
  });

  it('never reads a lock file beside a state', async () => {
    const store = storeOf({ [orders]: stateText(), [`${orders}.tflock`]: '{}', [`${orders}.backup`]: stateText() });

    expect(outcomes(await read(['s3://acme-tf/**'], store))).toEqual([`${orders}: READ`]);
    expect(store.read).toEqual([orders]);
  });

  it('reads a state once that two sources lead to', async () => {
    const store = storeOf(twoStates);

    expect(outcomes(await read([orders, 's3://acme-tf/**', orders, 's3://acme-tf/**'], store))).toEqual([
      `${orders}: READ`,
      `${users}: READ`,
    ]);
    expect(store.read).toEqual([orders, users]);
  });

  it('reads many states, a few at a time', async () => {
    const uris = Array.from({ length: 25 }, (_, index) => `s3://acme-tf/${index}`);
    let current = 0;
    let most = 0;
    const store: StateStore = {
      ...storeOf({}),
      async readState() {
        most = Math.max(most, ++current);
        await Promise.resolve();
        current--;
        return { file: parseStateFile(stateText(), stageType), version: null };
      },
    };

    expect(outcomes(await read(uris, store))).toEqual(uris.map((uri) => `${uri}: READ`));
    expect(most).toBe(4);
  });

  it('has nothing to read without sources', async () => {
    expect(await read([], storeOf(twoStates))).toEqual([]);
  });
});

describe('a state that cannot be read', () => {
  it('has its reason, and the others are read nevertheless', async () => {
    const store = storeOf({
      's3://acme-tf/a': '<not JSON>',
      's3://acme-tf/b': stateText(),
      's3://acme-tf/c': new StateAccessError('access denied'),
      's3://acme-tf/d': '',
      's3://acme-tf/f': stateText({ resources: [] }),
    });

    const reads = await read(
      ['a', 'b', 'c', 'd', 'e', 'f'].map((key) => `s3://acme-tf/${key}`),
      store,
    );

    expect(outcomes(reads)).toEqual([
      's3://acme-tf/a: it is not JSON',
      's3://acme-tf/b: READ',
      's3://acme-tf/c: access denied',
      's3://acme-tf/d: it is empty',
      's3://acme-tf/e: there is no such object',
      's3://acme-tf/f: READ',
    ]);
    expect(reads[0]).toEqual({ uri: 's3://acme-tf/a', status: 'FAILED', reason: 'it is not JSON' });
  });

  it('is a glob that matches nothing, too', async () => {
    expect(outcomes(await read(['s3://acme-tf/none/*', orders], storeOf(twoStates)))).toEqual([
      `s3://acme-tf/none/*: ${noMatch}`,
      `${orders}: READ`,
    ]);
  });

  it('is a glob whose bucket cannot be listed, too', async () => {
    const store = storeOf(twoStates, new Map([['secret-tf', denied]]));

    expect(outcomes(await read(['s3://secret-tf/**', 's3://acme-tf/**'], store))).toEqual([
      's3://secret-tf/**: access denied: s3:ListBucket is needed',
      `${orders}: READ`,
      `${users}: READ`,
    ]);
  });

  it('is another thing than one that there was no time to read, or to list', async () => {
    const late = new OutOfTimeError('the time was up');
    const store = storeOf({ ...twoStates, [orders]: late }, new Map([['late-tf', late]]));

    expect(await read([orders, 's3://late-tf/**', 's3://acme-tf/gone'], store)).toEqual([
      { uri: orders, status: 'OUT_OF_TIME', reason: 'the time was up' },
      { uri: 's3://late-tf/**', status: 'OUT_OF_TIME', reason: 'the time was up' },
      { uri: 's3://acme-tf/gone', status: 'FAILED', reason: 'there is no such object' },
    ]);
  });

  it('because this program fails on it says so, and stops no other', async () => {
    const fault = new TypeError('hunter2 is not a function');
    const itself = expect.stringMatching(/^stagedrift itself failed on it \(TypeError at (?!.*hunter2)/);

    expect(await read([users, orders], storeOf({ ...twoStates, [orders]: fault }))).toMatchObject([
      { uri: users, status: 'READ' },
      { uri: orders, status: 'FAILED', reason: itself },
    ]);
    expect(await read(['s3://acme-tf/**'], storeOf(twoStates, new Map([['acme-tf', fault]])))).toMatchObject([
      { uri: 's3://acme-tf/**', status: 'FAILED', reason: itself },
    ]);
  });
});

describe('narrowing', () => {
  it('to one state reads no other', async () => {
    const store = storeOf(twoStates);

    expect(outcomes(await read(['s3://acme-tf/**'], store, [users]))).toEqual([`${users}: READ`]);
    expect(store.read).toEqual([users]);
  });

  it('by a glob reads what both the glob and the sources lead to', async () => {
    const store = storeOf({ ...twoStates, 's3://acme-tf/orders/other': stateText() });

    expect(outcomes(await read(['s3://acme-tf/*/terraform.tfstate'], store, ['s3://acme-tf/orders/**']))).toEqual([
      `${orders}: READ`,
    ]);
  });

  it('by several wishes reads what any of them means', async () => {
    const wanted = [users, 's3://acme-tf/ord*/**'];

    expect(outcomes(await read(['s3://acme-tf/**'], storeOf(twoStates), wanted))).toEqual([
      `${orders}: READ`,
      `${users}: READ`,
    ]);
  });

  it.each(['s3://acme-tf/secret', 's3://secret-tf/**', `${orders}.d`])(
    'to %s, which is outside of the sources, reads nothing and says so',
    async (wish) => {
      const store = storeOf({ ...twoStates, 's3://acme-tf/secret': stateText(), 's3://secret-tf/a': stateText() });

      expect(outcomes(await read([orders, users], store, [wish]))).toEqual([`${wish}: ${notConfigured}`]);
      expect(store.read).toEqual([]);
      expect(store.listed).toEqual([]);
    },
  );

  it('reads what can be had, and names each wish that leads to nothing', async () => {
    expect(outcomes(await read([orders, users], storeOf(twoStates), ['s3://a-b/c', orders, 's3://d-e/*']))).toEqual([
      `${orders}: READ`,
      `s3://a-b/c: ${notConfigured}`,
      `s3://d-e/*: ${notConfigured}`,
    ]);
  });

  it('names a wish once, though it is wished for twice', async () => {
    expect(outcomes(await read([orders], storeOf(twoStates), [users, users]))).toEqual([`${users}: ${notConfigured}`]);
  });

  it('to single states lists nothing, since that a source leads to them is all there is to know', async () => {
    const store = storeOf(twoStates, new Map([['secret-tf', denied]]));

    expect(outcomes(await read(['s3://acme-tf/**', 's3://secret-tf/**'], store, [users]))).toEqual([`${users}: READ`]);
    expect(store.listed).toEqual([]);
  });

  it('by a glob keeps a source that could not be listed, since what was wished for may be in it', async () => {
    const store = storeOf(twoStates, new Map([['secret-tf', denied]]));

    expect(outcomes(await read([orders, users, 's3://secret-tf/**'], store, ['s3://acme-tf/use*/**']))).toEqual([
      `${users}: READ`,
      's3://secret-tf/**: access denied: s3:ListBucket is needed',
    ]);
  });

  it('to the very glob of a source that could not be listed keeps the reason', async () => {
    const store = storeOf(twoStates, new Map([['secret-tf', denied]]));

    expect(outcomes(await read(['s3://secret-tf/**'], store, ['s3://secret-tf/**']))).toEqual([
      's3://secret-tf/**: access denied: s3:ListBucket is needed',
    ]);
  });

  it('to a state that cannot be read has its reason', async () => {
    expect(outcomes(await read([orders, users], storeOf({ ...twoStates, [users]: '' }), [users]))).toEqual([
      `${users}: it is empty`,
    ]);
  });

  it('to no state at all reads nothing', async () => {
    expect(await read([orders], storeOf(twoStates), [])).toEqual([]);
  });
});

describe('a ledger in the bucket of the states', () => {
  const kept = ['ledger.json', 'index.json', 'waiting-calls.json', 'reports/2026/11/25/020000-a.json'];

  it.each(['drift', ''])('is no state, and neither is what lies with it: prefix %j', async (prefix) => {
    const start = prefix === '' ? '' : `${prefix}/`;
    const objects = Object.fromEntries(kept.map((key) => [`s3://acme-tf/${start}${key}`, 'no state']));
    const store = storeOf({ ...objects, 's3://acme-tf/drift/orders': stateText() });
    const sources = [besideLedger(parseSource('s3://acme-tf/**'), { bucket: 'acme-tf', prefix })];
    await readStates(sources, { uris: null, types: stageType, timesMissed: () => 0 }, store);
    expect(store.read).toEqual(['s3://acme-tf/drift/orders']);
    expect([...Object.keys(objects), 's3://acme-tf/drift/orders'].filter((uri) => isConfigured(sources, uri))).toEqual([
      's3://acme-tf/drift/orders',
    ]);
  });

  it('leaves what has the same names in another bucket, or elsewhere in this one', async () => {
    const store = storeOf({ 's3://acme-tf/ledger.json': stateText(), 's3://other/drift/ledger.json': stateText() });
    const ledger = { bucket: 'acme-tf', prefix: 'drift' };
    const sources = ['s3://acme-tf/**', 's3://other/**'].map((uri) => besideLedger(parseSource(uri), ledger));
    await readStates(sources, { uris: null, types: stageType, timesMissed: () => 0 }, store);
    expect(store.read).toEqual(['s3://acme-tf/ledger.json', 's3://other/drift/ledger.json']);
  });
});

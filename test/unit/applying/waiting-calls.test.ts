import { expect, it } from '@jest/globals';
import { recallCalls, rememberCalls } from '../../../lib/applying/waiting-calls.ts';
import type { ApiCall } from '../../../lib/attribution/api-call.ts';
import { MemoryStore } from '../memory-store.ts';

const now = new Date('2026-03-01T12:00:00Z');

function call(eventId: string, time = '2026-03-01T11:59:00Z', actor = 'carol'): ApiCall {
  return {
    eventId,
    eventName: 'UpdateStage',
    time,
    target: { accountId: '123456789012', region: 'eu-west-1', restApiId: 'abc', stageName: 'prod' },
    touched: { kind: 'PATHS', paths: ['/description'] },
    caller: { actor, arn: null, sourceAddress: '203.0.113.9', tool: 'console', userAgent: null },
  };
}

async function idsIn(store: MemoryStore, own: readonly ApiCall[] = []): Promise<readonly string[]> {
  return (await recallCalls(own, store, now)).calls.map(({ eventId }) => eventId);
}

it('a check knows the calls of those that wait, and its own, each once and the latest first', async () => {
  const store = new MemoryStore();
  await rememberCalls([call('a'), call('b', '2026-03-01T11:58:00Z')], store, now);
  await rememberCalls([call('c', '2026-03-01T11:59:30Z'), call('a')], store, now);
  expect(await idsIn(store, [call('d', '2026-03-01T11:57:00Z'), call('c', '2026-03-01T11:59:30Z')])).toEqual([
    'c',
    'a',
    'b',
    'd',
  ]);
});

it('a call of more than an hour ago is forgotten, but never one of the check itself', async () => {
  const store = new MemoryStore();
  const old = call('old', '2026-03-01T10:59:59Z');
  await rememberCalls([old], store, new Date('2026-03-01T11:00:00Z'));
  expect(await idsIn(store)).toEqual([]);
  expect(await idsIn(store, [old])).toEqual(['old']);
});

it('no more than the latest 1,000 are kept', async () => {
  const store = new MemoryStore();
  const times = Array.from({ length: 1_200 }, (_, index) => new Date(now.getTime() - index * 1_000).toISOString());
  await rememberCalls(
    times.map((time, index) => call(`call-${index}`, time)),
    store,
    now,
  );
  const ids = await idsIn(store);
  expect([ids.length, ids.at(0), ids.at(-1)]).toEqual([1_000, 'call-0', 'call-999']);
});

it('what another run writes meanwhile is not lost', async () => {
  const store = new MemoryStore();
  let others = 1;
  store.beforeWrite = () => {
    if (others-- > 0) store.put('waiting-calls.json', JSON.stringify({ version: 1, calls: [call('other')] }));
  };
  expect(await rememberCalls([call('mine')], store, now)).toBeNull();
  expect(new Set(await idsIn(store))).toEqual(new Set(['mine', 'other']));
});

it('a run that others are always ahead of gives up and says so', async () => {
  const store = new MemoryStore();
  store.beforeWrite = () => {
    store.put('waiting-calls.json', '');
  };
  expect(await rememberCalls([call('mine')], store, now)).toContain('waiting-calls.json was written by other runs');
});

it('a secret in a name is not written down', async () => {
  const store = new MemoryStore();
  await rememberCalls([call('a', now.toISOString(), 'AKIAIOSFODNN7EXAMPLE')], store, now);
  expect(store.objects.get('waiting-calls.json')?.text).not.toContain('AKIAIOSFODNN7EXAMPLE');
});

it('without a store, or with one that cannot be read, a check knows its own calls', async () => {
  expect(await recallCalls([call('a')], null, now)).toEqual({ calls: [call('a')], trouble: null });
  expect(await rememberCalls([call('a')], null, now)).toBeNull();
  const store = new MemoryStore();
  store.fault = 'cannot be read';
  expect(await recallCalls([call('a')], store, now)).toEqual({ calls: [call('a')], trouble: 'cannot be read' });
  expect(await rememberCalls([call('a')], store, now)).toBe('cannot be read');
});

it('what nobody can read is begun anew', async () => {
  const store = new MemoryStore();
  await store.put('waiting-calls.json', '{"version":2}');
  expect(await idsIn(store)).toEqual([]);
  await rememberCalls([call('a')], store, now);
  expect(await idsIn(store)).toEqual(['a']);
});

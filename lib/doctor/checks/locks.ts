import pLimit from 'p-limit';
import { shownTime } from '../../report/duration.ts';
import type { StateLock } from '../../terraform/state-lock.ts';
import { check, once } from '../check.ts';
import { type Fact, known } from '../fact.ts';
import type { Probes } from '../probes.ts';
import { statesRead } from '../scene.ts';
import { cannotTell, notUsed, ok } from '../verdict.ts';

interface Held {
  readonly uri: string;
  readonly lock: StateLock;
}

const concurrentQuestions = 8;

/** Drift waits while an apply holds the lock of its state, which has to be seen for that. */
export const locks = check({
  name: 'locks of states',
  needs: ['s3:GetObject'],
  ...once,
  instead({ settings, states }) {
    if (settings.checkQueueUrl === null) return notUsed('without CHECK_QUEUE_URL no drift waits for an apply to end');
    return statesRead(states).length === 0 ? cannotTell('no state was read whose lock could be looked at', null) : null;
  },
  probe: (_, probes, { states }) => heldLocks([...new Set(statesRead(states).map(({ uri }) => uri))], probes),
  verdict(held) {
    const details = held.map(({ uri, lock: { who, since, operation } }) =>
      [`held by ${who || 'somebody'}`, since && `since ${shownTime(since)}`, operation && `for ${operation}`, uri]
        .filter(Boolean)
        .join(' '),
    );
    return ok(held.length === 0 ? 'none is held' : `${held.length} held`, details);
  },
});

async function heldLocks(uris: readonly string[], probes: Probes): Promise<Fact<readonly Held[]>> {
  const limit = pLimit(concurrentQuestions);
  const facts = await Promise.all(uris.map((uri) => limit(async () => ({ uri, fact: await probes.lock(uri) }))));
  const held: Held[] = [];
  for (const { uri, fact } of facts) {
    if (fact.kind === 'UNKNOWN') return fact;
    if (fact.known !== null) held.push({ uri, lock: fact.known });
  }
  return known(held);
}

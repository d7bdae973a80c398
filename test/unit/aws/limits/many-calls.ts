// A program of its own, because a test cannot see the warnings and unhandled rejections of its process.
import { getEventListeners } from 'node:events';
import { createBoundedCalls } from '../../../../lib/aws/limits/bounded-calls.ts';
import { createRequestBudget } from '../../../../lib/aws/limits/request-budget.ts';
import { createVirtualClock } from '../../../virtual-clock.ts';

const [answered, cutOff] = [2_980, 20];
const clock = createVirtualClock();
const deadline = new AbortController();
const calls = createBoundedCalls(createRequestBudget(1_000_000, clock), deadline.signal, 20_000, clock);
let mostListeners = 0;

const quick = Array.from({ length: answered }, () =>
  calls.send(async () => {
    mostListeners = Math.max(mostListeners, getEventListeners(deadline.signal, 'abort').length);
    return 'answer';
  }),
);
await Promise.all(quick);

const late = Array.from({ length: cutOff }, () =>
  calls.send((signal, watch) =>
    watch(async () => {
      await clock.wait(20);
      throw new Error(`too late: ${signal.aborted}`);
    })(undefined),
  ),
);
await clock.advance(5);
deadline.abort();
const outcomes = await Promise.all([...quick, ...late]);
// Whatever the calls that were cut off still do has happened after this.
await clock.advance(50);

const count = (kind: string) => outcomes.filter((outcome) => outcome.kind === kind).length;
process.stdout.write(
  JSON.stringify({
    answered: count('ANSWERED'),
    outOfTime: count('OUT_OF_TIME'),
    mostListeners,
    listenersLeft: getEventListeners(deadline.signal, 'abort').length,
  }),
);

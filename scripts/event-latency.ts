// How long our part of the way takes from an event to its mail, without the minute that the queue holds it back and the
// seconds in which Lambda gathers a batch: the function is warm or starts again, with 1 or 50 states beside the one.
import { createEventWorld } from '../test/integration/event-world.ts';
import { deployOrders } from '../test/integration/orders-stages.ts';

const changes = 15;

interface Latency {
  readonly states: number;
  /** Milliseconds, medians. */
  readonly warm: number;
  readonly cold: number;
}

const latencies: Latency[] = [];
for (const states of [1, 50]) latencies.push(await measure(states));
console.table(latencies);

async function measure(states: number): Promise<Latency> {
  const cold: number[] = [];
  const warm: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const events = await createEventWorld();
    const restApiId = await deployOrders(events);
    for (let index = 1; index < states; index += 1) {
      await events.world.put(
        `env:/prod/other-${index}/terraform.tfstate`,
        JSON.stringify({ version: 4, serial: 1, lineage: 'x', terraform_version: '1.11.4', resources: [] }),
      );
    }
    await events.checkEverything();
    await events.drain();
    await events.restart();
    for (let change = 0; change < changes / 3; change += 1) {
      events.mails();
      const started = performance.now();
      await events.world.change(restApiId, 'basic', '/description', `change ${round} ${change}`);
      await events.drain();
      const taken = performance.now() - started;
      if (events.mails().length !== 1) throw new Error('The change was not notified once');
      (change === 0 ? cold : warm).push(taken);
    }
    await events.stop();
  }
  return { states, warm: median(warm), cold: median(cold) };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.floor(sorted.length / 2)] ?? Number.NaN);
}

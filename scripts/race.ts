// Has the real Terraform apply changes while the built function gets their events, and while somebody changes a stage by hand.
import { findProviderMirror, isOnPath } from '../test/conformance/terraform.ts';
import type { LockPlace } from '../test/race/configuration.ts';
import { type RaceOutcome, startRace } from '../test/race/race.ts';
import { verdictOn } from '../test/race/verdict.ts';

const repetitions = Number(process.env.REPETITIONS ?? 3);
/** How the state is locked: all of them, or one by its name. */
const locks = { S3: 'with a lock file', DYNAMODB: 'with a lock table', NONE: 'without a lock' } as const;
const only = process.env.LOCK;
const mirror = isOnPath('terraform') && isOnPath('moto_server') ? findProviderMirror() : undefined;

if (mirror === undefined) {
  console.log('NOT RUN: race (no terraform / no provider mirror / no moto_server)');
} else {
  for (const lock of ['S3', 'DYNAMODB', 'NONE'] as const) {
    if (only === undefined || only === lock) await race(mirror, lock);
  }
}

async function race(mirror: string, lock: LockPlace): Promise<void> {
  const name = locks[lock];
  const runners = await startRace(mirror, lock);
  const seconds: number[] = [];
  let held = 0;
  try {
    for (let repetition = 1; repetition <= repetitions; repetition += 1) {
      const outcome = await runners.run(`release ${repetition}`);
      const wrong = verdictOn(outcome);
      seconds.push(outcome.seconds.all);
      if (wrong === null) held += 1;
      else tell(`race ${name}, repetition ${repetition}: ${wrong}`, outcome);
    }
  } finally {
    await runners.stop();
  }
  const each = `${Math.min(...seconds).toFixed(1)} to ${Math.max(...seconds).toFixed(1)} s each`;
  console.log(`race ${name}: ${held} of ${repetitions} held, ${each}`);
  if (held < repetitions) process.exitCode = 1;
}

function tell(what: string, { notified, log }: RaceOutcome): void {
  const checks = log.split('\n').filter((line) => line.startsWith('{"level"'));
  console.log([what, ...notified, 'log of the function:', ...checks].join('\n  '));
}

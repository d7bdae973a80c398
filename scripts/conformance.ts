// Gives the same states and the same live stages to the real Terraform and to the built command line, and compares.
import { parseArgs } from 'node:util';
import { startLocalSubject } from '../test/conformance/local-subject.ts';
import { startMotoSubject } from '../test/conformance/moto-subject.ts';
import { type Disagreement, type Options, type Outcome, run } from '../test/conformance/run.ts';
import type { StartedSubject } from '../test/conformance/subject.ts';
import { findProviderMirror, isOnPath } from '../test/conformance/terraform.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', multiple: true, default: ['1', '2', '3'] },
    stages: { type: 'string', default: '285' },
    'moto-seed': { type: 'string', default: '1' },
    'moto-stages': { type: 'string', default: '40' },
    sabotage: { type: 'boolean', default: false },
  },
});

const mirror = isOnPath('terraform') ? findProviderMirror() : undefined;
if (mirror === undefined) {
  console.log('NOT RUN: conformance (no terraform / no provider mirror)');
} else {
  await conform(mirror);
}

async function conform(mirror: string): Promise<void> {
  for (const [index, seed] of values.seed.entries()) {
    await check(`seed ${seed}`, startLocalSubject, {
      seed: Number(seed),
      stages: Number(values.stages),
      mirror,
      refreshed: index % 2 === 1,
      sabotage: values.sabotage,
    });
  }
  if (!isOnPath('moto_server')) {
    console.log('NOT RUN: conformance against moto (no moto_server)');
    return;
  }
  await check(`moto seed ${values['moto-seed']}`, startMotoSubject, {
    seed: Number(values['moto-seed']),
    stages: Number(values['moto-stages']),
    mirror,
    refreshed: false,
    sabotage: values.sabotage,
  });
}

async function check(name: string, start: () => Promise<StartedSubject>, options: Options): Promise<void> {
  const started = performance.now();
  const subject = await start();
  try {
    const outcome = await run(subject, options);
    const { resources, mutated, drifted, disagreements } = outcome;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(
      `${name}: ${resources} resources, ${mutated} mutated, ${drifted} drifted by Terraform, ${resources - disagreements.length} agreed, ${seconds} s`,
    );
    if (disagreements[0]) tell(disagreements[0], outcome);
  } finally {
    await subject.stop();
  }
}

function tell(smallest: Disagreement, { disagreements }: Outcome): void {
  process.exitCode = 1;
  console.log(`${disagreements.length} disagreements; the smallest:`);
  console.log(JSON.stringify(smallest, null, 1));
  for (const { address, mutations, terraform, program } of disagreements.slice(0, 40)) {
    console.log(`${address}: Terraform ${terraform} | stagedrift ${program} | ${mutations.join('; ')}`);
  }
}

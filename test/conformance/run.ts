import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stage } from '@stagedrift/local-aws/stage-model';
import { configuration, providerFile, writeConfiguration } from './configuration.ts';
import type { LiveSide } from './live-side.ts';
import { deleteOneRestApi, mutate } from './mutate.ts';
import { programVerdicts } from './program-verdict.ts';
import { seededRandom } from './random.ts';
import { ageState, readStageResources, type StageResources } from './state-resources.ts';
import type { Subject } from './subject.ts';
import { showPlan, type Terraform, terraformIn } from './terraform.ts';
import { terraformVerdicts } from './terraform-verdict.ts';
import { disagreements, type Verdicts, verdictText } from './verdict.ts';

export interface Options {
  readonly seed: number;
  readonly stages: number;
  readonly mirror: string;
  /** Whether Terraform reads everything into the state once more, which spells some of it differently. */
  readonly refreshed: boolean;
  /** Whether one stage more is changed after Terraform has looked, so that the comparison has to fail. */
  readonly sabotage: boolean;
}

/** A resource on which the two verdicts differ, with all that explains it. */
export interface Disagreement {
  readonly address: string;
  readonly mutations: readonly string[];
  readonly state: Readonly<Record<string, unknown>>;
  readonly live: Stage | undefined;
  readonly terraform: string;
  readonly program: string;
}

export interface Outcome {
  readonly resources: number;
  readonly mutated: number;
  readonly drifted: number;
  /** Those with the fewest mutations first. */
  readonly disagreements: readonly Disagreement[];
}

/** Applies a configuration, mutates what came of it, and asks Terraform and the program what they see. */
export async function run(subject: Subject, options: Options): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'stagedrift-conformance-'));
  try {
    return await runIn(folder, subject, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runIn(folder: string, subject: Subject, options: Options): Promise<Outcome> {
  const { endpoint, abilities, mutators, places, live } = subject;
  const random = seededRandom(options.seed);
  const regions = { home: places.home[0].region, abroad: places.abroad[0].region };
  await writeConfiguration(folder, {
    ...configuration(random, places, options.stages, abilities),
    'provider.tf.json': providerFile(endpoint, regions),
  });
  const terraform = await terraformIn(folder, options.mirror);
  await terraform.run('init', '-no-color');
  await terraform.run('apply', '-auto-approve', ...quick);
  await expectNothingToDo(terraform, options.refreshed);

  const stateFile = join(folder, 'terraform.tfstate');
  await ageState(stateFile, random);
  const resources = await readStageResources(stateFile, [...places.home, ...places.abroad]);
  const mutated = await deleteOneRestApi(random, live, resources, await mutate(random, live, resources, mutators));

  await terraform.run('plan', '-refresh-only', '-out=drift', ...quick);
  if (options.sabotage) await changeUntouched(live, resources, mutated);
  const [plan, program] = await Promise.all([
    showPlan(terraform, 'drift'),
    programVerdicts(stateFile, {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: regions.home,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      API_REQUESTS_PER_SECOND: '1000',
    }),
  ]);
  const all = addressesOf(resources);
  const verdicts = terraformVerdicts(plan, all);
  return {
    resources: all.length,
    mutated: mutated.size,
    drifted: [...verdicts.values()].filter((verdict) => verdict.length > 0).length,
    disagreements: await explain(live, resources, mutated, verdicts, program),
  };
}

const quick = ['-no-color', '-input=false', '-parallelism=20'];

/** What Terraform would still change after an apply is what the API Gateway behind it got wrong. */
async function expectNothingToDo(terraform: Terraform, refresh: boolean): Promise<void> {
  if (!refresh) {
    await terraform.run('plan', '-detailed-exitcode', ...quick);
    return;
  }
  const notified = await terraform.run('apply', '-auto-approve', ...quick);
  if (!notified.includes('0 added, 0 changed, 0 destroyed'))
    throw new Error(`A second apply changed something:\n${notified}`);
}

async function changeUntouched(
  live: LiveSide,
  resources: readonly StageResources[],
  mutated: ReadonlyMap<string, unknown>,
): Promise<void> {
  const untouched = resources.find(({ stage }) => !mutated.has(stage.address));
  if (untouched === undefined) throw new Error('No stage was left alone');
  const operations = [{ op: 'replace', path: '/description', value: 'sabotage' }];
  await live.apply(untouched.of, { kind: 'UPDATE', operations });
}

async function explain(
  live: LiveSide,
  resources: readonly StageResources[],
  mutated: ReadonlyMap<string, readonly string[]>,
  terraform: Verdicts,
  program: Verdicts,
): Promise<readonly Disagreement[]> {
  const found = disagreements(addressesOf(resources), terraform, program).map(async (address) => {
    const resource = resources.find(({ stage, settings }) =>
      [stage, ...settings].some((one) => one.address === address),
    );
    const instance = [resource?.stage, ...(resource?.settings ?? [])].find((one) => one?.address === address);
    return {
      address,
      mutations: mutated.get(address) ?? [],
      state: Object.fromEntries(instance?.attributes ?? []),
      live: resource && (await live.read(resource.of)),
      terraform: verdictText(terraform.get(address)),
      program: verdictText(program.get(address)),
    };
  });
  return (await Promise.all(found)).toSorted((a, b) => a.mutations.length - b.mutations.length);
}

function addressesOf(resources: readonly StageResources[]): readonly string[] {
  return resources.flatMap(({ stage, settings }) => [stage.address, ...settings.map(({ address }) => address)]);
}

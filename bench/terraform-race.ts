import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LocalApiGateway, startApiGateway } from '@stagedrift/local-aws/api-gateway';
import { providerFile } from '../test/conformance/configuration.ts';
import { findProviderMirror, isOnPath, terraformEnvironment, terraformIn } from '../test/conformance/terraform.ts';
import { type Command, type Cost, measureInTurn } from './measured-process.ts';
import { programEnvironment } from './program-environment.ts';
import { type BenchOptions, type Section, shown } from './section.ts';
import { makeLive, region } from './states.ts';

const sizes = [10, 100, 400];
const stagesOfAnApi = 4;
const programs = ['terraform', 'stagedrift', 'floor', 'start', 'node'] as const;

type Costs = Readonly<Record<(typeof programs)[number], Cost>>;

interface Race {
  readonly stages: number;
  readonly costs: Costs;
  readonly calls: { readonly terraform: number; readonly stagedrift: number };
}

/** The same stages, one of them changed, checked by the real Terraform, by the built command line and by the floor. */
export async function raceTerraform({ runs, folder }: BenchOptions): Promise<Section | null> {
  const mirror = isOnPath('terraform') ? findProviderMirror() : undefined;
  if (mirror === undefined) return null;
  const races: Race[] = [];
  for (const stages of sizes) {
    const apiGateway = await startApiGateway();
    races.push(await race(stages, apiGateway, mirror, join(folder, `race-${stages}`), runs));
    await apiGateway.stop();
  }
  const hundred = races.find(({ stages }) => stages === 100);
  if (hundred === undefined) throw new Error('100 stages were not raced');
  const { terraform, stagedrift, floor } = hundred.costs;
  return {
    title: 'Against `terraform plan -refresh-only`',
    about: `The same stages, ${stagesOfAnApi} to a REST API, one of them changed by hand, on one local API Gateway; the medians of ${runs} runs in turn. The floor is a Node program that reads the state, makes the same calls and looks at nothing. Memory is the peak of all processes together.`,
    columns: ['stages', 'program', 'seconds', 'processor seconds', 'MiB', 'calls to API Gateway'],
    rows: races.flatMap(rowsOf),
    figures: {
      'terraform / stagedrift: seconds for 100 stages': terraform.wall / stagedrift.wall,
      'stagedrift / terraform: MiB for 100 stages': stagedrift.memory / terraform.memory,
      'stagedrift / floor: seconds for 100 stages': stagedrift.wall / floor.wall,
      'calls for 100 stages in 25 APIs': hundred.calls.stagedrift,
      'milliseconds for each further stage': slope(races, 'stagedrift'),
    },
    plots: [
      {
        name: 'against-terraform',
        title: 'Seconds for a check, by stages',
        across: 'stages',
        up: 'seconds',
        lines: (['terraform', 'stagedrift', 'floor'] as const).map((name) => ({
          name,
          points: races.map(({ stages, costs }) => [stages, costs[name].wall] as const),
        })),
      },
    ],
  };
}

/** @returns milliseconds that a stage more costs, between the least and the most stages */
function slope(races: readonly Race[], name: (typeof programs)[number]): number {
  const [first, last] = [races[0], races.at(-1)];
  if (first === undefined || last === undefined) return Number.NaN;
  return ((last.costs[name].wall - first.costs[name].wall) / (last.stages - first.stages)) * 1_000;
}

const labels = {
  terraform: '`terraform plan -refresh-only`',
  stagedrift: '`stagedrift check`',
  floor: 'the floor',
  start: '`stagedrift --version`',
  node: '`node -e 0`',
} as const;

function rowsOf({ stages, costs, calls }: Race): string[][] {
  return programs.map((name) => {
    const { wall, cpu, memory } = costs[name];
    const made = name === 'terraform' ? calls.terraform : name === 'start' || name === 'node' ? 0 : calls.stagedrift;
    return [String(stages), labels[name], shown(wall), shown(cpu), shown(memory), String(made)];
  });
}

async function race(
  stages: number,
  apiGateway: LocalApiGateway,
  mirror: string,
  folder: string,
  runs: number,
): Promise<Race> {
  await mkdir(folder);
  const places = Array.from({ length: stages }, (_, index) => ({
    restApiId: `api${String(Math.floor(index / stagesOfAnApi)).padStart(7, '0')}`,
    stageName: `stage${index % stagesOfAnApi}`,
  }));
  for (const { restApiId } of places) makeLive(apiGateway, restApiId, []);
  const resources = places.map(({ restApiId, stageName }, index) => [
    `stage${index}`,
    { rest_api_id: restApiId, stage_name: stageName, deployment_id: 'first1', variables: { LOG_LEVEL: 'info' } },
  ]);
  await writeFile(
    join(folder, 'stages.tf.json'),
    JSON.stringify({ resource: { aws_api_gateway_stage: Object.fromEntries(resources) } }),
  );
  const provider = providerFile(apiGateway.url, { home: region, abroad: region });
  await writeFile(join(folder, 'provider.tf.json'), JSON.stringify(provider));
  const terraform = await terraformIn(folder, mirror);
  await terraform.run('init', '-no-color');
  await terraform.run('apply', '-auto-approve', '-no-color', '-input=false');
  await changeByHand(apiGateway.url);

  const environment = {
    ...programEnvironment(apiGateway.url),
    // The local API Gateway has no quota: what is compared is the work, and not the wait.
    API_REQUESTS_PER_SECOND: '1000',
  };
  const state = join(folder, 'terraform.tfstate');
  const node = (...args: string[]): Command => ({ command: process.execPath, args, environment });
  const commands = {
    terraform: {
      command: 'terraform',
      args: ['plan', '-refresh-only', '-no-color', '-input=false'],
      environment: terraformEnvironment(folder),
      folder,
    },
    stagedrift: { ...node('dist/bin/stagedrift.js', 'check', state, '--format', 'json'), succeedsWith: [2] },
    floor: node('bench/programs/floor.mjs', state),
    start: node('dist/bin/stagedrift.js', '--version'),
    node: node('-e', '0'),
  };
  const costs = await measureInTurn(commands, runs, folder);
  return { stages, costs, calls: await callsOf(commands, apiGateway, folder) };
}

async function callsOf(
  commands: { readonly terraform: Command; readonly stagedrift: Command },
  apiGateway: LocalApiGateway,
  folder: string,
): Promise<Race['calls']> {
  const count = async (program: Command) => {
    const before = apiGateway.calls.length;
    await measureInTurn({ program }, 0, folder);
    const made = apiGateway.calls.slice(before);
    return made.filter(({ operation }) => operation !== 'GetCallerIdentity' && operation !== 'AssumeRole').length;
  };
  return { terraform: await count(commands.terraform), stagedrift: await count(commands.stagedrift) };
}

/** One stage differs, so that both have something to tell. */
async function changeByHand(url: string): Promise<void> {
  const answer = await fetch(`${url}/restapis/api0000000/stages/stage0`, {
    method: 'PATCH',
    headers: {
      'content-type': 'application/json',
      authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/${region}/apigateway/aws4_request`,
    },
    body: JSON.stringify({ patchOperations: [{ op: 'replace', path: '/variables/LOG_LEVEL', value: 'debug' }] }),
  });
  if (!answer.ok) throw new Error(`The stage could not be changed: ${await answer.text()}`);
}

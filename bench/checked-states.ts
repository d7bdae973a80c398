import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { startApiGateway } from '@stagedrift/local-aws/api-gateway';
import * as v from 'valibot';
import { serveFiles } from './file-server.ts';
import { measure } from './measured-process.ts';
import { type BenchOptions, type Section, shown } from './section.ts';
import { region, writeLargeState } from './states.ts';

/** MiB that the packaged function has. */
const functionMemory = 512;

const cases = [
  { title: 'one of 10 MiB', size: 10, count: 1 },
  { title: 'one of 100 MiB', size: 100, count: 1 },
  { title: 'one of 300 MiB', size: 300, count: 1 },
  { title: 'four of 100 MiB', size: 100, count: 4 },
];

const answerSchema = v.pipe(
  v.string(),
  v.transform((output) => output.trim().split('\n').at(-1) ?? ''),
  v.parseJson(),
  v.object({
    memory: v.number(),
    invocations: v.tuple([invocationSchema(), invocationSchema()]),
  }),
);

function invocationSchema() {
  return v.object({ seconds: v.number(), resources: v.number(), inSync: v.number(), notChecked: v.number() });
}

/** The built function checks large states in S3, twice in the same process. */
export async function checkLargeStates({ folder }: BenchOptions): Promise<Section> {
  const found = [];
  for (const { title, size, count } of cases) {
    const apiGateway = await startApiGateway();
    const names = Array.from({ length: count }, (_, index) => `large-${size}-${index}.tfstate`);
    let stages = 0;
    // The states of one case have the same stages: what is measured is the reading.
    for (const name of names) ({ stages } = await writeLargeState(join(folder, name), size, apiGateway));
    const s3 = await serveFiles(folder);
    const environment = {
      STATE_SOURCES: names.map((name) => `s3://acme-tf/${name}`).join(','),
      REPORT_TOPIC_ARN: `arn:aws:sns:${region}:123456789012:stagedrift`,
      API_REQUESTS_PER_SECOND: '1000',
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_API_GATEWAY: apiGateway.url,
      AWS_ENDPOINT_URL_S3: s3.url,
    };
    const bundle = resolve('dist/functions/detect-drift.js');
    const args = ['bench/programs/invoke-function.mjs', bundle, '{"dryRun":true}', '2'];
    const { stdout } = await measure({ command: process.execPath, args, environment }, folder);
    s3.stop();
    await apiGateway.stop();
    for (const name of names) await rm(join(folder, name));
    const { memory, invocations } = v.parse(answerSchema, stdout);
    for (const { resources, inSync } of invocations) {
      if (resources !== stages * count || inSync !== resources) throw new Error(`${title}: ${inSync} of ${resources}`);
    }
    found.push({ title, stages: stages * count, memory, seconds: invocations.map(({ seconds }) => seconds) });
  }
  return {
    title: 'Large states in the function',
    about: `The built function with states in S3, invoked twice: the second time nothing has changed. Its stages are read both times, at 1,000 requests a second. The packaged function has ${functionMemory} MiB.`,
    columns: ['states', 'stages', 'first, seconds', 'again, seconds', 'peak MiB'],
    rows: found.map(({ title, stages, seconds, memory }) => [
      title,
      String(stages),
      ...seconds.map(shown),
      shown(memory),
    ]),
    figures: {
      'peak MiB of the function with a state of 100 MiB': found[1]?.memory ?? Number.NaN,
      'peak MiB of the function with a state of 300 MiB': found[2]?.memory ?? Number.NaN,
      'peak MiB of the function with four states of 100 MiB': found[3]?.memory ?? Number.NaN,
    },
    plots: [],
  };
}

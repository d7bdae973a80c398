import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { startApiGateway } from '@stagedrift/local-aws/api-gateway';
import * as v from 'valibot';
import { systemClock } from '../lib/aws/system-clock.ts';
import { measure } from './measured-process.ts';
import { programEnvironment } from './program-environment.ts';
import { type BenchOptions, type Section, shown } from './section.ts';
import { envelope, indented, makeLive, region, stageResource } from './states.ts';

const apis = 600;
const stageNames = ['dev', 'test', 'demo', 'prod'];
/** The quota of an account in a region, which cannot be raised. */
const quota = { requestsPerSecond: 10, burst: 40 };
const budget = 5;

/** Requests a second that somebody else sends meanwhile. */
const others = [0, 5, 8];

const reportSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.looseObject({
    summary: v.looseObject({ resources: v.number(), inSync: v.number(), notChecked: v.number(), apiCalls: v.number() }),
  }),
);

/** All stages of an account, against the account's quota and with somebody else who needs it too. */
export async function keepToQuota({ folder }: BenchOptions): Promise<Section> {
  const state = join(folder, 'quota.tfstate');
  await writeState(state);
  const ideal = apis / budget;
  const found = [];
  for (const rate of others) found.push({ rate, ...(await check(state, rate, folder)) });
  return {
    title: 'Within the quota of an account',
    about: `${apis} REST APIs with ${stageNames.length} stages each, against a local API Gateway that takes ${quota.requestsPerSecond} requests a second, ${quota.burst} at once, and answers all others with 429. The budget is the usual ${budget} a second, so ${ideal} seconds are ideal. Meanwhile somebody else sends requests and repeats none.`,
    columns: ['others, requests a second', 'seconds', 'of the ideal', 'requests', 'not checked', 'refused to others'],
    rows: found.map(({ rate, seconds, calls, notChecked, refused, sent }) => [
      String(rate),
      shown(seconds),
      `${Math.round((seconds / ideal) * 100)} %`,
      String(calls),
      String(notChecked),
      rate === 0 ? '' : `${refused} of ${sent}`,
    ]),
    figures: {
      'stages not checked': Math.max(...found.map(({ notChecked }) => notChecked)),
      'seconds / ideal seconds, alone': (found[0]?.seconds ?? Number.NaN) / ideal,
      'seconds / ideal seconds, with others at half the quota': (found[1]?.seconds ?? Number.NaN) / ideal,
      'part refused to others at half the quota': (found[1]?.refused ?? Number.NaN) / (found[1]?.sent ?? Number.NaN),
      'part refused to others at 0.8 of the quota': (found[2]?.refused ?? Number.NaN) / (found[2]?.sent ?? Number.NaN),
    },
    plots: [],
  };
}

async function check(state: string, rate: number, folder: string) {
  const apiGateway = await startApiGateway();
  for (let api = 0; api < apis; api += 1) makeLive(apiGateway, idOf(api), stageNames);
  apiGateway.setQuota({ ...quota, clock: systemClock });
  const environment = {
    ...programEnvironment(apiGateway.url),
    API_REQUESTS_PER_SECOND: String(budget),
  };
  const others = startOthers(apiGateway.url, rate);
  const args = ['dist/bin/stagedrift.js', 'check', state, '--format', 'json'];
  const { wall, stdout } = await measure({ command: process.execPath, args, environment }, folder);
  const { sent, refused } = await others.stop();
  await apiGateway.stop();
  const { summary } = v.parse(reportSchema, stdout);
  if (summary.inSync + summary.notChecked !== apis * stageNames.length) throw new Error('not all stages are there');
  return { seconds: wall, calls: summary.apiCalls, notChecked: summary.notChecked, sent, refused };
}

/** Somebody else who uses the same quota. */
function startOthers(url: string, rate: number) {
  const authorization = `AWS4-HMAC-SHA256 Credential=local/20260101/${region}/apigateway/aws4_request`;
  const statuses: Promise<number>[] = [];
  let isOver = false;
  const sending = (async () => {
    while (!isOver && rate > 0) {
      statuses.push(fetch(`${url}/restapis?limit=1`, { headers: { authorization } }).then(({ status }) => status));
      await setTimeout(1_000 / rate);
    }
  })();
  return {
    async stop() {
      isOver = true;
      await sending;
      const answered = await Promise.all(statuses);
      return { sent: answered.length, refused: answered.filter((status) => status === 429).length };
    },
  };
}

function idOf(api: number): string {
  return `api${String(api).padStart(7, '0')}`;
}

async function writeState(path: string): Promise<void> {
  const { before, after } = envelope();
  const file = createWriteStream(path);
  file.write(before);
  for (let api = 0; api < apis; api += 1) {
    for (const [index, stageName] of stageNames.entries()) {
      const made = indented(stageResource(idOf(api), stageName, `s${api}_${index}`));
      file.write(api + index === 0 ? made : `,\n${made}`);
    }
  }
  file.end(after);
  await finished(file);
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { startApiGateway } from '../test/local-aws/api-gateway.ts';
import { defaultAccount } from '../test/local-aws/credential-scope.ts';
import { measure } from './measured-process.ts';
import { programEnvironment } from './program-environment.ts';
import { type BenchOptions, type Section, shown } from './section.ts';
import { envelope, indented, makeLive, stageResource } from './states.ts';

const accountCounts = [1, 10, 50, 200];
const apisOfAnAccount = 125;
const stageNames = ['dev', 'test', 'demo', 'prod'];
const quota = { requestsPerSecond: 10, burst: 40 };
const role = 'drift-reader';

/** US dollars for a GiB of memory during a second, on Arm in most regions, and for an invocation. */
const price = { gibibyteSecond: 0.0000133334, invocation: 0.0000002 };

const reportSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.looseObject({
    summary: v.looseObject({ resources: v.number(), inSync: v.number(), notChecked: v.number(), apiCalls: v.number() }),
  }),
);

interface Found {
  readonly accounts: number;
  readonly stages: number;
  readonly seconds: number;
  readonly cpu: number;
  readonly memory: number;
  readonly calls: number;
  readonly notChecked: number;
}

/** All accounts of an organisation in one process, each with a budget of its own and a quota that is enforced. */
export async function checkFleet({ folder }: BenchOptions): Promise<Section> {
  const found: Found[] = [];
  for (const accounts of accountCounts) found.push(await checkAccounts(accounts, folder));
  const most = found.at(-1);
  if (most === undefined) throw new Error('nothing was checked');
  return {
    title: 'An organisation',
    about: `Accounts with ${apisOfAnAccount * stageNames.length} stages each in ${apisOfAnAccount} REST APIs, a state for each account, all checked by one process under a role in each account; each account takes ${quota.requestsPerSecond} requests a second, ${quota.burst} at once. The price is that of one invocation of a function with that much memory, and beside it that of an invocation for each account with 512 MiB, which waits for its own budget alone.`,
    columns: [
      'accounts',
      'stages',
      'seconds',
      'processor seconds',
      'peak MiB',
      'calls',
      'not checked',
      'one invocation, USD',
      'one an account, USD',
    ],
    rows: found.map(({ accounts, stages, seconds, cpu, memory, calls, notChecked }) => [
      String(accounts),
      String(stages),
      shown(seconds),
      shown(cpu),
      shown(memory),
      String(calls),
      String(notChecked),
      dollars(seconds, memory, 1),
      dollars(found[0]?.seconds ?? Number.NaN, 512, accounts),
    ]),
    figures: {
      'stages of the organisation not checked': most.notChecked,
      'calls for each REST API of the organisation': most.calls / (most.accounts * apisOfAnAccount),
      'seconds for 200 accounts / seconds for one': most.seconds / (found[0]?.seconds ?? Number.NaN),
    },
    plots: [
      {
        name: 'organisation',
        title: 'Seconds for a check of an organisation, by accounts',
        across: 'accounts with 500 stages',
        up: 'seconds',
        lines: [
          { name: 'from start to end', points: found.map(({ accounts, seconds }) => [accounts, seconds] as const) },
          { name: 'processor', points: found.map(({ accounts, cpu }) => [accounts, cpu] as const) },
        ],
      },
    ],
  };
}

/** The memory of a function comes in steps of 1 MiB, with room for what a run does not always need. */
function dollars(seconds: number, mebibytes: number, invocations: number): string {
  const each = (seconds * mebibytes * price.gibibyteSecond) / 1024 + price.invocation;
  return (each * invocations).toFixed(5);
}

async function checkAccounts(count: number, folder: string): Promise<Found> {
  const apiGateway = await startApiGateway();
  const states: string[] = [];
  for (let index = 0; index < count; index += 1) {
    // The first account is that of the function itself.
    const account = index === 0 ? defaultAccount : String(200_000_000_000 + index);
    apiGateway.allowRole({ roleArn: `arn:aws:iam::${account}:role/${role}` });
    const resources: string[] = [];
    for (let api = 0; api < apisOfAnAccount; api += 1) {
      const restApiId = `api${String(index).padStart(4, '0')}${String(api).padStart(3, '0')}`;
      makeLive(apiGateway, restApiId, stageNames, account);
      for (const stageName of stageNames) {
        resources.push(indented(stageResource(restApiId, stageName, `${stageName}${api}`, account)));
      }
    }
    const { before, after } = envelope();
    const path = join(folder, `account-${index}.tfstate`);
    await writeFile(path, `${before}${resources.join(',\n')}${after}`);
    states.push(path);
  }
  apiGateway.setQuota(quota);
  const environment = {
    ...programEnvironment(apiGateway.url),
    CROSS_ACCOUNT_ROLE_NAME: role,
  };
  const args = ['dist/bin/stagedrift.js', 'check', ...states, '--format', 'json'];
  const { wall, cpu, memory, stdout } = await measure({ command: process.execPath, args, environment }, folder);
  await apiGateway.stop();
  const { summary } = v.parse(reportSchema, stdout);
  const stages = count * apisOfAnAccount * stageNames.length;
  if (summary.inSync + summary.notChecked !== stages) throw new Error(`${summary.inSync} of ${stages} stages`);
  return {
    accounts: count,
    stages,
    seconds: wall,
    cpu,
    memory,
    calls: summary.apiCalls,
    notChecked: summary.notChecked,
  };
}

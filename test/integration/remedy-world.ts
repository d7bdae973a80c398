import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { defaultAccount } from '@stagedrift/local-aws/credential-scope';
import { createLiveReader } from '../../lib/aws/live-reader.ts';
import { systemClock } from '../../lib/aws/system-clock.ts';
import { checkDrift } from '../../lib/check-drift.ts';
import { withoutLedger } from '../../lib/check-ports.ts';
import { type AssessedFinding, assess, usualPolicy } from '../../lib/findings/assess.ts';
import { noRules } from '../../lib/findings/rules/rules.ts';
import { plainRequest } from '../../lib/model/check-request.ts';
import { checkedTypes, typesToRead } from '../../lib/resources/registry.ts';
import { createStageDirectory } from '../../lib/resources/stage-directory.ts';
import { parseSource } from '../../lib/terraform/state-source.ts';
import { parseStateFile } from '../parse-state-file.ts';
import { runAwsCommand } from '../run-aws-command.ts';
import { type Backend, startBackend } from './backend.ts';
import { nasty } from './remedy-drifts.ts';

/** An AWS in which something drifts and is reverted by what the findings say. */
export interface RemedyWorld {
  readonly backend: Backend;
  /** @returns what is found of a state, with values of variables and tags shown, since a hidden one is in no command */
  findings(stateText: string): Promise<readonly AssessedFinding[]>;
  /** @returns the status of each resource of the state, by its address, as the whole check reports it */
  statuses(stateText: string): Promise<Readonly<Record<string, string>>>;
  /** Runs an AWS CLI command: its words through the SDK, or the very text by the AWS CLI where that is asked for. */
  run(command: string): Promise<void>;
  stop(): Promise<void>;
}

const now = new Date('2026-01-02T03:04:05Z');
const showEverything = { rules: { ...noRules, show: ['*', nasty] }, hashKey: null, warnings: [] };

export async function startRemedyWorld(): Promise<RemedyWorld> {
  const backend = await startBackend();
  const before = { ...process.env };
  Object.assign(process.env, backend.environment);
  return {
    backend,
    async findings(stateText) {
      const { instances } = parseStateFile(stateText, typesToRead);
      const directory = createStageDirectory(instances.map((instance) => ({ state: 's3://acme-tf/x', instance })));
      const placed = instances.flatMap((instance) => {
        const place =
          checkedTypes.get(instance.type)?.place(instance, { stages: directory, state: 's3://acme-tf/x' }) ?? null;
        return place === null ? [] : [{ ...place, address: instance.address, type: instance.type }];
      });
      const answers = await withReader((reader) => reader.read(placed.flatMap(({ questions }) => questions)));
      return placed.flatMap((resource) =>
        assess(
          { ...resource, state: 's3://acme-tf/x', verdict: resource.judge(answers), stageChangedAt: null, notes: [] },
          showEverything,
          now,
        ),
      );
    },
    async statuses(stateText) {
      const request = { ...plainRequest, trigger: { kind: 'manual' }, dryRun: false } as const;
      const stateStore = {
        listStates: () => {
          throw new Error('these tests use no globs');
        },
        readState: async (_: unknown, types: ReadonlySet<string>) => ({
          file: parseStateFile(stateText, types),
          version: null,
        }),
      };
      const settings = {
        ...{ reportId: 'report-1', sources: [parseSource('s3://acme-tf/x')], types: checkedTypes },
        ...{ policy: usualPolicy, remindAfterMs: 0, isRetried: false },
      };
      const { report } = await withReader((lookups) =>
        checkDrift(request, settings, { ...withoutLedger, stateStore, openLookups: () => lookups, now: () => now }),
      );
      return Object.fromEntries(
        report.resources.flatMap(({ address, status, state }) => (state === null ? [] : [[address, status]])),
      );
    },
    run: process.env.STAGEDRIFT_TEST_CLI === 'aws' ? runByCli : runAwsCommand,
    async stop() {
      await backend.stop();
      for (const name of Object.keys(backend.environment)) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
    },
  };
}

async function withReader<Result>(use: (reader: ReturnType<typeof createLiveReader>) => Promise<Result>) {
  const reader = createLiveReader({
    clock: systemClock,
    requestsPerSecond: 1_000,
    crossAccountRole: null,
    ownAccount: async () => ({ kind: 'KNOWN', accountId: defaultAccount }),
    deadline: new AbortController().signal,
    onProgress: () => {},
  });
  return use(reader).finally(() => reader.close());
}

/** Not by spawnSync, since the embedded AWS answers in this very process. */
async function runByCli(command: string): Promise<void> {
  const child = spawn('sh', ['-c', command], {
    env: { ...process.env, AWS_EC2_METADATA_DISABLED: 'true', AWS_PAGER: '' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const errors: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`ended with ${code}: ${command}\n${Buffer.concat(errors)}`);
}

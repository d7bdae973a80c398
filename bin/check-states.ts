import { randomUUID } from 'node:crypto';
import type { S3Client } from '@aws-sdk/client-s3';
import { createLiveReader } from '../lib/aws/live-reader.ts';
import { readPolicy } from '../lib/aws/policy-reader.ts';
import { askOwnAccount } from '../lib/aws/sts/ask-own-account.ts';
import { checkDrift } from '../lib/check-drift.ts';
import { withoutLedger } from '../lib/check-ports.ts';
import { loadStageSettings } from '../lib/config/config.ts';
import type { RulesSource } from '../lib/findings/rules/rules-source.ts';
import { type CheckRequest, plainRequest } from '../lib/model/check-request.ts';
import type { Clock } from '../lib/model/clock.ts';
import type { Report } from '../lib/report/report.ts';
import { checkedTypes, typesOfStages } from '../lib/resources/registry.ts';
import type { StateStore } from '../lib/terraform/read-states.ts';
import { createStateMemory } from '../lib/terraform/state-memory.ts';
import type { StateSource } from '../lib/terraform/state-source.ts';
import { withLocalFiles } from './local-states.ts';
import { createProgress } from './terminal.ts';

/** The check as the command line makes it: of everything, with the settings of the environment. */
export async function checkStates(
  sources: readonly StateSource[],
  rulesSource: RulesSource | null,
  clock: Clock,
): Promise<Report> {
  const { stageAccess, companions, hashKeyArn } = loadStageSettings(process.env);
  // A person at a terminal ends a run that takes too long.
  const deadline = new AbortController().signal;
  let s3: Promise<S3Client> | undefined;
  const openS3 = () => {
    s3 ??= import('../lib/aws/s3/client.ts').then(({ createS3Client }) => createS3Client());
    return s3;
  };
  const policy = await readPolicy({ rules: rulesSource, hashKeyArn }, openS3, deadline);
  const progress = createProgress(process.stderr);
  progress.show('Reading states …');
  const openLookups = () =>
    createLiveReader({
      ...stageAccess,
      clock,
      ownAccount: askOwnAccount,
      deadline,
      onProgress: (answered, total) => progress.show(`Asking AWS: ${answered} of ${total} answers …`),
    });
  const request: CheckRequest = { ...plainRequest, trigger: { kind: 'command-line' }, dryRun: true };
  const types = companions ? checkedTypes : typesOfStages;
  const settings = { reportId: randomUUID(), sources, types, policy, remindAfterMs: 0, isRetried: false };
  const stateStore = withLocalFiles(() => openStates(openS3, deadline));
  const ports = { ...withoutLedger, stateStore, openLookups, now: clock.now };
  return checkDrift(request, settings, ports)
    .then(({ report }) => report)
    .finally(progress.clear);
}

/** A check of a file on this machine need not load what reads S3. */
async function openStates(openS3: () => Promise<S3Client>, deadline: AbortSignal): Promise<StateStore> {
  const { createS3StateStore } = await import('../lib/aws/s3/state-store.ts');
  return createS3StateStore(await openS3(), createStateMemory(0), deadline);
}

import { randomUUID } from 'node:crypto';
import { askOwnAccount } from '../lib/aws/ask-own-account.ts';
import { createS3Client } from '../lib/aws/clients.ts';
import { createLiveReader } from '../lib/aws/live-reader.ts';
import { readPolicy } from '../lib/aws/policy-reader.ts';
import { createS3StateStore } from '../lib/aws/state-reader.ts';
import { checkDrift } from '../lib/check-drift.ts';
import { loadStageSettings } from '../lib/config.ts';
import type { RulesSource } from '../lib/findings/rules/rules-source.ts';
import type { Report } from '../lib/report/report.ts';
import { checkedTypes, typesOfStages } from '../lib/resources/registry.ts';
import { createStateMemory } from '../lib/terraform/state-memory.ts';
import type { StateSource } from '../lib/terraform/state-source.ts';
import { type CheckRequest, plainRequest } from '../lib/trigger/check-request.ts';
import { withLocalFiles } from './local-states.ts';
import { createProgress } from './terminal.ts';

/** The check as the command line makes it: of everything, with the settings of the environment. */
export async function checkStates(sources: readonly StateSource[], rulesSource: RulesSource | null): Promise<Report> {
  const { stageAccess, companions, hashKeyArn } = loadStageSettings(process.env);
  // Whoever sits at a terminal ends a run that takes too long.
  const deadline = new AbortController().signal;
  const s3 = createS3Client();
  const policy = await readPolicy({ rules: rulesSource, hashKeyArn }, s3, deadline);
  const progress = createProgress(process.stderr);
  progress.show('Reading states …');
  const liveReader = createLiveReader({
    ...stageAccess,
    ownAccount: askOwnAccount,
    deadline,
    onProgress: (answered, total) => progress.show(`Asking AWS: ${answered} of ${total} answers …`),
  });
  const stateStore = withLocalFiles(createS3StateStore(s3, createStateMemory(0), deadline));
  const request: CheckRequest = { ...plainRequest, trigger: { kind: 'command-line' }, dryRun: true };
  const ports = { stateStore, liveReader, now: () => new Date() };
  const types = companions ? checkedTypes : typesOfStages;
  return checkDrift(request, randomUUID(), sources, ports, types, policy).finally(progress.clear);
}

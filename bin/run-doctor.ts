import { probeStage } from '../lib/aws/api-gateway/stage-probe.ts';
import { probeTrails } from '../lib/aws/cloudtrail/trail-probe.ts';
import { probeFunction } from '../lib/aws/lambda/function-probe.ts';
import { probeBucketEvents } from '../lib/aws/s3/bucket-events-probe.ts';
import { createS3Client } from '../lib/aws/s3/client.ts';
import { probeLedger } from '../lib/aws/s3/ledger-probe.ts';
import { probeRules } from '../lib/aws/s3/rules-probe.ts';
import { probeStates } from '../lib/aws/s3/states-probe.ts';
import { probeSubscriptions } from '../lib/aws/sns/topic-probe.ts';
import { probeDeadLetters } from '../lib/aws/sqs/dead-letters-probe.ts';
import { configuredRegion, probeCaller } from '../lib/aws/sts/caller-probe.ts';
import { examineDeployment, outcomeOf } from '../lib/doctor/checkup.ts';
import { renderCheckupJson } from '../lib/doctor/checkup-json.ts';
import { renderCheckupText } from '../lib/doctor/checkup-text.ts';
import type { Probes } from '../lib/doctor/probes.ts';
import { parseArn } from '../lib/model/arn.ts';
import type { Clock } from '../lib/model/clock.ts';
import { colors, createProgress, print } from './terminal.ts';
import { UsageError } from './usage-error.ts';

const exitCodes = { FINE: 0, PROBLEMS: 2, NOT_ALL_CHECKED: 1 } as const;

/** Which deployment to look at, and how to print what is found. */
export interface DoctorOptions {
  /** Name or ARN of the deployed function, `null` for the settings of this environment. */
  readonly functionName: string | null;
  /** Settings that count before any environment, by the name of their variable. */
  readonly options: ReadonlyMap<string, string>;
  readonly format: 'text' | 'json';
}

/**
 * Looks at a deployment and prints what is to be said of it.
 * @returns the exit code
 */
export async function runDoctor({ functionName, options, format }: DoctorOptions, clock: Clock): Promise<number> {
  const region = parseArn(functionName)?.region || (await configuredRegion());
  if (region === null) throw new UsageError('no region is set: set AWS_REGION to that of the function');
  // Clients that are not given a region take it from here, as those of the function do.
  process.env.AWS_REGION = region;
  const progress = createProgress(process.stderr);
  progress.show('Looking at the deployment …');
  const input = { functionName, environment: process.env, options, region };
  const checkup = await examineDeployment(input, createProbes(region, clock)).finally(progress.clear);
  await print(format === 'json' ? renderCheckupJson(checkup) : renderCheckupText(checkup, colors));
  return exitCodes[outcomeOf(checkup)];
}

/** @param region of the function, or else of this machine */
function createProbes(region: string, clock: Clock): Probes {
  const s3 = createS3Client();
  return {
    caller: () => probeCaller(region),
    deployedFunction: (name) => probeFunction(name, region),
    states: (source) => probeStates(source, s3),
    stage: (id, role) => probeStage(id, role, clock),
    ledger: (location) => probeLedger(location, s3, clock),
    rules: (source) => probeRules(source, s3),
    subscriptions: probeSubscriptions,
    deadLetters: (queueUrl) => probeDeadLetters(queueUrl, region),
    bucketEvents: (bucket) => probeBucketEvents(bucket, s3),
    trails: probeTrails,
  };
}

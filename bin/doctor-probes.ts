import { probeBucketEvents } from '../lib/aws/bucket-events-probe.ts';
import { probeCaller } from '../lib/aws/caller-probe.ts';
import { probeDeadLetters } from '../lib/aws/dead-letters-probe.ts';
import { probeFunction } from '../lib/aws/function-probe.ts';
import { probeLedger } from '../lib/aws/ledger-probe.ts';
import { probeRules } from '../lib/aws/policy-probe.ts';
import { createS3Client } from '../lib/aws/s3-client.ts';
import { probeStage } from '../lib/aws/stage-probe.ts';
import { probeStates } from '../lib/aws/states-probe.ts';
import { probeSubscriptions } from '../lib/aws/topic-probe.ts';
import { probeTrails } from '../lib/aws/trail-probe.ts';
import type { Clock } from '../lib/clock.ts';
import type { Probes } from '../lib/doctor/probes.ts';

/** @param region of the function, or else of this machine */
export function createProbes(region: string, clock: Clock): Probes {
  const s3 = createS3Client();
  return {
    caller: probeCaller,
    deployedFunction: (name) => probeFunction(name, region),
    states: (source) => probeStates(source, s3),
    stage: (id, access) => probeStage(id, access, clock),
    ledger: (place) => probeLedger(place, s3, clock),
    bucketEvents: (bucket) => probeBucketEvents(bucket, s3),
    rules: (source) => probeRules(source, s3),
    subscriptions: probeSubscriptions,
    deadLetters: (queueUrl) => probeDeadLetters(queueUrl, region),
    trails: probeTrails,
  };
}

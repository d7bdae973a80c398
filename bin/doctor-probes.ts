import { probeAccess, probeEvents, probeVersioning } from '../lib/aws/bucket-probe.ts';
import { probeCaller } from '../lib/aws/caller-probe.ts';
import { probeEventRules } from '../lib/aws/event-rules-probe.ts';
import { probeFeed, probeFunction } from '../lib/aws/function-probe.ts';
import { probeLedger } from '../lib/aws/ledger-probe.ts';
import { probeHashKey, probeRules } from '../lib/aws/policy-probe.ts';
import { probeQueue, probeWaiting } from '../lib/aws/queue-probe.ts';
import { probeRole } from '../lib/aws/role-probe.ts';
import { createS3Client } from '../lib/aws/s3-client.ts';
import { probeStage } from '../lib/aws/stage-probe.ts';
import { probeListing, probeLock, probeStates } from '../lib/aws/states-probe.ts';
import { probeSubscriptions } from '../lib/aws/topic-probe.ts';
import { probeCallLookup, probeTrails } from '../lib/aws/trail-probe.ts';
import type { Clock } from '../lib/clock.ts';
import type { Probes } from '../lib/doctor/probes.ts';

/** @param region of the function, or else of this machine */
export function createProbes(region: string, clock: Clock): Probes {
  const s3 = createS3Client();
  return {
    caller: probeCaller,
    deployedFunction: (name) => probeFunction(name, region),
    states: (source) => probeStates(source, s3),
    listing: (bucket, prefix) => probeListing(bucket, prefix, s3),
    lock: (uri) => probeLock(uri, s3),
    stage: (id, access) => probeStage(id, access, clock),
    ledger: (place) => probeLedger(place, s3, clock),
    bucketVersioning: (bucket) => probeVersioning(bucket, s3),
    bucketAccess: (bucket) => probeAccess(bucket, s3),
    bucketEvents: (bucket) => probeEvents(bucket, s3),
    rules: (source) => probeRules(source, s3),
    hashKey: probeHashKey,
    subscriptions: probeSubscriptions,
    queue: (url) => probeQueue(url, region),
    waiting: (url) => probeWaiting(url, region),
    feed: probeFeed,
    eventRules: probeEventRules,
    trails: probeTrails,
    callLookup: probeCallLookup,
    missingPermissions: (roleArn, wanted) => probeRole(roleArn, wanted, region),
  };
}

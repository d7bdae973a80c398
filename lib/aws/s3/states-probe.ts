import type { S3Client } from '@aws-sdk/client-s3';
import type { SourceState } from '../../doctor/probes.ts';
import { managedStage } from '../../resources/api-families.ts';
import { typesToRead } from '../../resources/registry.ts';
import { readStates, type StateRead } from '../../terraform/read-states.ts';
import { createStateMemory } from '../../terraform/state-memory.ts';
import type { StateSource } from '../../terraform/state-source.ts';
import { failureOfAws } from '../aws-failure.ts';
import { isInconclusive } from '../probe.ts';
import { createS3StateStore } from './state-store.ts';

/** Reads the states of a source just as the function does. What it cannot use is distinct from what you may not read. */
export async function probeStates(source: StateSource, s3: S3Client): Promise<readonly SourceState[]> {
  const store = createS3StateStore(s3, createStateMemory(0), new AbortController().signal);
  const reads = await readStates([source], { uris: null, types: typesToRead, timesMissed: () => 0 }, store);
  return reads.map(sourceState);
}

function sourceState(read: StateRead): SourceState {
  const { uri } = read;
  if (read.status !== 'READ') {
    const failure = failureOfAws(read.cause);
    return { kind: failure !== null && isInconclusive(failure) ? 'UNREAD' : 'UNUSABLE', uri, reason: read.reason };
  }
  return { kind: 'READ', uri, stages: read.file.instances.flatMap((instance) => managedStage(instance) ?? []) };
}

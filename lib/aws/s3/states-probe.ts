import type { S3Client } from '@aws-sdk/client-s3';
import type { SourceState } from '../../doctor/probes.ts';
import { managedStage } from '../../resources/api-families.ts';
import { typesToRead } from '../../resources/registry.ts';
import { readStates, StateAccessError, type StateRead, type StateStore } from '../../terraform/read-states.ts';
import { createStateMemory } from '../../terraform/state-memory.ts';
import type { StateSource } from '../../terraform/state-source.ts';
import { failureOfAws } from '../aws-failure.ts';
import { isInconclusive } from '../probe.ts';
import { createS3StateStore } from './state-store.ts';

/** Reads the states of a source just as the function does. What it cannot use is distinct from what you may not read. */
export async function probeStates(source: StateSource, s3: S3Client): Promise<readonly SourceState[]> {
  const store = createS3StateStore(s3, createStateMemory(0), new AbortController().signal);
  const unread = new Set<string>();
  const note = (uri: string, error: unknown) => {
    const failure = error instanceof StateAccessError ? failureOfAws(error.cause) : null;
    if (failure !== null && isInconclusive(failure)) unread.add(uri);
    return error;
  };
  const noting: StateStore = {
    async *listStates(bucket, prefix) {
      try {
        yield* store.listStates(bucket, prefix);
      } catch (error) {
        throw note(source.uri, error);
      }
    },
    async readState(location, types) {
      try {
        return await store.readState(location, types);
      } catch (error) {
        throw note(location.uri, error);
      }
    },
  };
  const reads = await readStates([source], { uris: null, types: typesToRead, timesMissed: () => 0 }, noting);
  return reads.map((read) => sourceState(read, unread));
}

function sourceState(read: StateRead, unread: ReadonlySet<string>): SourceState {
  const { uri } = read;
  if (read.status !== 'READ') return { kind: unread.has(uri) ? 'UNREAD' : 'UNUSABLE', uri, reason: read.reason };
  return { kind: 'READ', uri, stages: read.file.instances.flatMap((instance) => managedStage(instance) ?? []) };
}

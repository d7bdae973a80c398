import type { S3Client } from '@aws-sdk/client-s3';
import type { StateSeen } from '../doctor/probes.ts';
import { typesToRead } from '../resources/registry.ts';
import { stageType } from '../resources/stage-directory.ts';
import { completeStageId, statedStageId } from '../resources/stage-id.ts';
import { readStates, StateAccessError, type StateRead, type StateStore } from '../terraform/read-states.ts';
import { createStateMemory } from '../terraform/state-memory.ts';
import type { StateSource } from '../terraform/state-source.ts';
import { awsFailure, isDenied, isTransient, lacksCredentials } from './error-reason.ts';
import { createS3StateStore } from './state-reader.ts';

/** Reads the states of a source just as the function does, and tells what it cannot use from what we may not read. */
export async function probeStates(source: StateSource, s3: S3Client): Promise<readonly StateSeen[]> {
  const refused = new Set<string>();
  const store = noting(refused, createS3StateStore(s3, createStateMemory(0), new AbortController().signal));
  const reads = await readStates([source], null, store, typesToRead);
  return reads.map((read) => seen(read, refused));
}

/** Takes down what was not to be had for a reason that is ours, by the message that it is told with. */
function noting(refused: Set<string>, store: StateStore): StateStore {
  const note = (error: unknown) => {
    if (!(error instanceof StateAccessError)) return error;
    const failure = awsFailure(error.cause);
    if (isDenied(failure) || lacksCredentials(failure) || isTransient(failure)) refused.add(error.message);
    return error;
  };
  return {
    async *listStates(bucket, prefix) {
      try {
        yield* store.listStates(bucket, prefix);
      } catch (error) {
        throw note(error);
      }
    },
    async readState(location, types) {
      try {
        return await store.readState(location, types);
      } catch (error) {
        throw note(error);
      }
    },
  };
}

function seen(read: StateRead, refused: ReadonlySet<string>): StateSeen {
  const { uri } = read;
  if (read.status !== 'READ')
    return { kind: refused.has(read.reason) ? 'UNREAD' : 'UNUSABLE', uri, reason: read.reason };
  const stages = read.file.instances.flatMap(({ type, attributes }) => {
    const id = type === stageType ? completeStageId(statedStageId(attributes)) : null;
    return id === null ? [] : [id];
  });
  return { kind: 'READ', uri, stages };
}

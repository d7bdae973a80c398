import type { S3Client } from '@aws-sdk/client-s3';
import { StateAccessError, type StateStore } from '../../terraform/read-states.ts';
import { readStateFile } from '../../terraform/state-file.ts';
import type { StateMemory } from '../../terraform/state-memory.ts';
import { createS3Objects, type OpenedObject } from './objects.ts';

/** A state is not held as a whole, but reading a larger one takes longer than a run may. */
const maxStateBytes = 1024 ** 3;

/**
 * States in S3.
 * @param memory what this process read before
 * @param deadline aborts when the time of the run is up
 * @param maxBytes of a state
 */
export function createS3StateStore(
  client: S3Client,
  memory: StateMemory,
  deadline: AbortSignal,
  maxBytes = maxStateBytes,
): StateStore {
  const objects = createS3Objects(client, deadline, maxBytes);
  return {
    listStates: objects.list,
    async readState(location, types) {
      if (location.kind === 'FILE') throw new StateAccessError('a local file cannot be read from S3');
      const parse = async ({ chunks, version }: OpenedObject) => {
        const state = { file: await readStateFile(chunks, types), version };
        memory.keep(location.uri, types, state);
        return state;
      };
      const known = memory.recall(location.uri, types);
      if (known === null) return parse(await objects.open(location));
      if (known.version.etag === location.etag) return known;
      const changed = await objects.openChanged(location, known.version.etag);
      return changed === null ? known : parse(changed);
    },
  };
}

import { stageKey, unknownStageId } from '../model/stage-id.ts';
import { apiName } from './api-families.ts';
import type { DirectoryEntry, StageDirectory } from './stage-directory.ts';

/** @returns one sentence for each stage that more than one state, or one state twice, takes for its own */
export function duplicateOwners({ stages }: StageDirectory): readonly string[] {
  const claims = Map.groupBy(stages, ({ id }) => stageKey(id));
  return [...claims.values()].filter((entries) => entries.length > 1).map(sentence);
}

function sentence(entries: readonly DirectoryEntry[]): string {
  const claimants = entries.map(({ state, address }) => `${address} in ${state}`).toSorted();
  const [{ id } = { id: unknownStageId }] = entries;
  const times = claimants.length === 2 ? 'twice' : `${claimants.length} times`;
  return `Stage ${id.stageName} of ${apiName(id)} is managed ${times}: by ${claimants.join(' and by ')}. Whichever applies last wins.`;
}

import type { DirectoryEntry, StageDirectory } from './stage-directory.ts';
import { type StageId, statedStageId } from './stage-id.ts';

/** Finds the stages of the states that use something, by its name. */
export type StagesByUse = (used: string, directory: StageDirectory) => readonly DirectoryEntry[];

/**
 * An index of the stages by what they use, made once for each directory, since states can have many thousands of them.
 * @param usesOf names of what a stage uses, as its state has it; an empty one is none
 */
export function stagesByUse(usesOf: (stage: DirectoryEntry) => readonly string[]): StagesByUse {
  const indexes = new WeakMap<StageDirectory, ReadonlyMap<string, readonly DirectoryEntry[]>>();
  return (used, directory) => {
    const index = indexes.get(directory) ?? indexOf(directory.stages, usesOf);
    indexes.set(directory, index);
    return index.get(used) ?? [];
  };
}

function indexOf(stages: readonly DirectoryEntry[], usesOf: (stage: DirectoryEntry) => readonly string[]) {
  const index = new Map<string, DirectoryEntry[]>();
  for (const stage of stages) {
    for (const used of new Set(usesOf(stage).filter((name) => name !== ''))) {
      const users = index.get(used);
      if (users === undefined) index.set(used, [stage]);
      else users.push(stage);
    }
  }
  return index;
}

/** @returns the stage that a companion of these stages is reported with: the first in order of address, then of state */
export function firstStage(stages: readonly DirectoryEntry[]): DirectoryEntry | undefined {
  const isBefore = (a: DirectoryEntry, b: DirectoryEntry) =>
    a.address === b.address ? a.state < b.state : a.address < b.address;
  return stages.reduce<DirectoryEntry | undefined>(
    (first, stage) => (first === undefined || isBefore(stage, first) ? stage : first),
    undefined,
  );
}

/** @returns account and region that an ARN names, of whatever it is; `null` for what it does not name in AWS's own form */
export function homeInArn(arn: unknown): { readonly [Part in 'accountId' | 'region']: StageId[Part] | null } {
  const { accountId, region } = statedStageId(new Map([['execution_arn', arn]]));
  return { accountId, region };
}

/** Whether a stage may be where a companion is: what the companion's state does not tell speaks for no other place. */
export function isAt({ id }: DirectoryEntry, home: ReturnType<typeof homeInArn>): boolean {
  return (
    (home.accountId === null || home.accountId === id.accountId) && (home.region === null || home.region === id.region)
  );
}

/** @returns a text of a state, `''` where it has none */
export function textOf(attributes: ReadonlyMap<string, unknown>, name: string): string {
  const value = attributes.get(name);
  return typeof value === 'string' ? value : '';
}

/** @returns a text in the first block of an attribute, `''` where there is none */
export function textInBlock(attributes: ReadonlyMap<string, unknown>, name: string, field: string): string {
  const value = attributes.get(name);
  const [block]: readonly unknown[] = Array.isArray(value) ? value : [];
  return typeof block === 'object' && block !== null ? textOf(new Map(Object.entries(block)), field) : '';
}

import { parseArn } from '../model/arn.ts';
import { membersOf } from '../model/members.ts';
import { accountIdForm, inForm, regionForm, type StatedStageId } from '../model/stage-id.ts';
import type { LiveKind, LiveKinds } from './live.ts';
import type { Location } from './resource-type.ts';
import type { DirectoryEntry, StageDirectory } from './stage-directory.ts';

/** Finds the stages of the states that use something, by its name. */
type StagesByUse = (used: string, directory: StageDirectory) => readonly DirectoryEntry[];

/**
 * An index of the stages by what they use, made once for each directory, since states can have many thousands of them.
 * @param usesOf names of what a stage uses, as its state has it; an empty one is none
 */
export function stagesByUse(usesOf: (stage: DirectoryEntry) => readonly string[]): StagesByUse {
  const uses = ({ stages }: StageDirectory) =>
    stages.flatMap((stage) => [...new Set(usesOf(stage))].map((used) => ({ used, stage })));
  const indexes = new WeakMap<StageDirectory, ReadonlyMap<string, ReturnType<typeof uses>>>();
  return (used, directory) => {
    const index = indexes.get(directory) ?? Map.groupBy(uses(directory), (use) => use.used);
    indexes.set(directory, index);
    return used === '' ? [] : (index.get(used) ?? []).map(({ stage }) => stage);
  };
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

/** Account and region of a companion, `null` for what its state does not tell. */
type Home = Pick<StatedStageId, 'accountId' | 'region'>;

/** @returns account and region that an ARN names, of whatever it is; `null` for what it does not name in AWS's own form */
export function homeInArn(arn: unknown): Home {
  const parsed = parseArn(arn);
  return { accountId: inForm(parsed?.accountId, accountIdForm), region: inForm(parsed?.region, regionForm) };
}

/** @returns whether a stage may be where a companion is: what the companion's state does not tell speaks for no other place */
export function isAt({ accountId, region }: Home): (stage: DirectoryEntry) => boolean {
  return ({ id }) => [null, id.accountId].includes(accountId) && [null, id.region].includes(region);
}

/**
 * @param stages that the companion belongs to
 * @param id what names the companion within its account and region, which are those of the stage where its state tells none
 * @returns where it belongs: to the first of these stages, `null` where there are none
 */
export function locateWith<Kind extends LiveKind>(
  stages: readonly DirectoryEntry[],
  home: Home,
  kind: Kind,
  id: LiveKinds[Kind]['id'],
): Location<Kind> | null {
  const stage = firstStage(stages);
  if (stage === undefined) return null;
  const accountId = home.accountId ?? stage.id.accountId;
  const region = home.region ?? stage.id.region;
  return { kind: 'KNOWN', id: stage.id, question: { kind, accountId, region, id } };
}

/** @returns a text of a state, `''` where it has none */
export function textOf(attributes: ReadonlyMap<string, unknown>, name: string): string {
  const value = attributes.get(name);
  return typeof value === 'string' ? value : '';
}

/** @returns a text in the first block of an attribute, `''` where there is none */
export function textInBlock(attributes: ReadonlyMap<string, unknown>, name: string, field: string): string {
  const [block]: readonly unknown[] = [attributes.get(name)].flat();
  return textOf(membersOf(block), field);
}

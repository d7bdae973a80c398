import type { PatchOperation } from '@stagedrift/local-aws/patch-value';
import type { Stage } from '@stagedrift/local-aws/stage-model';
import type { Place } from './place.ts';
import type { Random } from './random.ts';

/** One change of a live stage. */
export type Change =
  | { readonly kind: 'UPDATE'; readonly operations: readonly PatchOperation[] }
  | { readonly kind: 'TAG'; readonly tags: Readonly<Record<string, string>> }
  | { readonly kind: 'UNTAG'; readonly keys: readonly string[] }
  /** What no operation of API Gateway can say: the answer of GetStage itself becomes another one. */
  | { readonly kind: 'REWRITE'; readonly members: Partial<Stage> }
  | { readonly kind: 'DELETE' };

/** Something done to the live side, and what it is called when the verdicts disagree about it. */
export interface Mutation {
  readonly what: string;
  readonly changes: readonly Change[];
}

/** @returns a mutation of the stage as it is now, or undefined where there is nothing of that kind to mutate */
export type StageMutator = (random: Random, stage: Stage, place: Place) => Mutation | undefined;

export type MethodSettingsMutator = (random: Random, stage: Stage, methodPath: string) => Mutation | undefined;

export function update(what: string, ...operations: readonly PatchOperation[]): Mutation {
  return { what, changes: [{ kind: 'UPDATE', operations }] };
}

/** A member that is undefined is left out of the answer. */
export function rewrite(what: string, members: Partial<Stage>): Mutation {
  return { what, changes: [{ kind: 'REWRITE', members }] };
}

export function replace(path: string, value: string | number | boolean): PatchOperation {
  return { op: 'replace', path, value: String(value) };
}

export function remove(path: string): PatchOperation {
  return { op: 'remove', path };
}

/** @returns the operations that make one map of another */
export function textOperations(
  path: string,
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly PatchOperation[] {
  const pathOf = (name: string) => `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return [
    ...Object.keys(before).flatMap((name) => (Object.hasOwn(after, name) ? [] : [remove(pathOf(name))])),
    ...Object.entries(after).flatMap(([name, text]) => (before[name] === text ? [] : [replace(pathOf(name), text)])),
  ];
}

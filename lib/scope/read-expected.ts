import type { CheckRequest } from '../model/check-request.ts';
import type { PlaceSelector } from '../model/stage-selector.ts';
import type { CheckHistory } from '../resources/check-history.ts';
import { typesOfStages, typesToRead } from '../resources/registry.ts';
import type { ResourceType } from '../resources/resource-type.ts';
import { createStageDirectory, type InstanceInState, type StageDirectory } from '../resources/stage-directory.ts';
import type { IndexedState, StageIndex } from '../resources/stage-index.ts';
import type { CheckedResource } from '../resources/verdict.ts';
import { listStates, readStates, type StateRead, type StateStore } from '../terraform/read-states.ts';
import type { StateSource } from '../terraform/state-source.ts';
import { inScope, ownedStages, unplacedIn } from './owned-stages.ts';
import { type ExpectedResource, select } from './select-resources.ts';
import { readInScope, type StateScope } from './state-scope.ts';

/** What Terraform manages, as far as a check is about it. */
export interface Expected {
  readonly scope: StateScope;
  readonly states: readonly StateRead[];
  /** Where the stages of all these states are. */
  readonly directory: StageDirectory;
  readonly resources: readonly ExpectedResource[];
  /** What people named and no state has. */
  readonly missing: readonly CheckedResource[];
  /** What events are about that no state has that was read. */
  readonly unmatched: readonly PlaceSelector[];
  /** Ids of APIs that a state in scope has something of, while no state that was read says in which account. */
  readonly unplaced: readonly string[];
  /** The stages that each state says something of that was read. */
  readonly ownedStages: ReadonlyMap<string, IndexedState>;
}

/** Where states come from, and what of them is checked. */
export interface ExpectedPorts {
  readonly sources: readonly StateSource[];
  readonly stateStore: StateStore;
  readonly types: ReadonlyMap<string, ResourceType>;
  readonly history: CheckHistory;
  /** `null` where nothing is known of where stages are. */
  readonly index: StageIndex | null;
}

/** Reads the states that a check is about, and asks AWS nothing. */
export function readExpected(request: CheckRequest, ports: ExpectedPorts): Promise<Expected> {
  const { sources, stateStore, index } = ports;
  return readInScope(request, index, {
    list: () => listStates(sources, stateStore),
    read: (scope) => readScope(scope, request, ports),
  });
}

async function readScope(
  scope: StateScope,
  { stages }: CheckRequest,
  { sources, stateStore, types, history: { timesMissed } }: ExpectedPorts,
): Promise<Expected> {
  const uris = scope.states && [...scope.states, ...scope.alsoRead];
  const states = await readStates(sources, { uris, types: typesToRead, timesMissed }, stateStore);
  const instances = instancesIn(states);
  const directory = createStageDirectory(instances);
  const placed = placeAll(instances, directory, types);
  const claims = placed.filter(({ type }) => typesOfStages.has(type));
  return {
    ...{ scope, states, directory },
    ...select(inScope(placed, claims, scope), stages),
    unplaced: unplacedIn(claims, scope),
    ownedStages: ownedStages(states, [...claims, ...directory.named]),
  };
}

function instancesIn(states: readonly StateRead[]): InstanceInState[] {
  return states.flatMap((state) =>
    state.status === 'READ' ? state.file.instances.map((instance) => ({ state: state.uri, instance })) : [],
  );
}

function placeAll(
  instances: readonly InstanceInState[],
  directory: StageDirectory,
  types: ReadonlyMap<string, ResourceType>,
): ExpectedResource[] {
  return instances.flatMap(({ state, instance }) => {
    const placed = types.get(instance.type)?.place(instance, { stages: directory, state }) ?? null;
    return placed === null ? [] : [{ ...placed, address: instance.address, type: instance.type, state }];
  });
}

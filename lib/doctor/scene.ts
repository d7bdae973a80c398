import type { Settings } from '../config.ts';
import type { StageId } from '../resources/stage-id.ts';
import type { StateSource } from '../terraform/state-source.ts';
import type { Fact } from './fact.ts';
import type { Caller, DeployedFunction, StateSeen } from './probes.ts';

/** What the doctor is asked to look at. */
export interface Visit {
  /** Name or ARN of the deployed function, whose environment counts; `null` for that of this machine. */
  readonly functionName: string | null;
  /** The environment of this machine. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Settings that were said by hand, by the name of their variable: they count before any environment. */
  readonly said: ReadonlyMap<string, string>;
  /** Region of the function, or else of this machine. */
  readonly region: string;
}

/** All that the checks start from: what is configured, and what several of them need to know. */
export interface Scene {
  readonly visit: Visit;
  readonly settings: Settings;
  readonly problems: readonly string[];
  /** `null` where none was named. */
  readonly deployed: Fact<DeployedFunction | null> | null;
  readonly caller: Fact<Caller>;
  readonly states: readonly SourceSeen[];
  readonly home: Home;
}

export interface SourceSeen {
  readonly source: StateSource;
  readonly states: readonly StateSeen[];
}

/** Where the function runs; without one, where it is asked from. */
export interface Home {
  /** `null` where it is not known. */
  readonly accountId: string | null;
  readonly region: string;
}

/** @returns the function, `null` where it was not named, is not there or could not be asked about */
export function functionIn({ deployed }: Scene): DeployedFunction | null {
  return deployed?.kind === 'KNOWN' ? deployed.known : null;
}

/** Every stage of the states that were read. */
export function stagesIn({ states }: Scene): readonly StageId[] {
  return states.flatMap((source) => source.states).flatMap((state) => (state.kind === 'READ' ? state.stages : []));
}

/** One stage of each account and region, which stands for the others there. */
export function onePerPlace(scene: Scene): readonly StageId[] {
  return [...new Map(stagesIn(scene).map((stage) => [`${stage.accountId} ${stage.region}`, stage])).values()];
}

/** Buckets that states are in. */
export function stateBuckets({ settings }: Scene): readonly string[] {
  const sources = settings.stateSources ?? [];
  return [...new Set(sources.flatMap((source) => (source.kind === 'FILE' ? [] : [source.bucket])))];
}

/** Regions that have stages of an account, and the function's own region. */
export function regionsOf(scene: Scene): readonly string[] {
  const { accountId, region } = scene.home;
  const ofStages = stagesIn(scene).filter((stage) => stage.accountId === accountId);
  return [...new Set([region, ...ofStages.map((stage) => stage.region)])];
}

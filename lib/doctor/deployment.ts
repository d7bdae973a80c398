import type { Settings } from '../config/config.ts';
import type { StageId } from '../model/stage-id.ts';
import type { StateSource } from '../terraform/state-source.ts';
import type { Caller, DeployedFunction, SourceState } from './probes.ts';
import type { UnansweredError } from './unanswered.ts';

/** What the doctor is asked to look at. */
export interface DoctorInput {
  /** Name or ARN of the deployed function, whose environment counts; `null` for that of this machine. */
  readonly functionName: string | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Settings given as options, by the name of their variable: they count before any environment. */
  readonly options: ReadonlyMap<string, string>;
  /** Region of the function, or else of this machine. */
  readonly region: string;
}

/** What all checks start from: what is configured, and what several of them need to know. */
export interface Deployment {
  readonly input: DoctorInput;
  /** `null` where none was named, or none has the name. */
  readonly deployedFunction: DeployedFunction | UnansweredError | null;
  readonly caller: Caller | UnansweredError;
  /** Account of the function, or else of the caller; `null` where neither is known. */
  readonly accountId: string | null;
  readonly region: string;
  readonly settings: Settings;
  readonly problems: readonly string[];
  readonly sources: readonly { readonly source: StateSource; readonly states: readonly SourceState[] }[];
}

export function stagesIn({ sources }: Deployment): readonly StageId[] {
  return sources.flatMap(({ states }) => states).flatMap((state) => (state.kind === 'READ' ? state.stages : []));
}

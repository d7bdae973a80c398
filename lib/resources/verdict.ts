import type { PropertyDifference } from '../comparison.ts';
import type { ManagedInstance } from '../terraform/state-file.ts';
import { AttributeError } from './attribute.ts';
import type { LiveAnswer } from './live-stage.ts';
import { resourceTypes } from './registry.ts';
import { compareSettings, pathInReport } from './resource-type.ts';
import { completeStageId, missingPart, type StageId, type StatedStageId, statedStageId } from './stage-id.ts';

/** What is to be said of one resource. NOT_CHECKED with its reason is a result; silence is not. */
export type Verdict =
  | { readonly status: 'IN_SYNC' }
  | { readonly status: 'MODIFIED'; readonly differences: readonly PropertyDifference[] }
  | { readonly status: 'DELETED'; readonly reason: string }
  | { readonly status: 'NOT_CHECKED'; readonly reason: string };

/** A managed instance together with the state it comes from and the stage it lives on. */
export interface ExpectedResource extends ManagedInstance {
  readonly state: string;
  readonly id: StatedStageId;
}

/** A resource with its verdict, as the report takes it. */
export interface CheckedResource {
  readonly address: string;
  readonly type: string;
  /** URI of the state, `null` where no state has it. */
  readonly state: string | null;
  readonly id: StatedStageId;
  readonly sensitivePaths: ManagedInstance['sensitivePaths'];
  readonly verdict: Verdict;
}

/** An instance as the check takes it; its sensitive paths are those that its differences have. */
export function expectedResource(state: string, instance: ManagedInstance): ExpectedResource {
  const known = resourceTypes.get(instance.type);
  return {
    ...instance,
    state,
    id: statedStageId(instance.attributes),
    sensitivePaths: instance.sensitivePaths.map((path) => (known ? pathInReport(known.settings, path) : path)),
  };
}

/** @param answerFor what API Gateway said about a stage; asked only where the state tells which stage it is */
export function judge(expected: ExpectedResource, answerFor: (id: StageId) => LiveAnswer): Verdict {
  const id = completeStageId(expected.id);
  if (id === null) return { status: 'NOT_CHECKED', reason: String(missingPart(expected.id)) };
  const answer = answerFor(id);
  switch (answer.kind) {
    case 'UNREADABLE':
      return { status: 'NOT_CHECKED', reason: answer.reason };
    case 'NOT_FOUND':
      return { status: 'DELETED', reason: answer.reason };
    case 'FOUND':
      return compareWith(answer, expected);
  }
}

function compareWith(
  { stage }: Extract<LiveAnswer, { kind: 'FOUND' }>,
  { type, attributes }: ExpectedResource,
): Verdict {
  const known = resourceTypes.get(type);
  if (known === undefined)
    return { status: 'NOT_CHECKED', reason: `stagedrift does not know the resource type ${type}` };
  try {
    const differences = compareSettings(known.settings, attributes, stage);
    return differences.length === 0 ? { status: 'IN_SYNC' } : { status: 'MODIFIED', differences };
  } catch (error) {
    if (!(error instanceof AttributeError)) throw error;
    return { status: 'NOT_CHECKED', reason: error.message };
  }
}

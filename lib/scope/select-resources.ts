import { unknownStageId } from '../model/stage-id.ts';
import { type NamedSelector, type PlaceSelector, type StageSelector, selects } from '../model/stage-selector.ts';
import { apiFamilies, isStageType } from '../resources/api-families.ts';
import { checkedTypes } from '../resources/registry.ts';
import type { PlacedResource } from '../resources/resource-type.ts';
import { type CheckedResource, notStated, type Verdict } from '../resources/verdict.ts';

/** A resource of a state that belongs to a stage. */
export interface ExpectedResource extends PlacedResource {
  readonly address: string;
  readonly type: string;
  readonly state: string;
}

/** What is asked for, and what of it is nowhere. */
interface Selection {
  readonly resources: readonly ExpectedResource[];
  /** What people named and no state has. */
  readonly missing: readonly CheckedResource[];
  /** What events are about and no state has. */
  readonly unmatched: readonly PlaceSelector[];
}

/**
 * What was asked for by name and is in no state is reported as not checked: being asked for, it must not be missed.
 * What belongs to a stage does not stand for it.
 */
export function select(resources: readonly ExpectedResource[], selectors: readonly StageSelector[] | null): Selection {
  if (selectors === null) return { resources, missing: [], unmatched: [] };
  const unmatched = selectors.filter(
    (selector) => !resources.some((resource) => selects(selector, resource) && isInScope(selector, resource)),
  );
  return {
    resources: resources.filter((resource) => selectors.some((selector) => selects(selector, resource))),
    missing: unmatched.flatMap((selector) => (selector.kind === 'PLACE' ? [] : [notInAnyState(selector)])),
    unmatched: unmatched.filter((selector) => selector.kind === 'PLACE'),
  };
}

function isInScope({ kind }: StageSelector, { type }: ExpectedResource): boolean {
  return kind === 'ADDRESS' || isStageType(type);
}

/** An address tells its type; all else names a stage. */
function typeOf(selector: NamedSelector): string {
  if (selector.kind !== 'ADDRESS') return apiFamilies[selector.family].stageType;
  return [...checkedTypes.keys()].find((type) => selector.text.includes(`${type}.`)) ?? apiFamilies.REST.stageType;
}

function notInAnyState(selector: NamedSelector): CheckedResource {
  const verdict: Verdict = {
    status: 'NOT_CHECKED',
    reason: 'it was asked for by name, but no state that could be read has it',
  };
  return {
    ...notStated,
    address: selector.text,
    type: typeOf(selector),
    state: null,
    id:
      selector.kind === 'ADDRESS'
        ? unknownStageId
        : { ...unknownStageId, family: selector.family, apiId: selector.apiId, stageName: selector.stageName },
    verdict,
    stageChangedAt: null,
    notes: [],
  };
}

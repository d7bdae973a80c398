import type { StatedStageId } from '../model/stage-id.ts';
import { visible } from '../model/visible.ts';
import { apiFamilies } from '../resources/api-families.ts';

/** By what people call the part. */
type Place = Readonly<Record<string, string | null>>;

/** @returns where a resource is, part by part as people read it; `null` for what its state does not tell */
export function placeOf({ family, stageName, apiId, region, accountId }: StatedStageId) {
  const { label } = apiFamilies[family];
  return {
    stage: stageName && visible(stageName),
    [label]: apiId && `${label} ${visible(apiId)}`,
    region: region && visible(region),
    account: accountId && `account ${visible(accountId)}`,
  };
}

/** @returns all parts, those that are not known by their names */
export function allParts(place: Place): readonly string[] {
  return Object.entries(place).map(([part, text]) => text ?? `${part} unknown`);
}

/** @param serial of the state; @returns the state that has a resource, as people read it */
export function shownState(uri: string, serial: number | null): string {
  return serial === null ? visible(uri) : `${visible(uri)} (serial ${serial})`;
}

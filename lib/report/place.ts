import type { StatedStageId } from '../model/stage-id.ts';
import { visible } from '../model/visible.ts';

type Place = Readonly<Record<'stage' | 'REST API' | 'region' | 'account', string | null>>;

/** @returns where a resource is, part by part as people read it; `null` for what its state does not tell */
export function placeOf({ stageName, restApiId, region, accountId }: StatedStageId): Place {
  return {
    stage: stageName && visible(stageName),
    'REST API': restApiId && `REST API ${visible(restApiId)}`,
    region: region && visible(region),
    account: accountId && `account ${visible(accountId)}`,
  };
}

/** @returns the parts that are known */
export function knownParts(place: Partial<Place>): readonly string[] {
  return Object.values(place).filter((text) => text !== null);
}

/** @returns all parts, those that are not known by their names */
export function allParts(place: Partial<Place>): readonly string[] {
  return Object.entries(place).map(([part, text]) => text ?? `${part} unknown`);
}

/** @param serial of the state; @returns the state that has a resource, as people read it */
export function shownState(uri: string, serial: number | null): string {
  return serial === null ? visible(uri) : `${visible(uri)} (serial ${serial})`;
}

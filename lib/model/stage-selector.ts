import type { StageId, StatedStageId } from './stage-id.ts';

/** Names one stage, in one of the forms people have at hand, or as an event does. */
export type StageSelector =
  | PlaceSelector
  | ({ readonly kind: 'ID'; readonly text: string } & Omit<StageId, 'accountId' | 'region'>)
  | ({ readonly kind: 'ARN'; readonly text: string } & Omit<StageId, 'accountId'>)
  | { readonly kind: 'ADDRESS'; readonly text: string };

/** One of the forms that people have at hand. */
export type NamedSelector = Exclude<StageSelector, PlaceSelector>;

/** What an event is about: a stage, or every stage of an API where it tells none. */
export type PlaceSelector = { readonly kind: 'PLACE' } & Omit<StageId, 'stageName'> & {
    readonly stageName: string | null;
  };

/** Whether the selector means this resource. */
export function selects(
  selector: StageSelector,
  resource: { readonly address: string; readonly id: StatedStageId },
): boolean {
  if (selector.kind === 'ADDRESS') return selector.text === resource.address;
  if (selector.kind === 'PLACE') {
    const { accountId, region, apiId, stageName } = selector;
    const { id } = resource;
    const isOfApi = id.accountId === accountId && id.region === region && id.apiId === apiId;
    return isOfApi && (stageName === null || id.stageName === stageName);
  }
  return (
    selector.apiId === resource.id.apiId &&
    selector.stageName === resource.id.stageName &&
    (selector.kind === 'ID' || selector.region === resource.id.region)
  );
}

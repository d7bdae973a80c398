import { type ObjectStore, storeErrorReason } from '../model/object-store.ts';
import { storedObjects } from '../model/stored-objects.ts';
import {
  has,
  parseStageIndex,
  type RecordedRun,
  recorded,
  type StageIndex,
  stageIndexText,
} from '../resources/stage-index.ts';

const key = storedObjects.stageIndex;

/** The index, or why it cannot be had: then every state is read, which takes longer and finds the same. */
export interface StageIndexRead {
  readonly index: StageIndex | null;
  readonly error: string | null;
}

/** @param store where it is kept, `null` where nothing is */
export async function readStageIndex(store: ObjectStore | null): Promise<StageIndexRead> {
  try {
    const object = (await store?.read(key)) ?? null;
    return { index: object === null ? null : parseStageIndex(object.text), error: null };
  } catch (error) {
    return { index: null, error: storeErrorReason(error) };
  }
}

/**
 * Adds to the index what a run saw of where stages are.
 * @param index as it was before
 * @returns why that failed, `null` where it did not: the next run of everything makes it whole
 */
export async function rememberStages(
  store: ObjectStore | null,
  index: StageIndex | null,
  run: RecordedRun,
): Promise<string | null> {
  const { ofEverything, ownedStages } = run;
  if (store === null || (!ofEverything && (index === null || has(index, ownedStages)))) return null;
  try {
    const object = await store.read(key);
    const before = object?.text ?? '';
    const after = stageIndexText(recorded(parseStageIndex(before), run));
    // Where another run wrote in between, it knows as much as this one.
    if (after !== before) await store.write(key, after, 'application/json', object?.etag ?? null);
    return null;
  } catch (error) {
    return storeErrorReason(error);
  }
}

import * as v from 'valibot';
import { nameInApi, type StatedStageId } from '../model/stage-id.ts';
import type { PlaceSelector } from '../model/stage-selector.ts';

/**
 * Which state has which stages, as the runs before saw it. It spares reading every state for one stage, and decides
 * nothing: what it leads to is read again, and where it leads nowhere, states that changed since are read.
 */
export interface StageIndex {
  /** When everything was checked last, ISO 8601 in UTC; `null` where it never was. */
  readonly checkedAt: string | null;
  readonly states: ReadonlyMap<string, IndexedState>;
  /**
   * What the last scheduled checks had no time for, and how many of them in a row: by `apiKey`, or the URI of a state. What
   * is not in it was checked by the last one.
   */
  readonly missed: ReadonlyMap<string, number>;
}

export interface IndexedState {
  readonly etag: string;
  /** Keys of the stages that the state says something of, as `statedStageKey` makes them. */
  readonly stageKeys: ReadonlySet<string>;
}

/** An index of another version is made again: it costs calls, and never a finding. */
const version = 4;

/** Before anything was checked. */
export const noIndex: StageIndex = { checkedAt: null, states: new Map(), missed: new Map() };

const indexForm = v.object({
  version: v.literal(version),
  checkedAt: v.nullable(v.string()),
  states: v.array(v.object({ uri: v.string(), etag: v.string(), stages: v.array(v.string()) })),
  missed: v.array(v.object({ key: v.string(), times: v.number() })),
});

/** @returns `null` if the text is no index of this version: it is made again by the next run of everything */
export function parseStageIndex(text: string): StageIndex | null {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), indexForm), text);
  if (!parsed.success) return null;
  const { checkedAt, states, missed } = parsed.output;
  return {
    checkedAt,
    states: new Map(states.map(({ uri, etag, stages }) => [uri, { etag, stageKeys: new Set(stages) }])),
    missed: new Map(missed.map(({ key, times }) => [key, times])),
  };
}

/** @returns the same text for the same index, whatever order it came in */
export function stageIndexText({ checkedAt, states, missed: times }: StageIndex): string {
  const sorted = [...states].map(([uri, { etag, stageKeys }]) => ({ uri, etag, stages: [...stageKeys].toSorted() }));
  sorted.sort((a, b) => (a.uri < b.uri ? -1 : 1));
  const missed = [...times].map(([key, times]) => ({ key, times })).toSorted((a, b) => (a.key < b.key ? -1 : 1));
  return `${JSON.stringify({ version, checkedAt, states: sorted, missed })}\n`;
}

/** @returns URIs of the states that have a stage that is selected */
export function ownersOf({ states }: StageIndex, selectors: readonly PlaceSelector[]): readonly string[] {
  const stages = new Set(selectors.flatMap((one) => (one.stageName === null ? [] : [keyOf(one)])));
  const apis = selectors.filter(({ stageName }) => stageName === null).map(keyOf);
  return statesWith(states, (key) => stages.has(key) || apis.some((api) => key.startsWith(api)));
}

/** @returns URIs of the other states that have something at the same stages */
export function neighboursOf({ states }: StageIndex, uris: readonly string[]): readonly string[] {
  const shared = new Set(uris.flatMap((uri) => [...(states.get(uri)?.stageKeys ?? [])]));
  return statesWith(states, (key) => shared.has(key)).filter((uri) => !uris.includes(uri));
}

/** @returns URIs of the states that name a stage of one of these APIs, in whatever account and region */
export function statesOfApis({ states }: StageIndex, apiIds: readonly string[]): readonly string[] {
  return statesWith(states, (key) => apiIds.includes(apiIdIn(key)));
}

function statesWith(states: StageIndex['states'], isWanted: (stageKey: string) => boolean): readonly string[] {
  return [...states].filter(([, { stageKeys }]) => [...stageKeys].some(isWanted)).map(([uri]) => uri);
}

/** @param listed states as they are now, `etag` is `null` where that is not known; @returns those the index does not know */
export function unknownStates(
  { states }: StageIndex,
  listed: readonly { readonly uri: string; readonly etag: string | null }[],
): readonly string[] {
  return listed.filter(({ uri, etag }) => etag === null || states.get(uri)?.etag !== etag).map(({ uri }) => uri);
}

/**
 * What a run saw, added to the index. A run of a part may not know where something belongs that other states place, so
 * that what was known stays beside it until everything is checked again.
 * @param run stages of the states that it read; a state that could not be read is looked for where it is missed
 */
export function recorded(index: StageIndex | null, run: RecordedRun): StageIndex {
  const { ownedStages: seen, everythingAt, ofEverything, isScheduled } = run;
  if (ofEverything) {
    const checkedAt = everythingAt?.toISOString() ?? index?.checkedAt ?? null;
    // A check by hand takes no turn of the schedule's: only what it reached counts.
    const times = (key: string) => (index?.missed.get(key) ?? 0) + (isScheduled ? 1 : 0);
    return { checkedAt, states: seen, missed: new Map([...run.missed].map((key) => [key, times(key)])) };
  }
  // Nobody may take what one run saw for all there is.
  if (index === null) return noIndex;
  const merged = [...seen].map(([uri, { etag, stageKeys }]) => {
    const known = index.states.get(uri)?.stageKeys ?? [];
    return [uri, { etag, stageKeys: new Set([...stageKeys, ...known]) }] as const;
  });
  return { ...index, states: new Map([...index.states, ...merged]) };
}

/** @returns whether the index has all that a run of a part saw */
export function has({ states }: StageIndex, seen: ReadonlyMap<string, IndexedState>): boolean {
  return [...seen].every(([uri, { etag, stageKeys }]) => {
    const known = states.get(uri);
    return known?.etag === etag && [...stageKeys].every((key) => known.stageKeys.has(key));
  });
}

export interface RecordedRun {
  readonly ownedStages: ReadonlyMap<string, IndexedState>;
  /** Time if it checked everything, and could; else `null`. */
  readonly everythingAt: Date | null;
  /** Whether it was to check everything, could it or not. */
  readonly ofEverything: boolean;
  readonly isScheduled: boolean;
  /** What it had no time for, by `apiKey` or the URI of a state. */
  readonly missed: ReadonlySet<string>;
}

/** @returns the key of a stage, with `?` for what the state does not tell of where it is; `null` if it names none */
export function statedStageKey(id: StatedStageId): string | null {
  const name = nameInApi(id);
  return name === null ? null : `${id.accountId ?? '?'}/${id.region ?? '?'}/${name}`;
}

/** @returns the id of the API in the key of a stage */
export function apiIdIn(key: string): string {
  return key.split('/')[2] ?? '';
}

/** `account/region/api/stage`, or what the keys of all stages of an API begin with. */
function keyOf({ accountId, region, apiId, stageName }: PlaceSelector): string {
  return `${accountId}/${region}/${apiId}/${stageName ?? ''}`;
}

import * as v from 'valibot';
import type { ApiCall } from '../attribution/api-call.ts';
import { apiCallForm } from '../attribution/api-call-form.ts';
import { maskedCaller } from '../attribution/masked-caller.ts';
import { keptObjects } from '../findings/ledger/kept-objects.ts';
import { changeObject, type ObjectStore, storeTrouble, writtenByOthers } from '../findings/ledger/object-store.ts';

/** Calls that are known, and why no more are, `null` where all are. */
export interface RecalledCalls {
  readonly calls: readonly ApiCall[];
  readonly trouble: string | null;
}

const key = keptObjects.waitingCalls;

/** Milliseconds for which a call is remembered: no check waits for longer. */
const longestMemory = 60 * 60_000;

/** The latest are kept of more. */
const mostCalls = 1_000;

/** Runs that may write between our reading and our writing, before this one gives up. */
const patience = 10;

const form = v.object({ version: v.literal(1), calls: v.array(apiCallForm) });

/**
 * While checks wait for an apply to end, each of them knows the calls of its own events. Whichever comes first afterwards
 * tells what is left, so it has to know those of the others too.
 * @param own calls of the check itself
 * @param store where they are kept, `null` where nothing is
 */
export async function recallCalls(
  own: readonly ApiCall[],
  store: ObjectStore | null,
  now: Date,
): Promise<RecalledCalls> {
  try {
    const object = (await store?.read(key)) ?? null;
    return { calls: together(object === null ? [] : parse(object.text), own, now), trouble: null };
  } catch (error) {
    return { calls: own, trouble: storeTrouble(error) };
  }
}

/** Writes down the calls of a check that waits. @returns why that failed, `null` where it did not */
export async function rememberCalls(
  own: readonly ApiCall[],
  store: ObjectStore | null,
  now: Date,
): Promise<string | null> {
  if (store === null || own.length === 0) return null;
  const masked = own.map(({ caller, ...call }) => ({ ...call, caller: maskedCaller(caller) }));
  try {
    const written = await changeObject(store, key, patience, async (object) => {
      const calls = together(object === null ? [] : parse(object.text), masked, now);
      const text = JSON.stringify({ version: 1, calls });
      return { text: text === object?.text ? null : text, outcome: null };
    });
    return written === null ? writtenByOthers(store, key) : null;
  } catch (error) {
    return storeTrouble(error);
  }
}

/** Each call once, the latest first, and none that is too old to matter. */
function together(known: readonly ApiCall[], own: readonly ApiCall[], now: Date): readonly ApiCall[] {
  const recent = known.filter(({ time }) => now.getTime() - Date.parse(time) < longestMemory);
  const byId = new Map([...recent, ...own].map((call) => [call.eventId, call]));
  return [...byId.values()].toSorted((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : 0)).slice(0, mostCalls);
}

/** What another version wrote, or nobody can read, is no reason to check nothing. */
function parse(text: string): readonly ApiCall[] {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), form), text);
  return parsed.success ? parsed.output.calls : [];
}

import * as v from 'valibot';
import { keptRuns } from '../findings/ledger/kept-objects.ts';
import { type ObjectStore, storeTrouble } from '../findings/ledger/object-store.ts';
import { idInKey } from '../report/archive-keys.ts';
import { questionKey } from '../resources/live.ts';
import type { IndexedState } from '../resources/stage-index.ts';
import { type EarlierRun, type SeenState, seenStates } from './earlier-run.ts';
import type { Interview } from './interview.ts';
import { answersForm, mapsAsPairs, storedAnswers } from './stored-answers.ts';

/** A run as it is when its invocation ends before it does. */
export interface UnfinishedRun {
  readonly reportId: string;
  readonly begunAt: Date;
  readonly apiCalls: number;
  readonly places: ReadonlyMap<string, IndexedState>;
  readonly interview: Interview;
}

/** What is known of a run that goes on, and why that is nothing, `null` where it is something. */
export interface RecalledRun {
  readonly earlier: EarlierRun | null;
  readonly trouble: string | null;
}

/** Milliseconds after which answers say too little of what is live. No run takes as long. */
const longestUse = 2 * 60 * 60_000;

const form = v.object({
  version: v.literal(1),
  reportId: v.string(),
  begunAt: v.pipe(
    v.string(),
    v.isoTimestamp(),
    v.transform((text) => new Date(text)),
  ),
  apiCalls: v.number(),
  confirmed: v.boolean(),
  states: v.array(v.object({ uri: v.string(), etag: v.string(), apis: v.array(v.string()) })),
  answers: answersForm,
});

/** @returns why it could not be saved, `null` where it was */
export async function saveRun(store: ObjectStore, run: UnfinishedRun): Promise<string | null> {
  try {
    // Whoever goes on with the same run knows as much: the last one counts.
    await store.put(keyOf(run.reportId), textOf(run), 'application/json');
    return null;
  } catch (error) {
    return storeTrouble(error);
  }
}

/** @returns what earlier invocations found out, nothing where that cannot be used: then the run starts over */
export async function recallRun(store: ObjectStore, reportId: string, now: Date): Promise<RecalledRun> {
  const key = keyOf(reportId);
  const startingOver = (reason: string) => ({
    earlier: null,
    trouble: `The run starts over: ${reason}`,
  });
  try {
    const object = await store.read(key);
    if (object === null) return startingOver(`there is no ${store.uriOf(key)}`);
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), form), object.text);
    if (!parsed.success || parsed.output.reportId !== reportId) {
      return startingOver(`${store.uriOf(key)} is none that this version wrote for it`);
    }
    const { begunAt, apiCalls, confirmed, states, answers } = parsed.output;
    if (now.getTime() - begunAt.getTime() > longestUse) return startingOver(`${store.uriOf(key)} is too old`);
    const seen = states.map(({ uri, etag, apis }): [string, SeenState] => [uri, { etag, apis: new Set(apis) }]);
    return {
      earlier: {
        begunAt,
        apiCalls,
        confirmed,
        states: new Map(seen),
        to: (question) => answers[question.kind].get(questionKey(question)) ?? null,
      },
      trouble: null,
    };
  } catch (error) {
    return startingOver(storeTrouble(error));
  }
}

function textOf({ reportId, begunAt, apiCalls, places, interview }: UnfinishedRun): string {
  const states = [...seenStates(places)].map(([uri, { etag, apis }]) => ({ uri, etag, apis: [...apis] }));
  const answers = storedAnswers(interview.answers);
  const { confirmed } = interview;
  return JSON.stringify({ version: 1, reportId, begunAt, apiCalls, confirmed, states, answers }, mapsAsPairs);
}

function keyOf(reportId: string): string {
  return `${keptRuns}${idInKey(reportId)}.json`;
}

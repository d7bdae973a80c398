import type { Examination } from './check-drift.ts';
import { apiKey } from './resources/check-history.ts';
import type { Answers, Question } from './resources/live.ts';
import type { Verdict } from './resources/verdict.ts';
import type { ExpectedResource } from './select-resources.ts';
import type { StateRead } from './terraform/read-states.ts';

/** All that a check read and asked for. */
interface Lookups {
  readonly states: readonly StateRead[];
  readonly lists: readonly Question<'STAGE_LIST'>[];
  readonly answers: Answers;
  readonly judged: readonly (ExpectedResource & { readonly verdict: Verdict })[];
  /** What explains the verdicts. */
  readonly evidence: Answers;
}

/** @returns what there was no time for: REST APIs by `apiKey`, and URIs of states or of their sources */
export function missedIn({ states, lists, answers, judged, evidence }: Lookups): ReadonlySet<string> {
  const isMissed = ({ questions, followUps, verdict }: Lookups['judged'][number]) =>
    questions.some(isOutOfTime(answers)) || followUps(verdict).some(isOutOfTime(evidence));
  return new Set([
    ...states.flatMap(({ status, uri }) => (status === 'OUT_OF_TIME' ? [uri] : [])),
    ...lists.filter(isOutOfTime(answers)).map(({ id, ...place }) => apiKey({ ...place, ...id })),
    ...judged.filter(isMissed).map(({ id }) => apiKey(id)),
  ]);
}

function isOutOfTime(answers: Answers): (question: Question) => boolean {
  return (question) => answers.to(question).kind === 'OUT_OF_TIME';
}

/** @param missed see `missedIn`; @returns what people should know of it */
export function missedWarnings(missed: ReadonlySet<string>): readonly string[] {
  const what = missed.size === 1 ? '1 REST API or state was' : `${missed.size} REST APIs and states were`;
  return missed.size === 0 ? [] : [`The time of this run was up before ${what} checked: the next check begins there`];
}

/** @returns whether the time was up before everything was known, so that another run may well know more */
export function isCutShort({ missed }: Examination): boolean {
  return missed.size > 0;
}

/** @returns whether there was no time to read any state at all */
export function isBlind({ missed, results: { states } }: Examination): boolean {
  return missed.size > 0 && states.every(({ status }) => status !== 'READ');
}

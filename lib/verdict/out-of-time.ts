import { apiKey } from '../resources/check-history.ts';
import { type Answers, type Question, questionKey } from '../resources/live.ts';
import type { Expected } from '../scope/read-expected.ts';
import type { Verdicts } from './judge.ts';
import type { Live } from './read-live.ts';

/** @returns what there was no time for: REST APIs by `apiKey`, and URIs of states or of their sources */
export function outOfTime(
  { states }: Expected,
  { lists, answers }: Live,
  { judged, evidence }: Pick<Verdicts, 'judged'> & { readonly evidence: Answers },
): ReadonlySet<string> {
  const isLate = ({ questions, followUps, verdict }: Verdicts['judged'][number]) =>
    questions.some(isOutOfTime(answers)) || followUps(verdict).some(isOutOfTime(evidence));
  return new Set([
    ...states.flatMap(({ status, uri }) => (status === 'OUT_OF_TIME' ? [uri] : [])),
    ...lists.filter(isOutOfTime(answers)).map(questionKey),
    ...judged.filter(isLate).map(({ id }) => apiKey(id)),
  ]);
}

function isOutOfTime(answers: Answers): (question: Question) => boolean {
  return (question) => answers.to(question).kind === 'OUT_OF_TIME';
}

/** @param missed see `outOfTime`; @returns what people should know of it */
export function outOfTimeWarnings(missed: ReadonlySet<string>): readonly string[] {
  const what = missed.size === 1 ? '1 REST API or state was' : `${missed.size} REST APIs and states were`;
  return missed.size === 0 ? [] : [`The time of this run was up before ${what} checked: the next check begins there`];
}

import type { Need } from './continuing/interview.ts';
import { type Answers, type Question, questionKey } from './resources/live.ts';
import type { StageDirectory } from './resources/stage-directory.ts';
import { unmanagedStages } from './resources/unmanaged-stages.ts';
import type { ExpectedResource } from './select-resources.ts';

/** What has to be asked to judge resources, and to see what no state has. */
export function needsOf(
  lists: readonly Question<'STAGE_LIST'>[],
  expected: readonly ExpectedResource[],
): readonly Need[] {
  return [
    // Lists come first: a stage that is in one need not be asked for singly.
    ...lists.map((question) => ({ question, state: null })),
    ...expected.flatMap(({ state, questions }) => questions.map((question) => ({ question, state }))),
  ];
}

/** What of that has to be asked to see once more what drifted by the answers that there are. */
export function needsOfDrift(
  lists: readonly Question<'STAGE_LIST'>[],
  expected: readonly ExpectedResource[],
  directory: StageDirectory,
  answers: Answers,
): readonly Need[] {
  const unmanaged = unmanagedStages(lists, directory, answers);
  const apis = new Set(unmanaged.map(({ id }) => `${id.accountId}/${id.region}/${id.restApiId}`));
  return needsOf(
    lists.filter((list) => apis.has(questionKey(list))),
    expected.filter((resource) => ['MODIFIED', 'DELETED'].includes(resource.judge(answers).status)),
  );
}

import type { Answer, LiveKind, LiveKinds, Question } from '../resources/live.ts';

/**
 * Answers questions of one kind, by `questionKey`, within one account and region. A reader that takes long tells how
 * many more questions have an answer.
 */
export type KindReader<Kind extends LiveKind> = (
  questions: readonly Question<Kind>[],
  told: (answered: number) => void,
) => Promise<ReadonlyMap<string, Answer<LiveKinds[Kind]['live']>>>;

export type KindReaders = { readonly [Kind in LiveKind]: KindReader<Kind> };

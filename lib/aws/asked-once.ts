import { type Answer, type LiveKind, type LiveKinds, questionKey } from '../resources/live.ts';
import type { KindReader } from './kind-reader.ts';

/** A reader that remembers, so that a question that comes up again later in a run costs no call. */
export function askedOnce<Kind extends LiveKind>(read: KindReader<Kind>): KindReader<Kind> {
  const answers = new Map<string, Answer<LiveKinds[Kind]['live']>>();
  return async (questions, told) => {
    const unanswered = questions.filter((question) => !answers.has(questionKey(question)));
    for (const [key, answer] of await read(unanswered, told)) answers.set(key, answer);
    return answers;
  };
}

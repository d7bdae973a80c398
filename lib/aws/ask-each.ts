import { type Answer, type LiveKind, type LiveKinds, type Question, questionKey } from '../resources/live.ts';
import { answerFrom } from './answer.ts';
import type { Outcome } from './bounded-calls.ts';

/**
 * Asks API Gateway each question with a call of its own.
 * @param ask sends the one command that asks about an id
 * @param flatten reads what it was answered with; what cannot be used it refuses with UnusableAnswerError
 */
export async function askEach<Kind extends LiveKind>(
  questions: readonly Question<Kind>[],
  ask: (id: LiveKinds[Kind]['id']) => Promise<Outcome<unknown>>,
  flatten: (output: unknown) => LiveKinds[Kind]['live'],
): Promise<ReadonlyMap<string, Answer<LiveKinds[Kind]['live']>>> {
  const answers = questions.map(async (question): Promise<[string, Answer<LiveKinds[Kind]['live']>]> => {
    return [questionKey(question), answerFrom('API Gateway', await ask(question.id), flatten, ['NotFoundException'])];
  });
  return new Map(await Promise.all(answers));
}

import {
  type Answers,
  type AnswersByKind,
  createAnswerBook,
  distinctQuestions,
  type Question,
  questionIdentity,
} from '../resources/live.ts';
import type { IndexedState } from '../resources/stage-index.ts';
import { type EarlierRun, stillCounts } from './earlier-run.ts';

/** A question, and the state that needs its answer; `null` where it is no single one. */
export interface Need {
  readonly question: Question;
  readonly state: string | null;
}

/** What came of all questions of an examination. */
export interface Interview {
  readonly answers: AnswersByKind;
  /** How many questions got an answer just now, of whatever kind. */
  readonly answered: number;
  /** How many questions there was no time for. */
  readonly outOfTime: number;
  /** Whether it was asked once more for what had drifted by earlier answers, as far as there was the time. */
  readonly confirmed: boolean;
}

/** Asks, but for what an earlier invocation of the run has an answer to. */
export interface Interviewer {
  ask(needs: readonly Need[]): Promise<Answers>;
  /**
   * Asks once more for what an earlier invocation of the run has the answer to, once there is one to everything. What
   * there is no time to ask again has no answer any more, and is all that a further invocation asks for.
   * @param needs of what drifted by the answers that there are
   */
  confirm(needs: () => readonly Need[]): Promise<void>;
  /** What came of it so far. */
  interview(): Interview;
}

/**
 * @param places of the states that were read, and that the questions come from
 * @param earlier `null` where this is the first invocation of the run
 */
export function createInterviewer(
  reader: { read(questions: readonly Question[]): Promise<Answers> },
  places: ReadonlyMap<string, IndexedState>,
  earlier: EarlierRun | null,
): Interviewer {
  const book = createAnswerBook();
  /** What was asked just now, so that no earlier answer counts for it. */
  const fresh = new Set<string>();
  let [answered, outOfTime] = [0, 0];
  let confirmed = earlier?.confirmed ?? false;

  /** @returns the questions without an answer that counts; one that does is in the book */
  function withoutAnswer(needs: readonly Need[], run: EarlierRun): readonly Question[] {
    const counts = stillCounts(run, places);
    const needing = Map.groupBy(needs, ({ question }) => questionIdentity(question));
    return distinctQuestions(questionsOf(needs)).filter((question) => {
      const identity = questionIdentity(question);
      if (fresh.has(identity)) return false;
      const states = needing.get(identity)?.flatMap(({ state }) => state ?? []) ?? [];
      const answer = counts(question, states) ? run.to(question) : null;
      if (answer !== null) book.put(question, answer);
      return answer === null;
    });
  }

  async function read(questions: readonly Question[]): Promise<void> {
    const answers = await reader.read(questions);
    for (const question of questions) {
      const answer = answers.to(question);
      if (answer.kind === 'OUT_OF_TIME') outOfTime += 1;
      else answered += 1;
      book.put(question, answer);
      fresh.add(questionIdentity(question));
    }
  }

  return {
    async ask(needs) {
      await read(earlier === null ? distinctQuestions(questionsOf(needs)) : withoutAnswer(needs, earlier));
      return book.answers;
    },
    async confirm(needs) {
      if (earlier === null || confirmed || outOfTime > 0) return;
      confirmed = true;
      const questions = distinctQuestions(questionsOf(needs()));
      await read(questions.filter((question) => !fresh.has(questionIdentity(question))));
    },
    interview: () => ({ answers: book.byKind, answered, outOfTime, confirmed }),
  };
}

function questionsOf(needs: readonly Need[]): readonly Question[] {
  return needs.map(({ question }) => question);
}

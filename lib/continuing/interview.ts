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
}

/** Asks, but for what an earlier invocation of the run has an answer to. */
export interface Interviewer {
  ask(needs: readonly Need[]): Promise<Answers>;
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
  let [answered, outOfTime] = [0, 0];

  /** @returns the questions that no earlier answer counts for; one that does is in the book */
  function withoutAnswer(needs: readonly Need[], run: EarlierRun): readonly Question[] {
    const counts = stillCounts(run, places);
    const needing = Map.groupBy(needs, ({ question }) => questionIdentity(question));
    return distinctQuestions(questionsOf(needs)).filter((question) => {
      const states = needing.get(questionIdentity(question))?.flatMap(({ state }) => state ?? []) ?? [];
      const answer = counts(question, states) ? run.to(question) : null;
      if (answer !== null) book.put(question, answer);
      return answer === null;
    });
  }

  return {
    async ask(needs) {
      const open = earlier === null ? distinctQuestions(questionsOf(needs)) : withoutAnswer(needs, earlier);
      const answers = await reader.read(open);
      for (const question of open) {
        const answer = answers.to(question);
        if (answer.kind === 'OUT_OF_TIME') outOfTime += 1;
        else answered += 1;
        book.put(question, answer);
      }
      return book.answers;
    },
    interview: () => ({ answers: book.byKind, answered, outOfTime }),
  };
}

function questionsOf(needs: readonly Need[]): readonly Question[] {
  return needs.map(({ question }) => question);
}

import type { Interview } from '../../lib/continuing/interview.ts';
import { createAnswerBook } from '../../lib/resources/live.ts';

/** Of an examination that asked AWS nothing. */
export const nothingAsked: Interview = {
  answers: createAnswerBook().byKind,
  answered: 0,
  outOfTime: 0,
  confirmed: false,
};

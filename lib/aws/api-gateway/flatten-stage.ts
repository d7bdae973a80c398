import * as v from 'valibot';
import { anObject, listOf } from '../../resources/live-form.ts';
import { type ListedStage, listedStageForm, stageForm } from '../../resources/rest-api/live-stage.ts';
import { flattenAs } from '../flatten.ts';

/** Reads one stage of GetStage or GetStages. It throws UnusableAnswerError. */
export const flattenStage = flattenAs(stageForm, 'is not a stage');

const flattenList = flattenAs(anObject({ item: listOf(v.unknown()) }), 'is not a list of stages');

/** @param answer one stage of GetStages that has a name */
export function flattenListedStage(answer: unknown): ListedStage {
  return v.parse(listedStageForm, answer);
}

/**
 * @param answer of GetStages, as the SDK hands it out
 * @returns each stage as it was answered, by its name; what has no name is left out
 * @throws UnusableAnswerError
 */
export function stagesByName(answer: unknown): ReadonlyMap<string, unknown> {
  return new Map(
    flattenList(answer).item.flatMap((stage) => {
      const listed = v.safeParse(listedStageForm, stage);
      return listed.success ? [[listed.output.stageName, stage]] : [];
    }),
  );
}

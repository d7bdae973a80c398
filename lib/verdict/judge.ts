import { faultReason } from '../model/fault.ts';
import { completeStageId, type StatedStageId } from '../model/stage-id.ts';
import { apiKey, type CheckHistory } from '../resources/check-history.ts';
import { type Answers, distinctQuestions } from '../resources/live.ts';
import { unmanagedStages } from '../resources/unmanaged-stages.ts';
import type { CheckedResource, Verdict } from '../resources/verdict.ts';
import type { Expected } from '../scope/read-expected.ts';
import type { ExpectedResource } from '../scope/select-resources.ts';
import type { Live, Lookups } from './read-live.ts';

export type JudgedResource = ExpectedResource & Pick<CheckedResource, 'verdict' | 'stageChangedAt'>;

export interface Verdicts {
  readonly judged: readonly JudgedResource[];
  /** What no state has: what people named, and live stages. */
  readonly unmanaged: readonly CheckedResource[];
}

/** Compares what is live with what is expected. */
export function judge(
  { resources, missing, directory }: Expected,
  { lists, answers }: Live,
  history: CheckHistory,
): Verdicts {
  return {
    judged: resources.map((resource) => ({
      ...resource,
      verdict: verdictOn(resource, answers, history),
      stageChangedAt: stageChangedAt(resource.id, answers),
    })),
    unmanaged: [...missing, ...unmanagedStages(lists, directory, answers)],
  };
}

/** A fault of this program leaves out the one resource. */
function verdictOn(resource: ExpectedResource, answers: Answers, history: CheckHistory): Verdict {
  try {
    const verdict = resource.judge(answers);
    if (verdict.status !== 'NOT_REACHED' || !history.isOverdue(apiKey(resource.id))) return verdict;
    return { status: 'NOT_CHECKED', reason: verdict.reason };
  } catch (error) {
    return { status: 'NOT_CHECKED', reason: faultReason(error) };
  }
}

function stageChangedAt(id: StatedStageId, answers: Answers): string | null {
  const complete = completeStageId(id);
  if (complete === null) return null;
  const { accountId, region, apiId, stageName } = complete;
  const stage = answers.to({ kind: 'STAGE', accountId, region, id: { apiId, stageName } });
  if (stage.kind === 'FOUND') return stage.live.lastUpdatedDate;
  const list = answers.to({ kind: 'STAGE_LIST', accountId, region, id: { apiId } });
  const listed = list.kind === 'FOUND' ? list.live.find((one) => one.stageName === stageName) : undefined;
  return listed?.createdDate ?? null;
}

/** Asks AWS for what explains the verdicts, such as the deployments behind a drifted stage. */
export function readEvidence({ judged }: Verdicts, lookups: Lookups): Promise<Answers> {
  return lookups.read(distinctQuestions(judged.flatMap((resource) => resource.followUps(resource.verdict))));
}

/** @returns every resource with its verdict and what explains it */
export function checkedResources({ judged, unmanaged }: Verdicts, evidence: Answers): readonly CheckedResource[] {
  return [
    ...judged.map((resource) => ({
      ...withoutLookups(resource),
      notes: resource.notes(resource.verdict, evidence),
    })),
    ...unmanaged,
  ];
}

/** What AWS answered takes more memory than what comes of it. The functions that judge hold on to it. */
function withoutLookups({
  questions: _questions,
  unknownAttributes: _unknownAttributes,
  judge: _judge,
  followUps: _followUps,
  notes: _notes,
  ...rest
}: JudgedResource) {
  return rest;
}

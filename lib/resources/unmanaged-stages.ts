import { deploymentType } from './deployment.ts';
import { type Answers, type Question, questionKey } from './live.ts';
import { type StageDirectory, stageType } from './stage-directory.ts';
import { completeStageId, type StageId, stageKey, statedStageId } from './stage-id.ts';
import type { CheckedResource } from './verdict.ts';

/** @returns a question for each REST API that has a stage in the states */
export function stageLists({ stages }: StageDirectory): readonly Question<'STAGE_LIST'>[] {
  const questions = stages.map(({ id: { accountId, region, restApiId } }) => {
    const question = { kind: 'STAGE_LIST' as const, accountId, region, id: { restApiId } };
    return [questionKey(question), question] as const;
  });
  return [...new Map(questions).values()];
}

/** @returns the REST APIs of which all stages are known, as `account/region/api`: one that is gone has none */
export function listedApis(lists: readonly Question<'STAGE_LIST'>[], answers: Answers): ReadonlySet<string> {
  const known = lists.filter((question) => {
    const { kind } = answers.to(question);
    return kind === 'FOUND' || kind === 'NOT_FOUND';
  });
  return new Set(known.map(questionKey));
}

/**
 * Live stages that no state knows, of the REST APIs that were listed. Terraform never reports them, so they are no drift;
 * they are named, since nobody manages them. Their address is the id that `terraform import` takes.
 */
export function unmanagedStages(
  lists: readonly Question<'STAGE_LIST'>[],
  directory: StageDirectory,
  answers: Answers,
): readonly CheckedResource[] {
  const managed = new Set(directory.stages.map(({ id }) => stageKey(id)));
  return lists.flatMap((question) => {
    const list = answers.to(question);
    if (list.kind !== 'FOUND') return [];
    const {
      accountId,
      region,
      id: { restApiId },
    } = question;
    return list.live
      .map(({ stageName, deploymentId }) => ({ id: { accountId, region, restApiId, stageName }, deploymentId }))
      .filter(({ id }) => !managed.has(stageKey(id)) && !isNamed(id, directory))
      .map(({ id, deploymentId }) => ({
        address: `${restApiId}/${id.stageName}`,
        type: stageType,
        state: null,
        id,
        name: '',
        sensitivePaths: [],
        verdict: {
          status: 'UNMANAGED' as const,
          reason: 'it is live, but in none of the states that were read',
          deploymentId,
        },
        notes: [],
        expectedAt: () => null,
        revert: () => null,
        apiPaths: () => [''],
      }));
  });
}

/**
 * A stage is known, too, where a state has it without telling its account or region, and where a deployment made it, as it
 * could up to version 5 of the provider.
 */
function isNamed({ restApiId, stageName }: StageId, directory: StageDirectory): boolean {
  const lost = directory
    .where(stageType, 'rest_api_id', restApiId)
    .filter(({ attributes }) => completeStageId(statedStageId(attributes)) === null);
  const deployments = directory.where(deploymentType, 'rest_api_id', restApiId);
  return [...lost, ...deployments].some(({ attributes }) => attributes.get('stage_name') === stageName);
}

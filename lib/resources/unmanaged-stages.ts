import { nameInApi, stageKey } from '../model/stage-id.ts';
import { type Answers, distinctQuestions, type Question, questionKey } from './live.ts';
import { restApi } from './rest-api/family.ts';
import type { StageDirectory } from './stage-directory.ts';
import { type CheckedResource, notStated } from './verdict.ts';

/** @returns a question for each API that has a stage in the states */
export function stageLists({ stages }: StageDirectory): readonly Question<'STAGE_LIST'>[] {
  const lists = stages.map(({ id: { accountId, region, apiId } }) => {
    return { kind: 'STAGE_LIST', accountId, region, id: { apiId } } as const;
  });
  return distinctQuestions(lists);
}

/** @returns the names of all live stages of the REST APIs that were listed, by `account/region/api`: one that is gone has none */
export function liveStages(
  lists: readonly Question<'STAGE_LIST'>[],
  answers: Answers,
): ReadonlyMap<string, ReadonlySet<string>> {
  const known = lists.flatMap((question) => {
    const list = answers.to(question);
    if (list.kind !== 'FOUND' && list.kind !== 'NOT_FOUND') return [];
    const names = list.kind === 'FOUND' ? list.live.map(({ stageName }) => stageName) : [];
    return [[questionKey(question), new Set(names)] as const];
  });
  return new Map(known);
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
  const named = new Set(directory.named.map(({ id }) => nameInApi(id)));
  return lists.flatMap((question) => {
    const list = answers.to(question);
    if (list.kind !== 'FOUND') return [];
    const { accountId, region, id: api } = question;
    return list.live.flatMap(({ stageName, deploymentId, createdDate }) => {
      const id = { family: restApi.family, accountId, region, apiId: api.apiId, stageName };
      if (managed.has(stageKey(id)) || named.has(nameInApi(id))) return [];
      const reason = 'it is live, but in none of the states that were read';
      return {
        ...notStated,
        address: `${id.apiId}/${stageName}`,
        type: restApi.stageType,
        state: null,
        id,
        verdict: { status: 'UNMANAGED' as const, reason, deploymentId },
        stageChangedAt: createdDate,
        notes: [],
        apiPaths: () => [''],
      };
    });
  });
}

import type { StageId } from '../../resources/stage-id.ts';
import { check } from '../check.ts';
import { known } from '../fact.ts';
import { onePerPlace, type Scene, stagesIn } from '../scene.ts';
import { cannotTell, ok, problem } from '../verdict.ts';

/** One stage stands for all of its account and region: what may read it may read the others. */
export const stages = check({
  name: 'stages',
  needs: ['apigateway:GET', 'sts:AssumeRole'],
  instead: (scene) =>
    stagesIn(scene).length === 0
      ? scene.states.some(({ states }) => states.some(({ kind }) => kind === 'READ'))
        ? problem(
            'the states have no stage of API Gateway',
            'see that STATE_SOURCES leads to the states that have them',
          )
        : cannotTell('no state was read that would name one', null)
      : null,
  subjects: onePerPlace,
  about: ({ accountId, region }) => `${accountId} ${region}`,
  probe: async (stage, probes, scene) =>
    isOutOfReach(stage, scene) ? known('OUT_OF_REACH' as const) : probes.stage(stage, scene.settings.stageAccess),
  verdict(answer, { accountId, restApiId, stageName }, { home }) {
    switch (answer) {
      case 'OUT_OF_REACH':
        return problem(
          `it is account ${accountId}, and the function runs in ${home.accountId}`,
          `set CROSS_ACCOUNT_ROLE_NAME to a role of account ${accountId} that the function may assume`,
        );
      case 'GONE':
        return ok(`they can be read; the one that was tried, ${restApiId}/${stageName}, is not there any more`);
      case 'THERE':
        return ok(`they can be read, as ${restApiId}/${stageName} was`);
    }
  },
});

function isOutOfReach({ accountId }: StageId, { home, settings }: Scene): boolean {
  return home.accountId !== null && home.accountId !== accountId && settings.stageAccess.crossAccountRole === null;
}

import { check } from '../check.ts';
import { type Deployment, stagesIn } from '../deployment.ts';
import { cannotTell, ok, problem, type Verdict } from '../verdict.ts';

/** One stage stands for all of its account and region: whoever may read it may read the others. */
export const stages = check({
  name: 'stages',
  needs: ['apigateway:GET', 'sts:AssumeRole'],
  subjects(deployment) {
    const byPlace = new Map(stagesIn(deployment).map((stage) => [`${stage.accountId} ${stage.region}`, stage]));
    return byPlace.size === 0 ? withoutStages(deployment) : [...byPlace.values()];
  },
  about: ({ accountId, region }) => `${accountId} ${region}`,
  async judge(stage, probes, { accountId: home, settings }) {
    const { accountId, restApiId, stageName } = stage;
    const { crossAccountRole } = settings.stageAccess;
    if (home !== null && home !== accountId && crossAccountRole === null) {
      return problem(
        `it is account ${accountId}, and the function runs in ${home}`,
        `set CROSS_ACCOUNT_ROLE_NAME to a role of account ${accountId} that the function may assume`,
      );
    }
    const answer = await probes.stage(stage, crossAccountRole);
    return answer === 'FOUND'
      ? ok(`they can be read, as ${restApiId}/${stageName} was`)
      : ok(`they can be read; the one that was tried, ${restApiId}/${stageName}, no longer exists`);
  },
});

function withoutStages({ sources }: Deployment): Verdict {
  const anyRead = sources.some(({ states }) => states.some(({ kind }) => kind === 'READ'));
  if (!anyRead) return cannotTell('no state was read that would name one', null);
  return problem(
    'the states have no stage of API Gateway',
    'see that STATE_SOURCES leads to the states that have them',
  );
}

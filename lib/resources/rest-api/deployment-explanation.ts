import type { Answer, LiveDeployment, Question } from '../live.ts';
import type { Explanation } from '../resource-type.ts';
import { isBelowAny } from '../setting.ts';
import type { StageDirectory } from '../stage-directory.ts';
import type { Verdict } from '../verdict.ts';
import { restApi } from './family.ts';

/**
 * A deployment made elsewhere is the commonest drift of a stage. Two ids say little to people: when each was made, what
 * its description is and which one is newer say whether somebody deployed or went back.
 */
export const deploymentExplanation: Explanation<'STAGE'> = {
  questions: (verdict, about) => changedDeployment(verdict).map((id) => deployment(about, id)),
  notes(verdict, about, answers, { stages }) {
    const ids = changedDeployment(verdict);
    const [expected, actual] = ids.map((id) => answers.to(deployment(about, id)));
    const [was, is] = ids.map((id) => `${id} ${describe(answers.to(deployment(about, id)), isHidden(about, stages))}`);
    if (expected === undefined || actual === undefined) return [];
    return [`Terraform's deployment ${was}.`, `The live deployment ${is}${comparedWith(expected, actual)}.`];
  },
};

function deployment({ accountId, region, id }: Question<'STAGE'>, deploymentId: string): Question<'DEPLOYMENT'> {
  return { kind: 'DEPLOYMENT', accountId, region, id: { apiId: id.apiId, deploymentId } };
}

/** @returns the expected and the actual id where the stage points to another deployment, else nothing */
function changedDeployment(verdict: Verdict): readonly string[] {
  const differences = verdict.status === 'MODIFIED' ? verdict.differences : [];
  const change = differences.find(({ path }) => path.length === 1 && path[0] === 'deployment_id');
  return change?.differenceType === 'NOT_EQUAL' ? [String(change.expected), String(change.actual)] : [];
}

/** Whether a state marks descriptions of deployments as sensitive: what an earlier one had is in no state any more. */
function isHidden({ id: { apiId } }: Question<'STAGE'>, stages: StageDirectory): boolean {
  return stages
    .where(restApi.deploymentType, 'rest_api_id', apiId)
    .some(({ instance: { sensitivePaths } }) => isBelowAny(['description'], sensitivePaths));
}

function describe(answer: Answer<LiveDeployment>, isHidden: boolean): string {
  switch (answer.kind) {
    case 'NOT_FOUND':
      return 'no longer exists';
    case 'UNREADABLE':
    case 'OUT_OF_TIME':
      return `could not be looked up (${answer.reason})`;
    case 'FOUND': {
      const { createdDate, description } = answer.live;
      const time = createdDate === null ? 'at an unknown time' : `on ${createdDate.toISOString().slice(0, 19)}Z`;
      if (description === '') return `was made ${time}, without a description`;
      if (isHidden) return `was made ${time}, with a description that is sensitive`;
      // Anyone who may deploy writes it: it must not be able to end its quotes and go on as the note.
      return `was made ${time}, described as "${description.replace(/["\\]/g, '\\$&')}"`;
    }
  }
}

function comparedWith(expected: Answer<LiveDeployment>, actual: Answer<LiveDeployment>): string {
  if (expected.kind !== 'FOUND' || actual.kind !== 'FOUND') return '';
  const [before, after] = [expected.live.createdDate, actual.live.createdDate];
  if (before === null || after === null || before.getTime() === after.getTime()) return '';
  return after > before
    ? ': it is the newer one, so somebody deployed'
    : ': it is the older one, so somebody went back';
}

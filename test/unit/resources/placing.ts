import {
  type Answer,
  type Answers,
  createLookupResults,
  type LiveKind,
  type LiveKinds,
  type Question,
} from '../../../lib/resources/live.ts';
import { checkedTypes } from '../../../lib/resources/registry.ts';
import type { PlacedResource } from '../../../lib/resources/resource-type.ts';
import {
  createStageDirectory,
  type InstanceInState,
  type StageDirectory,
} from '../../../lib/resources/stage-directory.ts';
import type { Verdict } from '../../../lib/resources/verdict.ts';
import type { ManagedInstance } from '../../../lib/terraform/state-file.ts';

export const stageArn = 'arn:aws:apigateway:eu-west-1::/restapis/abcdefghij/stages/prod';
export const executionArn = 'arn:aws:execute-api:eu-west-1:123456789012:abcdefghij/prod';
const home = { accountId: '123456789012', region: 'eu-west-1' } as const;

/** The question about the stage that the instances of these tests belong to. */
export const stageQuestion: Question<'STAGE'> = {
  kind: 'STAGE',
  ...home,
  id: { apiId: 'abcdefghij', stageName: 'prod' },
};

/** @returns the question about a deployment of the same REST API */
export function deploymentQuestion(deploymentId: string): Question<'DEPLOYMENT'> {
  return { kind: 'DEPLOYMENT', ...home, id: { apiId: 'abcdefghij', deploymentId } };
}

/** @returns the question about all stages of a REST API, of the same one where no other is given */
export function listQuestion(apiId = 'abcdefghij'): Question<'STAGE_LIST'> {
  return { kind: 'STAGE_LIST', ...home, id: { apiId } };
}

/** @returns an instance of a type, with these attributes and no other */
export function instanceOf(type: string, attributes: object, name = 'this'): ManagedInstance {
  return {
    address: `${type}.${name}`,
    type,
    attributes: new Map<string, unknown>(Object.entries(attributes)),
    sensitivePaths: [],
  };
}

/** @returns a stage whose state says all about where it lifecycles, less or more what is given */
export function stageInstance(attributes: object = {}, name = 'this'): ManagedInstance {
  const own = { rest_api_id: 'abcdefghij', stage_name: 'prod', arn: stageArn, execution_arn: executionArn };
  return instanceOf('aws_api_gateway_stage', { ...own, ...attributes }, name);
}

/** The state of whatever is placed. */
export const ownState = 's3://acme-tf/terraform.tfstate';

/** @returns the directory of one state with these instances */
export function directoryOf(...instances: readonly ManagedInstance[]): StageDirectory {
  return createStageDirectory(inState(ownState, ...instances));
}

/** @returns the instances with the state that has them */
export function inState(state: string, ...instances: readonly ManagedInstance[]): InstanceInState[] {
  return instances.map((instance) => ({ state, instance }));
}

/** @returns where an instance belongs, among itself and its neighbours */
export function place(instance: ManagedInstance, ...neighbours: readonly ManagedInstance[]): PlacedResource {
  const placed = checkedTypes.get(instance.type)?.place(instance, {
    stages: directoryOf(instance, ...neighbours),
    state: ownState,
  });
  if (placed == null) throw new Error(`${instance.address} was not placed`);
  return placed;
}

/** @returns answers of which this one is the only one */
export function answering<Kind extends LiveKind>(
  question: Question<Kind>,
  answer: Answer<LiveKinds[Kind]['live']>,
): Answers {
  const book = createLookupResults();
  book.put(question, answer);
  return book.answers;
}

/** @returns the verdict on an instance among itself and its neighbours, given the answer about its stage */
export function judge(
  instance: ManagedInstance,
  answer: Answer<LiveKinds['STAGE']['live']>,
  ...neighbours: readonly ManagedInstance[]
): Verdict {
  return place(instance, ...neighbours).judge(answering(stageQuestion, answer));
}

import { describe, expect, it } from '@jest/globals';
import { duplicateOwners } from '../../../lib/resources/duplicate-owners.ts';
import { createStageDirectory, type InstanceInState } from '../../../lib/resources/stage-directory.ts';
import { executionArn, inState, stageInstance } from './placing.ts';

function claimsOf(...instances: readonly (readonly InstanceInState[])[]): readonly string[] {
  return duplicateOwners(createStageDirectory(instances.flat()));
}

const orders = 's3://acme-tf/orders/terraform.tfstate';
const payments = 's3://acme-tf/payments/terraform.tfstate';

describe('a stage', () => {
  it('that one state has is claimed once', () => {
    expect(claimsOf(inState(orders, stageInstance()))).toEqual([]);
  });

  it('that two states have is claimed twice: one sentence names both once', () => {
    const [first, second] = [inState(orders, stageInstance()), inState(payments, stageInstance({}, 'main'))];
    expect(claimsOf(first, second)).toEqual([
      'Stage prod of REST API abcdefghij is managed twice: by aws_api_gateway_stage.main in s3://acme-tf/payments/terraform.tfstate and by aws_api_gateway_stage.this in s3://acme-tf/orders/terraform.tfstate. Whichever applies last wins.',
    ]);
    expect(claimsOf(second, first)).toEqual(claimsOf(first, second));
  });

  it('that one state has under two addresses is claimed twice', () => {
    expect(claimsOf(inState(orders, stageInstance({}, 'a'), stageInstance({}, 'b')))).toEqual([
      `Stage prod of REST API abcdefghij is managed twice: by aws_api_gateway_stage.a in ${orders} and by aws_api_gateway_stage.b in ${orders}. Whichever applies last wins.`,
    ]);
  });

  it('that three have is one sentence, with all of them', () => {
    const [sentence, ...others] = claimsOf(
      inState(orders, stageInstance({}, 'a'), stageInstance({}, 'b')),
      inState(payments, stageInstance({}, 'c')),
    );
    expect(others).toEqual([]);
    expect(sentence?.match(/aws_api_gateway_stage\.[abc] in /g)).toEqual([
      'aws_api_gateway_stage.a in ',
      'aws_api_gateway_stage.b in ',
      'aws_api_gateway_stage.c in ',
    ]);
    expect(sentence).toContain('is managed 3 times:');
  });

  it.each<[string, object]>([
    ['of another name', { stage_name: 'dev' }],
    ['of another REST API', { rest_api_id: 'zzzzzzzzzz' }],
    ['in another region', { arn: null, execution_arn: executionArn.replace('eu-west-1', 'us-east-1') }],
    ['in another account', { execution_arn: executionArn.replace('123456789012', '210987654321') }],
    ['of which the state does not tell where it lifecycles', { execution_arn: null }],
  ])('%s is another stage', (_, attributes) => {
    expect(claimsOf(inState(orders, stageInstance()), inState(payments, stageInstance(attributes)))).toEqual([]);
  });
});

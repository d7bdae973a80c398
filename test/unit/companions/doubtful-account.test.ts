import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type CompanionWorld, resourceOf, restApiId, stageOf, startWorld, statuses } from './companion-world.ts';

let world: CompanionWorld;

beforeAll(async () => {
  world = await startWorld({ kind: 'UNKNOWN', reason: 'STS named no account' });
});
afterAll(() => world.stop());
beforeEach(() => world.reset());

const name = `API-Gateway-Execution-Logs_${restApiId}/prod`;
const state = [
  stageOf('prod', { deployment_id: 'first1', client_certificate_id: 'abc123' }),
  resourceOf('aws_api_gateway_deployment', { id: 'first1', rest_api_id: restApiId }),
  resourceOf('aws_api_gateway_client_certificate', { id: 'abc123' }),
  resourceOf('aws_api_gateway_base_path_mapping', {
    domain_name: 'api.acme.example',
    base_path: '',
    api_id: restApiId,
  }),
  resourceOf('aws_cloudwatch_log_group', { arn: `arn:aws:logs:eu-west-1:123456789012:log-group:${name}`, name }),
];

describe('where nobody knows whose credentials these are', () => {
  it('a companion that is not found is not checked, as nothing else is found either', async () => {
    world.aws.apiGateway.reset();

    expect(statuses(await world.check(state))).toEqual({
      'aws_api_gateway_base_path_mapping.this': 'NOT_CHECKED',
      'aws_api_gateway_client_certificate.this': 'NOT_CHECKED',
      'aws_api_gateway_deployment.this': 'NOT_CHECKED',
      'aws_api_gateway_stage.prod': 'NOT_CHECKED',
      'aws_cloudwatch_log_group.this': 'NOT_CHECKED',
    });
  });

  it('a companion that is not found is deleted, since the stage is found', async () => {
    expect(statuses(await world.check(state))).toMatchObject({
      'aws_api_gateway_base_path_mapping.this': 'DELETED',
      'aws_api_gateway_client_certificate.this': 'DELETED',
      'aws_api_gateway_deployment.this': 'IN_SYNC',
      'aws_cloudwatch_log_group.this': 'DELETED',
    });
  });
});

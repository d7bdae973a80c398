import { APIGatewayClient, GetStageCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { type LocalServices, startLocalServices } from '@stagedrift/local-aws';

const prod = { restApiId: 'a1b2c3d4e5', stageName: 'prod' };
let aws: LocalServices;
let client: APIGatewayClient;

beforeAll(async () => {
  aws = await startLocalServices();
  Object.assign(process.env, aws.environment);
  client = new APIGatewayClient({ maxAttempts: 1 });
});
afterAll(() => aws.stop());
beforeEach(() => {
  aws.apiGateway.reset();
  aws.apiGateway.seedRestApi({
    account: '123456789012',
    region: 'eu-west-1',
    restApiId: prod.restApiId,
    deploymentIds: ['d1e2f3'],
    stages: [{ stageName: 'prod', deploymentId: 'd1e2f3' }],
  });
});

it('switches tracing on', async () => {
  const patchOperations = [{ op: 'replace' as const, path: '/tracingEnabled', value: 'true' }];
  await client.send(new UpdateStageCommand({ ...prod, patchOperations }));

  expect(await client.send(new GetStageCommand(prod))).toMatchObject({ tracingEnabled: true });
});

it('is throttled once', async () => {
  aws.apiGateway.setFault({ operation: 'GetStage' }, { kind: 'throttled', times: 1 });

  await expect(client.send(new GetStageCommand(prod))).rejects.toThrow('Too Many Requests');
  expect(await client.send(new GetStageCommand(prod))).toMatchObject({ stageName: 'prod' });
  expect(aws.apiGateway.calls.map(({ operation }) => operation)).toEqual(['GetStage', 'GetStage']);
});

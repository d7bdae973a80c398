import { APIGatewayClient, CreateRestApiCommand, CreateStageCommand } from '@aws-sdk/client-api-gateway';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWorld, sampleEvent, type World } from '../../integration/world.ts';
import { startMotoServer } from '../../moto-server.ts';
import { instance, resource, stateText } from '../../unit/terraform/state-builder.ts';
import { startGate } from '../iam/gate.ts';
import { functionRole, memberRole, type Role } from '../iam/roles.ts';

const home = { account: '123456789012', region: 'eu-west-1' };
const member = { account: '444455556666', region: 'us-east-1' };
const names = { CROSS_ACCOUNT_ROLE_NAME: 'stagedrift-member', CROSS_ACCOUNT_EXTERNAL_ID: 'acme-stagedrift' };

// moto keeps accounts and regions apart, as AWS does.
describe('a stage of another account and region', () => {
  let url: string;
  let world: World;
  let own: Role;

  beforeAll(async () => {
    const moto = await startMotoServer();
    url = moto.url;
    const environment = {
      AWS_ENDPOINT_URL: url,
      AWS_REGION: home.region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    };
    world = await createWorld({ name: 'moto', environment, stop: moto.stop });
    own = functionRole({
      'AWS::Partition': 'aws',
      'AWS::Region': home.region,
      'AWS::AccountId': home.account,
      ReportTopic: world.environment.REPORT_TOPIC_ARN ?? '',
      'LedgerBucket.Arn': 'arn:aws:s3:::acme-ledger',
      'CheckQueue.Arn': `arn:aws:sqs:${home.region}:${home.account}:checks`,
    });
    await world.put('env:/prod/payments/terraform.tfstate', await makeStage());
  });

  afterAll(() => world.backend.stop());

  it('is checked with the role of that account', async () => {
    const { result, refused } = await run(names);

    expect(result).toMatchObject({ status: 'DRIFTED', resources: 1, modified: 1, notChecked: 0 });
    expect(result).toMatchObject({
      report: { resources: [{ id: { accountId: member.account, region: member.region }, status: 'MODIFIED' }] },
    });
    expect(refused).toEqual([]);
  });

  it('is NOT_CHECKED for anyone who does not know the external id', async () => {
    const { result, refused } = await run({ ...names, CROSS_ACCOUNT_EXTERNAL_ID: 'guessed' });

    expect(result).toMatchObject({ status: 'INCOMPLETE', notChecked: 1, modified: 0 });
    expect(JSON.stringify(result)).toContain(`STS for the role arn:aws:iam::${member.account}:role/stagedrift-member`);
    expect(refused).toEqual([]);
  });

  it('is NOT_CHECKED without a role to assume', async () => {
    const { result } = await run({ CROSS_ACCOUNT_ROLE_NAME: '' });

    expect(result).toMatchObject({ status: 'INCOMPLETE', notChecked: 1 });
  });

  /** @returns a state of a stage in the member account, which is live there with another description */
  async function makeStage(): Promise<string> {
    const sts = new STSClient({ region: home.region, endpoint: url, credentials: local });
    const RoleArn = `arn:aws:iam::${member.account}:role/admin`;
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test' }));
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    };
    const there = new APIGatewayClient({ region: member.region, endpoint: url, credentials });
    const { id: restApiId = '' } = await there.send(new CreateRestApiCommand({ name: 'payments' }));
    const deploymentId = 'dep001';
    await there.send(new CreateStageCommand({ restApiId, stageName: 'prod', deploymentId, description: 'by hand' }));
    const attributes = {
      arn: `arn:aws:apigateway:${member.region}::/restapis/${restApiId}/stages/prod`,
      execution_arn: `arn:aws:execute-api:${member.region}:${member.account}:${restApiId}/prod`,
      rest_api_id: restApiId,
      stage_name: 'prod',
      deployment_id: deploymentId,
      description: 'by Terraform',
    };
    return stateText({ resources: [resource({ instances: [instance({ attributes })] })] });
  }

  async function run(environment: Readonly<Record<string, string>>) {
    const role = memberRole(member.account, names.CROSS_ACCOUNT_ROLE_NAME, own, names.CROSS_ACCOUNT_EXTERNAL_ID);
    const gate = await startGate({ roles: [own, role], upstream: () => url });
    const invocation = await world
      .invoke(sampleEvent('manual-dry-run'), { ...environment, AWS_ENDPOINT_URL: gate.url, CLOUDTRAIL_LOOKUP: 'false' })
      .finally(() => gate.stop());
    return { result: invocation.result, refused: gate.verdicts.filter(({ statement }) => statement === null) };
  }
});

const local = { accessKeyId: 'local', secretAccessKey: 'local' };

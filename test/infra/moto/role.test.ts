import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { corpusState, createWorld, sampleEvent, type World } from '../../integration/world.ts';
import { startMotoServer } from '../../moto-server.ts';
import { type Gate, startGate } from '../iam/gate.ts';
import { functionRole, type Role, withoutStatement } from '../iam/roles.ts';

const ledger = 'acme-terraform-states';

// moto enforces IAM by action alone for most services, and knows API Gateway's permissions by other names than AWS: so
// IAM stands in front of it.
describe('the function under the packaged role, in an AWS that is not ours', () => {
  let world: World;
  let role: Role;

  beforeAll(async () => {
    const { url, stop } = await startMotoServer();
    const environment = {
      AWS_ENDPOINT_URL: url,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    };
    world = await createWorld({ name: 'moto', environment, stop });
    role = functionRole({
      'AWS::Partition': 'aws',
      'AWS::Region': 'eu-west-1',
      'AWS::AccountId': '123456789012',
      ReportTopic: world.environment.REPORT_TOPIC_ARN ?? '',
      'LedgerBucket.Arn': `arn:aws:s3:::${ledger}`,
      'CheckQueue.Arn': 'arn:aws:sqs:eu-west-1:123456789012:checks',
    });
    const ids = await world.deploy('env:/prod/shipping/terraform.tfstate', corpusState('mod-several'));
    const [restApiId = ''] = ids.values();
    await world.change(restApiId, 'dev', '/description', 'changed by hand');
  });

  afterAll(() => world.backend.stop());

  it('checks, publishes and remembers', async () => {
    const { invocation, refused } = await invoke(role);

    expect(invocation).toMatchObject({
      error: undefined,
      result: { status: 'DRIFTED', modified: 1, notChecked: 0, published: true },
    });
    expect(refused).toEqual([]);
    expect(await world.list('stagedrift/')).toContain('stagedrift/ledger.json');
  });

  it('says what it may not do', async () => {
    const { invocation, refused } = await invoke(withoutStatement(role, 'ReadStages'));

    expect(invocation.result).toMatchObject({ status: 'INCOMPLETE', inSync: 0 });
    expect(refused).toEqual(['apigateway:GET']);
  });

  async function invoke(under: Role) {
    const gate: Gate = await startGate({
      roles: [under],
      upstream: () => world.backend.environment.AWS_ENDPOINT_URL ?? '',
    });
    const invocation = await world
      .invoke(sampleEvent('schedule'), {
        AWS_ENDPOINT_URL: gate.url,
        LEDGER_URI: `s3://${ledger}/stagedrift`,
        CLOUDTRAIL_LOOKUP: 'false',
      })
      .finally(() => gate.stop());
    const refused = gate.verdicts.filter(({ statement }) => statement === null).map(({ asked }) => asked.action);
    return { invocation, refused: [...new Set(refused)] };
  }
});

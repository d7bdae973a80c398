import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  type CreateLogGroupCommandInput,
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type CompanionWorld,
  denied,
  differencesOf,
  ofType,
  resourceOf,
  restApiId,
  type StateResource,
  stageOf,
  startWorld,
  statuses,
} from './companion-world.ts';

const type = 'aws_cloudwatch_log_group';
const address = `${type}.this`;
const executionLog = `API-Gateway-Execution-Logs_${restApiId}/prod`;
const accessLog = '/apigw/orders';

let world: CompanionWorld;
let logs: CloudWatchLogsClient;

beforeAll(async () => {
  world = await startWorld();
  logs = new CloudWatchLogsClient();
});
afterAll(async () => {
  logs.destroy();
  await world.stop();
});
beforeEach(() => world.reset());

const arnOf = (name: string, region = 'eu-west-1') => `arn:aws:logs:${region}:123456789012:log-group:${name}`;

async function create(name: string, settings: Partial<CreateLogGroupCommandInput> = {}, retentionInDays?: number) {
  await logs.send(new CreateLogGroupCommand({ ...settings, logGroupName: name }));
  if (retentionInDays !== undefined) {
    await logs.send(new PutRetentionPolicyCommand({ logGroupName: name, retentionInDays }));
  }
}

function groupOf(logGroupName: string, attributes: object = {}, name?: string): StateResource {
  return resourceOf(type, { arn: arnOf(logGroupName), name: logGroupName, id: logGroupName, ...attributes }, name);
}

const writesAccessLog = (destination: string) =>
  stageOf('prod', { access_log_settings: [{ destination_arn: destination, format: '$context.requestId' }] });

describe('a log group that belongs to a stage', () => {
  it('as its execution log is reported with it', async () => {
    await create(executionLog);
    const report = await world.check([stageOf('prod'), groupOf(executionLog)]);

    expect(ofType(report, type)).toMatchObject([
      {
        address,
        status: 'IN_SYNC',
        id: { accountId: '123456789012', region: 'eu-west-1', restApiId, stageName: 'prod' },
      },
    ]);
  });

  it.each([
    [arnOf(accessLog), arnOf(accessLog)],
    [`${arnOf(accessLog)}:*`, arnOf(accessLog)],
    [arnOf(accessLog), `${arnOf(accessLog)}:*`],
  ])('as its access log is reported with it: %s and %s', async (destination, arn) => {
    await create(accessLog);
    const report = await world.check([writesAccessLog(destination), groupOf(accessLog, { arn })]);

    expect(ofType(report, type)).toMatchObject([{ status: 'IN_SYNC', id: { restApiId, stageName: 'prod' } }]);
  });

  it('and to another is reported with the first in order of address', async () => {
    await create(accessLog);
    const settings = { access_log_settings: [{ destination_arn: arnOf(accessLog), format: 'x' }] };
    const report = await world.check([stageOf('prod', settings), stageOf('dev', settings), groupOf(accessLog)]);

    expect(ofType(report, type).map(({ id }) => id.stageName)).toEqual(['dev']);
  });

  it('of another state is reported with it', async () => {
    await create(executionLog);
    const report = await world.check(
      new Map([
        ['s3://acme-tf/stages.tfstate', [stageOf('prod')]],
        ['s3://acme-tf/logs.tfstate', [groupOf(executionLog)]],
      ]),
    );

    expect(ofType(report, type)).toMatchObject([{ status: 'IN_SYNC', state: 's3://acme-tf/logs.tfstate' }]);
  });

  it('whose ARN the state does not tell is looked for where the stage is', async () => {
    await create(executionLog);
    const report = await world.check([stageOf('prod'), groupOf(executionLog, { arn: null })]);

    expect(statuses(report)[address]).toBe('IN_SYNC');
  });
});

describe('a log group that belongs to no stage of the states is not reported:', () => {
  it.each([
    ['of a function', '/aws/lambda/orders', {}],
    ['of a stage that no state has', `API-Gateway-Execution-Logs_${restApiId}/test`, {}],
    ['of another REST API', 'API-Gateway-Execution-Logs_zzzzzzzzzz/prod', {}],
    ['of a stage in another region', executionLog, { arn: arnOf(executionLog, 'us-east-1') }],
    [
      'of a stage in another account',
      executionLog,
      { arn: arnOf(executionLog).replace('123456789012', '999999999999') },
    ],
    ['without a name', executionLog, { name: null }],
  ])('%s', async (_, logGroupName, attributes) => {
    const report = await world.check([stageOf('prod'), groupOf(logGroupName, attributes)]);

    expect(statuses(report)).toEqual({ 'aws_api_gateway_stage.prod': 'IN_SYNC', [`${restApiId}/dev`]: 'UNMANAGED' });
    expect(world.logsCalls()).toEqual([]);
  });
});

describe('retention_in_days', () => {
  it.each([
    [0, undefined, []],
    [null, undefined, []],
    [7, 7, []],
    [7, undefined, [['retention_in_days', 7, 0]]],
    [0, 30, [['retention_in_days', 0, 30]]],
    [7, 30, [['retention_in_days', 7, 30]]],
  ])('that the state has as %j and the group as %j', async (expected, actual, differences) => {
    await create(executionLog, {}, actual);
    const report = await world.check([stageOf('prod'), groupOf(executionLog, { retention_in_days: expected })]);

    expect(differencesOf(report, type)).toEqual(differences);
  });

  it('that somebody takes away is seen', async () => {
    await create(executionLog, {}, 7);
    const state = [stageOf('prod'), groupOf(executionLog, { retention_in_days: 7 })];
    expect(statuses(await world.check(state))[address]).toBe('IN_SYNC');
    await logs.send(new DeleteRetentionPolicyCommand({ logGroupName: executionLog }));

    expect(statuses(await world.check(state))[address]).toBe('MODIFIED');
  });
});

const key = 'arn:aws:kms:eu-west-1:123456789012:key/1';

describe('kms_key_id, log_group_class and deletion_protection_enabled', () => {
  it.each([
    [{ kms_key_id: key }, { kmsKeyId: key }, []],
    [{ kms_key_id: '' }, {}, []],
    [{ kms_key_id: key }, {}, [['kms_key_id', key, null]]],
    [{ kms_key_id: null }, { kmsKeyId: key }, [['kms_key_id', null, key]]],
    [{}, { kmsKeyId: key }, []],
    [{ log_group_class: 'STANDARD' }, {}, []],
    [{ log_group_class: '' }, {}, []],
    [
      { log_group_class: 'STANDARD' },
      { logGroupClass: 'INFREQUENT_ACCESS' as const },
      [['log_group_class', 'STANDARD', 'INFREQUENT_ACCESS']],
    ],
    [{ log_group_class: 'INFREQUENT_ACCESS' }, {}, [['log_group_class', 'INFREQUENT_ACCESS', 'STANDARD']]],
    [{}, { logGroupClass: 'INFREQUENT_ACCESS' as const }, []],
    [{ deletion_protection_enabled: false }, {}, []],
    [{ deletion_protection_enabled: true }, { deletionProtectionEnabled: true }, []],
    [{ deletion_protection_enabled: true }, {}, [['deletion_protection_enabled', true, false]]],
    [{}, { deletionProtectionEnabled: true }, []],
  ])('that the state has as %j and the group as %j', async (attributes, settings, differences) => {
    await create(executionLog, settings);
    const report = await world.check([stageOf('prod'), groupOf(executionLog, attributes)]);

    expect(differencesOf(report, type)).toEqual(differences);
  });
});

describe('tags', () => {
  it.each([
    [{ tags_all: { Owner: 'a' } }, { Owner: 'a', 'aws:cloudformation:stack-name': 'x' }, []],
    [{ tags_all: null }, {}, []],
    [{ tags_all: {} }, { Owner: 'a' }, [['tags.Owner', null, 'a']]],
    [{ tags_all: { Owner: 'a' } }, {}, [['tags.Owner', 'a', null]]],
    [{ tags_all: { Owner: 'a' } }, { Owner: 'b' }, [['tags.Owner', 'a', 'b']]],
    [{ tags_all: { Owner: 'a', Team: 'x' }, tags: { Owner: 'a' } }, { Owner: 'a', Team: 'x' }, []],
    [{ tags: { Owner: 'a' } }, { Owner: 'b' }, [['tags.Owner', 'a', 'b']]],
  ])('that the state has as %j and the group as %j', async (attributes, tags, differences) => {
    await create(executionLog, { tags });
    const report = await world.check([stageOf('prod'), groupOf(executionLog, attributes)]);

    expect(differencesOf(report, type)).toEqual(differences);
    expect(world.logsCalls().filter((operation) => operation === 'ListTagsForResource')).toHaveLength(1);
  });

  it('that somebody sets and takes away are seen', async () => {
    await create(executionLog, { tags: { Owner: 'a' } });
    const resourceArn = arnOf(executionLog);
    await logs.send(new TagResourceCommand({ resourceArn, tags: { Team: 'x' } }));
    await logs.send(new UntagResourceCommand({ resourceArn, tagKeys: ['Owner'] }));
    const report = await world.check([stageOf('prod'), groupOf(executionLog, { tags_all: { Owner: 'a' } })]);

    expect(differencesOf(report, type)).toEqual([
      ['tags.Owner', 'a', null],
      ['tags.Team', null, 'x'],
    ]);
  });
});

describe('a log group that is gone', () => {
  it('is deleted, and its tags are not asked for', async () => {
    await create(executionLog);
    await logs.send(new DeleteLogGroupCommand({ logGroupName: executionLog }));
    await create(`${executionLog}-2`);
    const before = world.logsCalls().length;
    const report = await world.check([stageOf('prod'), groupOf(executionLog, { tags_all: {} })]);

    expect(ofType(report, type)).toMatchObject([
      { status: 'DELETED', reason: `CloudWatch Logs has no log group ${executionLog}` },
    ]);
    expect(world.logsCalls().slice(before)).toEqual(['DescribeLogGroups']);
  });
});

describe('a log group that cannot be read', () => {
  it.each(['DescribeLogGroups', 'ListTagsForResource'])('is not checked: %s', async (operation) => {
    await create(executionLog);
    world.aws.logs.setFault({ operation }, { ...denied, status: 400 });
    const report = await world.check([stageOf('prod'), groupOf(executionLog, { tags_all: {} })]);

    expect(statuses(report)).toMatchObject({ 'aws_api_gateway_stage.prod': 'IN_SYNC', [address]: 'NOT_CHECKED' });
    expect(ofType(report, type)[0]?.reason).toBe(
      'access denied by CloudWatch Logs: AccessDeniedException: not authorized',
    );
  });

  it('since the answer is none of CloudWatch Logs is not checked', async () => {
    const garbage = { kind: 'garbage', body: '{"logGroups":7}', contentType: 'application/x-amz-json-1.1' } as const;
    world.aws.logs.setFault({}, garbage);
    const report = await world.check([stageOf('prod'), groupOf(executionLog)]);

    expect(statuses(report)[address]).toBe('NOT_CHECKED');
  });
});

describe('calls to CloudWatch Logs', () => {
  const dev = `API-Gateway-Execution-Logs_${restApiId}/dev`;

  it('are one list for the execution logs of a REST API, and one for the tags of each', async () => {
    await create(executionLog);
    await create(dev);
    const before = world.logsCalls().length;
    const report = await world.check([
      stageOf('prod'),
      stageOf('dev'),
      groupOf(executionLog, { tags_all: {} }),
      groupOf(dev, { tags_all: {} }, 'dev'),
    ]);

    expect(statuses(report)).toMatchObject({ [address]: 'IN_SYNC', [`${type}.dev`]: 'IN_SYNC' });
    expect(world.logsCalls().slice(before)).toEqual([
      'DescribeLogGroups',
      'ListTagsForResource',
      'ListTagsForResource',
    ]);
    expect(report.summary.apiCalls).toBe(1);
  });

  it('turn pages until every group has been seen', async () => {
    const others = Array.from({ length: 60 }, (_, index) => `API-Gateway-Execution-Logs_${restApiId}/p${index}`);
    for (const name of [executionLog, dev, ...others]) await create(name);
    const before = world.logsCalls().length;
    const report = await world.check([stageOf('prod'), stageOf('dev'), groupOf(executionLog), groupOf(dev, {}, 'dev')]);

    expect(statuses(report)).toMatchObject({ [address]: 'IN_SYNC', [`${type}.dev`]: 'IN_SYNC' });
    expect(world.logsCalls().slice(before)).toEqual(['DescribeLogGroups', 'DescribeLogGroups']);
  });

  it('turn no page more than that', async () => {
    for (const name of [accessLog, ...Array.from({ length: 60 }, (_, index) => `${accessLog}-${index}`)]) {
      await create(name);
    }
    const before = world.logsCalls().length;
    await world.check([writesAccessLog(arnOf(accessLog)), groupOf(accessLog)]);

    expect(world.logsCalls().slice(before)).toEqual(['DescribeLogGroups']);
  });
});

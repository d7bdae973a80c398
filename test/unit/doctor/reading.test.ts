import { describe, expect, it } from '@jest/globals';
import { known, unknown } from '../../../lib/doctor/fact.ts';
import type { Permission } from '../../../lib/doctor/probes.ts';
import { account, examine, saidOf, stage, withSettings } from './well.ts';

const uri = 's3://acme-states/env:/prod/terraform.tfstate';
const read = async (check: string, probes: Parameters<typeof examine>[0]) => saidOf(await examine(probes), check);

describe('what the doctor says of states and stages', () => {
  it('counts the stages of each state', async () => {
    expect(await read('states', {})).toEqual([
      `OK s3://acme-states/env:/*/terraform.tfstate 1 state with 1 stage | 1 stage  ${uri}`,
      'OK s3://acme-states/network.tfstate 1 state with 1 stage | 1 stage  s3://acme-states/network.tfstate',
    ]);
  });

  it('has a problem with a state that the function cannot use either', async () => {
    const [said] = await read('states', {
      states: async () => [
        { kind: 'READ', uri, stages: [] },
        { kind: 'UNUSABLE', uri: 's3://acme-states/b', reason: 'it is empty' },
        { kind: 'UNREAD', uri: 's3://acme-states/c', reason: 'access denied' },
      ],
    });

    expect(said).toContain(
      'PROBLEM s3://acme-states/env:/*/terraform.tfstate 1 of 3 states cannot be used: s3://acme-states/b: it is empty →',
    );
    expect(said).toContain('| s3://acme-states/c: access denied');
  });

  it('cannot tell of a state that only whoever asks may not read', async () => {
    const states = async () => [{ kind: 'UNREAD', uri, reason: 'access denied: s3:GetObject is needed' } as const];

    expect((await read('states', { states }))[0]).toMatch(
      /^CANNOT_TELL .* 1 of 1 state could not be read: .*s3:GetObject/,
    );
    expect(await read('stages', { states })).toEqual(['CANNOT_TELL no state was read that would name one']);
    expect(await read('locks of states', { states })).toEqual([
      'CANNOT_TELL no state was read whose lock could be looked at',
    ]);
  });

  it('has a problem with states that have no stage at all', async () => {
    expect(await read('stages', { states: async () => [{ kind: 'READ', uri, stages: [] }] })).toEqual([
      'PROBLEM the states have no stage of API Gateway → see that STATE_SOURCES leads to the states that have them',
    ]);
  });

  it('names a bucket that is not there', async () => {
    expect((await read('listing', { listing: async () => known('NO_BUCKET') }))[0]).toContain(
      'PROBLEM s3://acme-states/env:/*/terraform.tfstate there is no bucket acme-states',
    );
  });

  it('says who holds a lock', async () => {
    const lock = async (state: string) =>
      known(
        state === uri
          ? { operation: 'OperationTypeApply', who: 'ann@host', since: '2026-03-01T02:10:00.000Z' }
          : { operation: '', who: '', since: null },
      );

    expect(await read('locks of states', { lock })).toEqual([
      `OK 2 held | held by ann@host since 2026-03-01 02:10 UTC for OperationTypeApply ${uri} | held by somebody s3://acme-states/network.tfstate`,
    ]);
  });

  it('tries one stage of each account and region', async () => {
    const asked: string[] = [];
    const probes = {
      states: async () => [{ kind: 'READ' as const, uri, stages: [stage(), stage(), stage({ region: 'us-east-1' })] }],
      stage: async ({ region }: { region: string }) => {
        asked.push(region);
        return known('GONE' as const);
      },
    };

    expect((await read('stages', probes)).map((line) => line.slice(0, 25))).toEqual([
      'OK 123456789012 eu-west-1',
      'OK 123456789012 us-east-1',
    ]);
    expect(asked.toSorted()).toEqual(['eu-west-1', 'us-east-1']);
  });

  it('knows without asking that another account takes a role', async () => {
    const states = async () => [{ kind: 'READ' as const, uri, stages: [stage({ accountId: '210987654321' })] }];

    expect(await read('stages', { states })).toEqual([
      `PROBLEM 210987654321 eu-west-1 it is account 210987654321, and the function runs in ${account} → set CROSS_ACCOUNT_ROLE_NAME to a role of account 210987654321 that the function may assume`,
    ]);
    const role = async () => known(withSettings({ CROSS_ACCOUNT_ROLE_NAME: 'reader' }));
    expect(await read('stages', { states, deployedFunction: role })).toEqual([
      'OK 210987654321 eu-west-1 they can be read, as a1b2c3/prod was',
    ]);
  });
});

describe('what the doctor asks IAM about the role', () => {
  async function asked(settings: Record<string, string>, states?: Parameters<typeof examine>[0]): Promise<string[]> {
    const wanted: Permission[] = [];
    await examine({
      deployedFunction: async () => known(withSettings(settings)),
      missingPermissions: async (_role, permissions) => {
        wanted.push(...permissions);
        return known([]);
      },
      ...states,
    });
    return wanted.map(({ action, resource, context }) =>
      [action, resource, ...[...context].map(([name, value]) => `${name}=${value}`)].join(' '),
    );
  }

  it('is what the function does by its settings, and nothing else', async () => {
    const settings = { STATE_SOURCES: 's3://acme-states/env:/*/terraform.tfstate' };

    expect(await asked(settings)).toEqual([
      's3:ListBucket arn:aws:s3:::acme-states s3:prefix=env:/',
      's3:GetObject arn:aws:s3:::acme-states/env:/prod/terraform.tfstate',
      's3:GetObject arn:aws:s3:::acme-states/env:/prod/terraform.tfstate.tflock',
      'apigateway:GET arn:aws:apigateway:eu-west-1::/restapis/a1b2c3/stages',
      'apigateway:GET arn:aws:apigateway:eu-west-1::/restapis/a1b2c3/stages/prod',
      'apigateway:GET arn:aws:apigateway:eu-west-1::/restapis/a1b2c3/deployments/a1b2c3',
      `sns:Publish arn:aws:sns:eu-west-1:${account}:reports`,
      `sqs:ReceiveMessage arn:aws:sqs:eu-west-1:${account}:checks`,
      `sqs:DeleteMessage arn:aws:sqs:eu-west-1:${account}:checks`,
      `sqs:GetQueueAttributes arn:aws:sqs:eu-west-1:${account}:checks`,
      `sqs:SendMessage arn:aws:sqs:eu-west-1:${account}:checks`,
      's3:ListBucket arn:aws:s3:::acme-drift',
      's3:GetObject arn:aws:s3:::acme-drift/edge/ledger.json',
      's3:PutObject arn:aws:s3:::acme-drift/edge/ledger.json',
      'cloudtrail:LookupEvents *',
    ]);
  });

  it('follows the settings', async () => {
    const settings = {
      STATE_SOURCES: 's3://acme-states/a.tfstate',
      CHECK_QUEUE_URL: '',
      LEDGER_URI: '',
      CLOUDTRAIL_LOOKUP: 'false',
      CHECK_COMPANIONS: 'false',
      RULES_URI: 's3://acme-rules/rules.yaml',
      HASH_KEY_ARN: `arn:aws:secretsmanager:eu-west-1:${account}:secret:key-x`,
      CHAT_TOPIC_ARN: `arn:aws:sns:eu-west-1:${account}:chat`,
      CROSS_ACCOUNT_ROLE_NAME: 'reader',
    };
    const states = async () => [{ kind: 'READ' as const, uri, stages: [stage({ accountId: '210987654321' })] }];

    expect(await asked(settings, { states })).toEqual([
      's3:ListBucket arn:aws:s3:::acme-states',
      's3:GetObject arn:aws:s3:::acme-states/env:/prod/terraform.tfstate',
      'sts:AssumeRole arn:aws:iam::210987654321:role/reader',
      `sns:Publish arn:aws:sns:eu-west-1:${account}:reports`,
      `sns:Publish arn:aws:sns:eu-west-1:${account}:chat`,
      `secretsmanager:GetSecretValue arn:aws:secretsmanager:eu-west-1:${account}:secret:key-x`,
      's3:GetObject arn:aws:s3:::acme-rules/rules.yaml',
    ]);
  });

  it('is about the partition that the function is in', async () => {
    const arn = 'arn:aws-cn:lambda:cn-north-1:123456789012:function:drift';
    const wanted = await asked({}, { deployedFunction: async () => known({ ...withSettings({}), arn }) });

    expect(wanted[0]).toBe('s3:ListBucket arn:aws-cn:s3:::acme-states s3:prefix=env:/');
  });

  it('is a problem where the role lacks some of it, and names all of that', async () => {
    const missingPermissions = async (_role: string, wanted: readonly Permission[]) => known(wanted.slice(0, 4));
    const [said] = saidOf(await examine({ missingPermissions }), 'role of the function');

    expect(said).toMatch(
      /^PROBLEM arn:aws:iam::123456789012:role\/drift may not do s3:ListBucket on arn:aws:s3:::acme-states, .* and 1 more → /,
    );
    expect(said?.match(/\| /g)).toHaveLength(4);
  });

  it('cannot be told where IAM may not be asked', async () => {
    const missingPermissions = async () =>
      unknown('denied', { kind: 'DENIED', action: 'iam:SimulatePrincipalPolicy' } as const);

    expect(saidOf(await examine({ missingPermissions }), 'role of the function')).toEqual([
      'CANNOT_TELL denied → have iam:SimulatePrincipalPolicy granted to whoever runs this',
    ]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { known } from '../../../lib/doctor/fact.ts';
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
  });

  it('has a problem with states that have no stage at all', async () => {
    expect(await read('stages', { states: async () => [{ kind: 'READ', uri, stages: [] }] })).toEqual([
      'PROBLEM the states have no stage of API Gateway → see that STATE_SOURCES leads to the states that have them',
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

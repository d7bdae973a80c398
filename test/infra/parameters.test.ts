import { describe, expect, it } from '@jest/globals';
import * as deployment from '../../infra/deployment.ts';
import { type Parameters, ParametersError, parameterNames } from '../../infra/parameters.ts';
import resolveParameters from '../../infra/resolve-parameters.ts';
import { loadStageSettings } from '../../lib/config/config.ts';
import { refusedParameters } from './refused-parameters.ts';
import { usualParameters } from './usual-parameters.ts';

const usual: Parameters = {
  ...usualParameters(),
  stateSources: 's3://acme-terraform-states/env:/*/**/terraform.tfstate',
};

const deploymentOf = (parameters: Parameters) => deployment.deploymentOf(parameters, 'prod');

describe('a deployment is refused with a sentence', () => {
  it.each(refusedParameters)('for $title', ({ parameters, sentence }) => {
    expect(() => deploymentOf({ ...usual, ...parameters })).toThrow(sentence);
  });

  it('that has every problem', () => {
    const parameters = { ...usual, stateSources: '', email: 'nobody', schedule: 'daily' };

    expect(() => deploymentOf(parameters)).toThrow(
      new ParametersError([
        'stateSources is missing',
        'schedule: "daily" is neither like rate(15 minutes) or rate(1 hour) nor a cron expression',
        'email: "nobody" is not an email address',
      ]),
    );
  });

  it('for a stage that is too long for the names', () => {
    expect(() => deployment.deploymentOf(usual, 's'.repeat(33))).not.toThrow();
    expect(() => deployment.deploymentOf(usual, 's'.repeat(34))).toThrow(
      '--stage: names in AWS fit 33 characters of it, and it has 34',
    );
  });

  it('that the packaging tool shows without a stack', async () => {
    const refusal = await resolveParameters({ resolveVariable: async () => '' }).catch((error: unknown) => error);

    expect(refusal).toBeInstanceOf(ParametersError);
    expect(refusal).toHaveProperty('stack', expect.stringMatching(/^The parameters cannot be used: [^\n]+\.$/));
  });
});

describe('a deployment is accepted', () => {
  it('with nothing said but where the states are', () => {
    expect(deploymentOf(usual)).toEqual({
      stateBuckets: ['acme-terraform-states'],
      stateBucketArns: [arn('acme-terraform-states')],
      stateObjectArns: [arn('acme-terraform-states/env:/*')],
      statePrefixes: ['env:/'],
      lockKeys: ['acme-terraform-states/env:/*'],
      lockTableArn: arnOf(`dynamodb:\${AWS::Region}:\${AWS::AccountId}:table/`),
      rulesObject: '',
      hashKeyAction: 'secretsmanager:GetSecretValue',
      memberRoleArns: [],
      alarmEmail: '',
      heartbeat: { period: 3600, evaluationPeriods: 2 },
      requestShares: { schedule: '3', events: '1' },
    });
  });

  it('with numbers for texts', async () => {
    const given = new Map<string, unknown>(
      Object.entries({ ...usual, email: 'a@example.com', changeDelaySeconds: 60 }),
    );
    const resolveVariable = async (name: string) =>
      name === 'sls:stage' ? 'prod' : given.get(name.replace('param:', ''));

    expect(await resolveParameters({ resolveVariable })).toMatchObject({ alarmEmail: 'a@example.com' });
  });
});

describe('the role reaches', () => {
  it('a state that is named, and its lock, and no other', () => {
    const { stateObjectArns, statePrefixes } = deploymentOf({
      ...usual,
      stateSources: 's3://acme/prod/terraform.tfstate',
    });

    expect(stateObjectArns).toEqual([arn('acme/prod/terraform.tfstate'), arn('acme/prod/terraform.tfstate.tflock')]);
    expect(statePrefixes).toEqual(['prod/terraform.tfstate']);
  });

  it('what is below the start of a glob', () => {
    const { stateObjectArns, statePrefixes } = deploymentOf({
      ...usual,
      stateSources: 's3://acme/*/x,s3://acme/c/?,s3://acme/d\\*/e',
    });

    expect(stateObjectArns).toEqual([arn('acme/*'), arn('acme/c/*'), arn('acme/d*')]);
    expect(statePrefixes).toEqual(['', 'c/', 'd']);
  });

  it('each bucket once', () => {
    const { stateBuckets } = deploymentOf({ ...usual, stateSources: 's3://acme/a,s3://other/b,s3://acme/c' });

    expect(stateBuckets).toEqual(['acme', 'other']);
  });

  it.each([
    ['acme-locks', arnOf(`dynamodb:\${AWS::Region}:\${AWS::AccountId}:table/acme-locks`)],
    [
      'arn:aws:dynamodb:us-east-1:444455556666:table/acme-locks',
      { 'Fn::Sub': 'arn:aws:dynamodb:us-east-1:444455556666:table/acme-locks' },
    ],
  ])('with a table of locks, by its name or its ARN: %s', (lockTable, expected) => {
    expect(deploymentOf({ ...usual, lockTable }).lockTableArn).toEqual(expected);
  });

  it('with the locks of the states, and no others', () => {
    const stateSources = 's3://acme/a/*/state,s3://acme/b/state';

    expect(deploymentOf({ ...usual, stateSources }).lockKeys).toEqual(['acme/a/*', 'acme/b/state']);
  });

  it('the rules where they are in S3', () => {
    expect(deploymentOf({ ...usual, rulesUri: 's3://acme-rules/a/rules.yaml' }).rulesObject).toBe(
      'acme-rules/a/rules.yaml',
    );
    expect(deploymentOf({ ...usual, rulesUri: 'rules.yaml' }).rulesObject).toBe('');
  });

  it('the hash key where it is kept', () => {
    const secret = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:hash-AbCdEf';
    const parameter = 'arn:aws:ssm:eu-west-1:111122223333:parameter/hash';

    expect(deploymentOf({ ...usual, hashKeyArn: secret }).hashKeyAction).toBe('secretsmanager:GetSecretValue');
    expect(deploymentOf({ ...usual, hashKeyArn: parameter }).hashKeyAction).toBe('ssm:GetParameter');
  });

  it('its role in each member account', () => {
    const parameters = { ...usual, memberAccounts: '111122223333, 444455556666', crossAccountRoleName: 'reader' };

    expect(deploymentOf(parameters).memberRoleArns).toEqual([
      arnOf('iam::111122223333:role/reader'),
      arnOf('iam::444455556666:role/reader'),
    ]);
  });
});

describe('requests to API Gateway', () => {
  it.each([
    ['1', '0.6', '0.2'],
    ['2', '1.2', '0.4'],
    ['4', '2.4', '0.8'],
    ['9', '5.4', '1.8'],
    ['10', '6', '2'],
  ])('of %s a second are %s for the schedule and %s for a check of events', (total, schedule, events) => {
    expect(deploymentOf({ ...usual, apiRequestsPerSecond: total }).requestShares).toEqual({ schedule, events });
  });

  it.each(Array.from({ length: 10 }, (_, index) => index + 1))(
    'of %d a second are no more together, as the functions read their shares',
    (total) => {
      const { requestShares } = deploymentOf({ ...usual, apiRequestsPerSecond: String(total) });
      const [schedule, events] = [requestShares.schedule, requestShares.events].map(
        (share) => loadStageSettings({ API_REQUESTS_PER_SECOND: share }).stageAccess.requestsPerSecond,
      );

      expect(Number(schedule) + 2 * Number(events)).toBeCloseTo(total, 10);
    },
  );
});

describe('alarms', () => {
  it('go to the readers of the reports where nobody else is named', () => {
    expect(deploymentOf({ ...usual, email: 'a@example.com' }).alarmEmail).toBe('a@example.com');
    expect(deploymentOf({ ...usual, email: 'a@example.com', alarmEmail: 'b@example.com' }).alarmEmail).toBe(
      'b@example.com',
    );
  });

  it.each([
    ['rate(1 minute)', '', 60, 2],
    ['rate(15 minutes)', '', 900, 2],
    ['rate(1 day)', '', 86_400, 2],
    ['rate(36 hours)', '', 86_400, 3],
    ['rate(84 hours)', '', 86_400, 7],
    ['cron(0 6 * * ? *)', '1440', 86_400, 2],
    ['rate(5 minutes)', '60', 3600, 2],
  ])('miss checks for two intervals of %s, apart %s', (schedule, checkIntervalMinutes, period, evaluationPeriods) => {
    expect(deploymentOf({ ...usual, schedule, checkIntervalMinutes }).heartbeat).toEqual({ period, evaluationPeriods });
  });
});

it('serverless.yml has each parameter with what it usually is', () => {
  expect(Object.keys(usualParameters()).toSorted()).toEqual([...parameterNames].toSorted());
});

function arn(path: string) {
  return arnOf(`s3:::${path}`);
}

function arnOf(rest: string) {
  return { 'Fn::Sub': `arn:\${AWS::Partition}:${rest}` };
}

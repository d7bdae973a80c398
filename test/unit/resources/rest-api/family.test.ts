import { describe, expect, it } from '@jest/globals';
import { type StatedStageId, unknownStageId } from '../../../../lib/model/stage-id.ts';
import { missingPart, restApi, stageArn, statedStageId } from '../../../../lib/resources/rest-api/family.ts';

const attributes = {
  arn: 'arn:aws:apigateway:eu-west-1::/restapis/nz6fqhy5dm/stages/prod',
  execution_arn: 'arn:aws:execute-api:eu-west-1:123456789012:nz6fqhy5dm/prod',
  rest_api_id: 'nz6fqhy5dm',
  stage_name: 'prod',
};

const id = {
  family: 'REST' as const,
  accountId: '123456789012',
  region: 'eu-west-1',
  apiId: 'nz6fqhy5dm',
  stageName: 'prod',
};

function stated(given: Readonly<Record<string, unknown>> = {}): StatedStageId {
  return statedStageId(new Map<string, unknown>(Object.entries({ ...attributes, ...given })));
}

describe('statedStageId', () => {
  it('takes the account from execution_arn, and the region from arn where the provider is older than 6', () => {
    expect(stated()).toEqual(id);
  });

  it('takes the region from the attribute of that name before any ARN', () => {
    expect(stated({ region: 'us-east-1' })).toEqual({ ...id, region: 'us-east-1' });
  });

  it.each([undefined, null, ''])('takes the region from arn where region is %j', (region) => {
    expect(stated({ region })).toEqual(id);
  });

  it.each([undefined, null, '', 'nonsense', 1, 'arn:aws:apigateway:::/restapis/nz6fqhy5dm/stages/prod'])(
    'takes the region from execution_arn where arn is %j',
    (arn) => {
      expect(stated({ arn })).toEqual(id);
    },
  );

  it.each([
    'eu-west-1',
    'us-gov-west-1',
    'cn-north-1',
    'us-iso-east-1',
    'us-isob-east-1',
    'eu-isoe-west-1',
    'mx-central-1',
    'eu-west-10',
    'eusc-de-east-1',
  ])('knows %s as a region', (region) => {
    expect(stated({ region })).toMatchObject({ region });
  });

  it.each([
    'EU-WEST-1',
    'eu-west',
    'eu west 1',
    'eu-west-1.example.org',
    'eu-west-1/',
    '-west-1',
    '../eu-west-1',
    'eu-west-1\n',
    1,
    {},
  ])('does not take %j for a region', (region) => {
    expect(stated({ region })).toEqual({ ...id, region: null });
  });

  it.each([
    undefined,
    null,
    '',
    'nonsense',
    1,
    ['arn:aws:execute-api:eu-west-1:123456789012:a/b'],
    'arn:aws:execute-api:eu-west-1::nz6fqhy5dm/prod',
    'arn:aws:execute-api:eu-west-1:12345:nz6fqhy5dm/prod',
    'arn:aws:execute-api:eu-west-1:x123456789012:nz6fqhy5dm/prod',
    'arn:aws:execute-api:eu-west-1:1234567890123:nz6fqhy5dm/prod',
    'arn:aws:execute-api:eu-west-1:12345678901a:nz6fqhy5dm/prod',
  ])('knows no account where execution_arn is %j', (execution_arn) => {
    expect(stated({ execution_arn })).toEqual({ ...id, accountId: null });
  });

  it.each([undefined, null, '', 1, {}, 'a/b', '..', 'a b', 'a?b', 'a%2fb', 'ü', 'a\n', 'a'.repeat(129)])(
    'takes %j neither for a REST API nor for the name of a stage',
    (name) => {
      expect(stated({ rest_api_id: name })).toEqual({ ...id, apiId: null });
      expect(stated({ stage_name: name })).toEqual({ ...id, stageName: null });
    },
  );

  it.each(['a', 'Prod_1-b', '-', 'a'.repeat(128)])('takes %s for the name of a stage', (stage_name) => {
    expect(stated({ stage_name })).toEqual({ ...id, stageName: stage_name });
  });

  it('knows nothing of an instance without attributes', () => {
    expect(statedStageId(new Map())).toEqual(unknownStageId);
  });
});

describe('missingPart', () => {
  it.each([
    ['apiId', 'the state has no valid rest_api_id for it'],
    ['stageName', 'the state has no valid stage_name for it'],
    [
      'accountId',
      'the state does not name its account: execution_arn names none. A provider with skip_requesting_account_id never writes it: take that setting out, and apply',
    ],
    [
      'region',
      'the state does not name its region: region and arn are missing or malformed; "terraform apply -refresh-only" writes them again',
    ],
  ])('says what to do about an unknown %s', (part, sentence) => {
    expect(missingPart({ ...id, [part]: null })).toBe(sentence);
  });

  it('is none where every part is known', () => {
    expect(missingPart(id)).toBeNull();
  });
});

describe('an ARN', () => {
  it('of a stage is read as it is written', () => {
    const id = { apiId: 'nz6fqhy5dm', stageName: 'prod' };

    expect(restApi.parseStageArn(stageArn({ region: 'cn-north-1', id }))).toEqual({
      family: 'REST',
      region: 'cn-north-1',
      ...id,
    });
  });

  it.each([
    'arn:aws:apigateway:eu-west-1::/restapis/nz6fqhy5dm',
    'arn:aws:apigateway:eu-west-1::/apis/nz6fqhy5dm/stages/prod',
    'arn:aws:elasticloadbalancing:eu-west-1:123456789012:/restapis/a/stages/b',
    'nz6fqhy5dm/prod',
    null,
  ])('%s is none of a stage', (value) => {
    expect(restApi.parseStageArn(value)).toBeNull();
  });
});

import { describe, expect, it } from '@jest/globals';
import { parseArn, parseStageArn, roleArn, stageArn } from '../../../lib/model/arn.ts';

describe('an ARN', () => {
  it('of a region that nobody knows yet is in the partition of most regions', () => {
    expect(roleArn('123456789012', 'xx-nowhere-1', 'read')).toBe('arn:aws:iam::123456789012:role/read');
  });

  it('of a stage is read as it is written', () => {
    const id = { restApiId: 'nz6fqhy5dm', stageName: 'prod' };

    expect(parseStageArn(stageArn({ accountId: '123456789012', region: 'cn-north-1', id }))).toEqual({
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
    expect(parseStageArn(value)).toBeNull();
  });

  it.each(['', 'arn:aws:s3', 'a:b:c:d:e:f', 12, undefined])('is not %j', (value) => {
    expect(parseArn(value)).toBeNull();
  });
});

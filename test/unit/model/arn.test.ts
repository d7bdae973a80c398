import { describe, expect, it } from '@jest/globals';
import { parseArn, roleArn } from '../../../lib/model/arn.ts';

describe('an ARN', () => {
  it('of a region that nobody knows yet is in the partition of most regions', () => {
    expect(roleArn('123456789012', 'xx-nowhere-1', 'read')).toBe('arn:aws:iam::123456789012:role/read');
  });

  it.each(['', 'arn:aws:s3', 'a:b:c:d:e:f', 12, undefined])('is not %j', (value) => {
    expect(parseArn(value)).toBeNull();
  });
});

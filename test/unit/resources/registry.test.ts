import { describe, expect, it } from '@jest/globals';
import { checkedTypes, typesToRead } from '../../../lib/resources/registry.ts';

describe('the resource types', () => {
  it('are each found under their own name', () => {
    expect([...checkedTypes.keys()]).toEqual([...checkedTypes.values()].map(({ type }) => type));
    expect(checkedTypes.size).toBeGreaterThan(0);
  });

  it.each(['aws_api_gateway_stage', 'aws_api_gateway_method_settings', 'aws_wafv2_web_acl_association'])(
    'have %s, which is read and checked',
    (type) => {
      expect(checkedTypes.has(type)).toBe(true);
      expect(typesToRead.has(type)).toBe(true);
    },
  );

  it('do not have REST APIs, which are read for the account and region of stages', () => {
    expect(checkedTypes.has('aws_api_gateway_rest_api')).toBe(false);
    expect(typesToRead.has('aws_api_gateway_rest_api')).toBe(true);
  });

  it('are all read from states', () => {
    expect([...checkedTypes.keys()].filter((type) => !typesToRead.has(type))).toEqual([]);
  });

  it.each(['aws_lambda_function', 'aws_apigatewayv2_stage', 'constructor', ''])(
    'do not have %j, so nothing of it is read or checked',
    (type) => {
      expect(checkedTypes.has(type)).toBe(false);
      expect(typesToRead.has(type)).toBe(false);
    },
  );
});

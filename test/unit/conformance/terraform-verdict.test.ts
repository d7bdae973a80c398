import { describe, expect, it } from '@jest/globals';
import { terraformVerdicts } from '../../conformance/terraform-verdict.ts';
import { disagreements, type Verdict } from '../../conformance/verdict.ts';

const address = 'aws_api_gateway_stage.this';

function verdictOn(before: object, after: object | null, actions = ['update']) {
  const drift = { address, mode: 'managed', type: 'aws_api_gateway_stage', change: { actions, before, after } };
  return terraformVerdicts({ resource_drift: [drift] }, [address]).get(address);
}

describe('the verdict read out of a plan of Terraform', () => {
  it('is in sync for what the plan does not mention', () => {
    expect(terraformVerdicts({}, [address]).get(address)).toEqual([]);
  });

  it('is deleted where nothing is left after the refresh', () => {
    expect(verdictOn({ description: 'a' }, null, ['delete'])).toBe('DELETED');
  });

  it.each([
    ['nothing and an empty map', { variables: null }, { variables: {} }],
    ['nothing and an empty text', { description: null }, { description: '' }],
    ['nothing and an empty list', { canary_settings: null }, { canary_settings: [] }],
    [
      'a log group with and without :*',
      { access_log_settings: [{ destination_arn: 'arn:aws:logs:a:1:log-group:x:*', format: 'f' }] },
      { access_log_settings: [{ destination_arn: 'arn:aws:logs:a:1:log-group:x', format: 'f' }] },
    ],
    ['what only says which stage it is', { invoke_url: 'a', arn: 'b' }, { invoke_url: 'c', arn: 'd' }],
  ])('takes %s for spelling', (_title, before, after) => {
    expect(verdictOn(before, after)).toEqual([]);
  });

  it.each([
    ['a variable with an empty value', { variables: {} }, { variables: { a: '' } }, ['variables']],
    [
      'a block of empty values',
      { access_log_settings: [] },
      { access_log_settings: [{ format: '' }] },
      ['access_log_settings'],
    ],
    ['blanks and case', { description: 'a' }, { description: 'A ' }, ['description']],
    ['a tag, reported once', { tags: {}, tags_all: {} }, { tags: { a: '1' }, tags_all: { a: '1' } }, ['tags']],
  ])('takes %s for a change', (_title, before, after, changed) => {
    expect(verdictOn(before, after)).toEqual(changed);
  });

  it('refuses a plan that ended in an error', () => {
    expect(() => terraformVerdicts({ errored: true }, [])).toThrow();
  });
});

describe('two sides', () => {
  it.each<[string, [string, Verdict], [string, Verdict]]>([
    ['one finds what the other does not', [address, ['description']], [address, []]],
    ['one calls deleted what the other calls changed', [address, 'DELETED'], [address, ['description']]],
    ['one says nothing', [address, []], ['another', []]],
  ])('disagree where %s', (_title, one, other) => {
    expect(disagreements([address], new Map([one]), new Map([other]))).toContain(address);
  });

  it('agree on the same attributes in any order', () => {
    expect(disagreements([address], new Map([[address, ['a', 'b']]]), new Map([[address, ['b', 'a']]]))).toEqual([]);
  });
});

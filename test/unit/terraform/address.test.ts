import { describe, expect, it } from '@jest/globals';
import { type InstanceKey, parseAddress, resourceAddress } from '../../../lib/terraform/address.ts';
import { parseStateFile } from '../../parse-state-file.ts';
import { fixture } from './state-builder.ts';

const type = 'aws_api_gateway_stage';

describe('resourceAddress', () => {
  it.each<[string, string, InstanceKey, string]>([
    ['a resource of the root module', '', undefined, 'aws_api_gateway_stage.this'],
    ['the first of a count', '', 0, 'aws_api_gateway_stage.this[0]'],
    ['a two-digit count', '', 10, 'aws_api_gateway_stage.this[10]'],
    ['a key of for_each', '', 'eu', 'aws_api_gateway_stage.this["eu"]'],
    ['a key that looks like a number', '', '0', 'aws_api_gateway_stage.this["0"]'],
    ['the empty key', '', '', 'aws_api_gateway_stage.this[""]'],
    ['a module', 'module.api', undefined, 'module.api.aws_api_gateway_stage.this'],
    ['a key in a module', 'module.api', 'eu', 'module.api.aws_api_gateway_stage.this["eu"]'],
    [
      'modules in modules, which the state has spelt already',
      'module.api["a\\"b"].module.stage[0]',
      1,
      'module.api["a\\"b"].module.stage[0].aws_api_gateway_stage.this[1]',
    ],
  ])('spells %s', (_, module, key, address) => {
    expect(resourceAddress(module, type, 'this', key)).toBe(address);
  });

  it.each<[string, string, string]>([
    ['a quote', 'a"b', 'a\\"b'],
    ['a backslash', 'a\\b', 'a\\\\b'],
    ['a line feed', 'a\nb', 'a\\nb'],
    ['a carriage return', 'a\rb', 'a\\rb'],
    ['a tab', 'a\tb', 'a\\tb'],
    ['a bell', '\u0007', '\\u0007'],
    ['a null character', '\u0000', '\\u0000'],
    ['a no-break blank', '\u00a0', '\\u00a0'],
    ['a zero-width blank', '\u200b', '\\u200b'],
    ['a right-to-left override', '\u202e', '\\u202e'],
    ['a character for private use', '\ue000', '\\ue000'],
    ['an invisible character beyond the 16-bit range', '\u{e0001}', '\\U000e0001'],
    ['the last code point', '\u{10ffff}', '\\U0010ffff'],
    ['the joiner inside a composed emoji', '👨\u200d👩', '👨\\u200d👩'],
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: these are templates of Terraform
    ['the start of an interpolation', '${a}', '$${a}'],
    ['the start of a directive', '%{a}', '%%{a}'],
    ['a doubled interpolation', '$${a}', '$$${a}'],
    ['a dollar before a directive', '$%{', '$%%{'],
    ['several interpolations', '${a}${b}', '$${a}$${b}'],
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: these are templates of Terraform
  ])('escapes %s as Terraform does', (_, key, escaped) => {
    expect(resourceAddress('', type, 'this', key)).toBe(`aws_api_gateway_stage.this["${escaped}"]`);
  });

  it.each([
    'a.b',
    'a/b',
    'a b',
    ' ',
    'Zürich',
    '東京',
    'да',
    '😀',
    '𝐀',
    '$',
    '%',
    '$$',
    '$ {',
    'a$',
    '{',
    "it's",
    '[0]',
  ])('leaves the key %j as it is', (key) => {
    expect(resourceAddress('', type, 'this', key)).toBe(`aws_api_gateway_stage.this["${key}"]`);
  });
});

describe('addresses of a real state', () => {
  // Terraform 1.11.4 wrote the state; the addresses are what its `state list` printed for it.
  const printed: string[] = JSON.parse(fixture('addresses/addresses.json'));
  const { instances } = parseStateFile(fixture('addresses/state.json'), new Set(['terraform_data']));
  const computed = instances.map(({ address }) => address);

  it('are all computed, and no more', () => {
    expect(computed).toHaveLength(83);
    expect(new Set(computed).size).toBe(printed.length);
  });

  it.each(printed)('include %s, as Terraform prints it', (address) => {
    expect(computed).toContain(address);
  });
});

describe('an address taken apart', () => {
  it.each([
    ['aws_a_stage.this', 'aws_a_stage.this', 'aws_a_stage.this', false],
    ['aws_a_stage.this[0]', 'aws_a_stage.this', 'aws_a_stage.this[0]', true],
    ['aws_a_stage.this["a.b\\"]["]', 'aws_a_stage.this', 'aws_a_stage.this["a.b\\"]["]', true],
    ['module.api.aws_a_stage.this', 'aws_a_stage.this', 'aws_a_stage.this', false],
    ['module.api["aws_a_stage.x"].module.in.aws_a_stage.this', 'aws_a_stage.this', 'aws_a_stage.this', true],
    ['module.api[1].aws_a_stage.übersicht-1', 'aws_a_stage.übersicht-1', 'aws_a_stage.übersicht-1', true],
  ])('%s', (address, resource, inModule, hasKey) => {
    expect(parseAddress(address)).toEqual({ resource, inModule, hasKey });
  });

  it.each([
    '',
    'a1b2c3/prod',
    'aws_a_stage',
    'aws_a_stage.this[x]',
    'aws_a_stage.this" {',
    'aws_a_stage.a\nb',
    'aws_a_stage.this["a\nb"]',
    'module.api',
  ])('%j is nothing that Terraform would take for one', (address) => {
    expect(parseAddress(address)).toBeNull();
  });

  it('is what every instance of a state has', () => {
    for (const [module, key] of [
      ['', undefined],
      ['module.a["b\\n"]', `it's "x" $${'{y}'}`],
      ['module.a.module.b[0]', 3],
    ] as const) {
      expect(parseAddress(resourceAddress(module, type, 'this', key))).toMatchObject({ resource: `${type}.this` });
    }
  });
});

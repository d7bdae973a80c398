import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { expandFlatmap } from '../../../lib/terraform/flatmap.ts';

function expand(flat: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(expandFlatmap(new Map(Object.entries(flat))));
}

describe('expandFlatmap', () => {
  it('keeps a text as it is', () => {
    expect(expand({ id: 'ags-nz6fqhy5dm-prod', description: '', cache_cluster_enabled: 'false' })).toEqual({
      id: 'ags-nz6fqhy5dm-prod',
      description: '',
      cache_cluster_enabled: 'false',
    });
  });

  it('makes nothing of nothing', () => {
    expect(expand({})).toEqual({});
  });

  it('makes a map of what is counted with a percent sign', () => {
    expect(expand({ 'variables.%': '2', 'variables.LOG_LEVEL': 'info', 'variables.url': 'a.b' })).toEqual({
      variables: { LOG_LEVEL: 'info', url: 'a.b' },
    });
  });

  it('makes a list of what is counted with a number sign', () => {
    expect(expand({ 'names.#': '2', 'names.0': 'a', 'names.1': 'b' })).toEqual({ names: ['a', 'b'] });
  });

  it('makes an empty map and an empty list of a count of 0', () => {
    expect(expand({ 'variables.%': '0', 'access_log_settings.#': '0' })).toEqual({
      variables: {},
      access_log_settings: [],
    });
  });

  it('makes a list of blocks, with the maps that are inside', () => {
    expect(
      expand({
        'canary_settings.#': '1',
        'canary_settings.0.percent_traffic': '12.5',
        'canary_settings.0.stage_variable_overrides.%': '1',
        'canary_settings.0.stage_variable_overrides.LOG_LEVEL': 'debug',
        'canary_settings.0.use_stage_cache': 'false',
      }),
    ).toEqual({
      canary_settings: [
        { percent_traffic: '12.5', stage_variable_overrides: { LOG_LEVEL: 'debug' }, use_stage_cache: 'false' },
      ],
    });
  });

  it('keeps a list inside a block', () => {
    expect(expand({ 'a.#': '1', 'a.0.b.#': '2', 'a.0.b.0': 'x', 'a.0.b.1': 'y' })).toEqual({ a: [{ b: ['x', 'y'] }] });
  });

  it('puts elements in the order of their numbers, though a state has 10 before 2', () => {
    const names = Array.from({ length: 12 }, (_, index) => [`names.${index}`, `name ${index}`]);
    const sorted = [['names.#', '12'], ...names].sort(([a = ''], [b = '']) => (a < b ? -1 : 1));

    expect(expand(Object.fromEntries(sorted))).toEqual({ names: names.map(([, name]) => name) });
  });

  it('finds a count wherever it stands among the entries', () => {
    expect(expand({ 'variables.a.b': '1', 'names.0': 'a', 'variables.%': '1', 'names.#': '1' })).toEqual({
      variables: { 'a.b': '1' },
      names: ['a'],
    });
  });

  it.each(['a.b', 'a.0', '0', '', '.', 'a..b', '.%a', 'a.%', 'a.#', 'b.#.c', '#', 'cost:centre/eu', 'ü'])(
    'keeps %j as one key of a map',
    (key) => {
      expect(expand({ 'tags.%': '1', [`tags.${key}`]: 'x' })).toEqual({ tags: { [key]: 'x' } });
    },
  );

  it.each(['__proto__', 'constructor', 'toString', '__proto__.polluted', 'constructor.prototype.polluted'])(
    'takes %s as a key like any other',
    (key) => {
      const expanded = expandFlatmap(
        new Map([
          ['variables.%', '1'],
          [`variables.${key}`, 'x'],
          [key, 'y'],
        ]),
      );

      expect(Object.entries(Object(expanded.get('variables')))).toEqual([[key, 'x']]);
      expect(expanded.has(key.split('.')[0] ?? '')).toBe(true);
      expect({}).not.toHaveProperty('polluted');
    },
  );

  it('takes a path with more dots than any block has levels as a key, rather than nesting without end', () => {
    const path = Array.from({ length: 100_000 }, () => 'a').join('.');

    const expanded = expandFlatmap(new Map([[path, 'x']]));

    expect([...expanded.keys()]).toEqual(['a']);
    expect(JSON.stringify(expanded.get('a'))).toContain('.a.a":"x"');
  });

  it('gives back every map and list of texts that was flattened', () => {
    const name = fc.stringMatching(/^[a-z][a-z_]{0,8}$/);
    // A key that is just `%` cannot be distinguished from the count of the map, in Terraform neither.
    const key = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('.', '%', '#', '0', 'a', '_') }), awkwardKeys);
    const map = fc.dictionary(
      key.filter((text) => text !== '%'),
      fc.string(),
      { noNullPrototype: true },
    );
    const attribute = fc.oneof(fc.string(), map, fc.array(fc.string(), { maxLength: 12 }), fc.array(map));

    fc.assert(
      fc.property(fc.dictionary(name, attribute, { noNullPrototype: true }), (attributes) => {
        expect(expandFlatmap(flatten(attributes))).toEqual(new Map(Object.entries(attributes)));
      }),
    );
  });
});

const awkwardKeys = fc.constantFrom('__proto__', 'constructor', 'toString', 'a.b', '0', '', '.', 'a.%', 'a.#', '#');

/** How Terraform 0.11 wrote attributes: entries sorted by name, maps and lists counted. */
function flatten(attributes: Readonly<Record<string, unknown>>): Map<string, string> {
  const entries = Object.entries(attributes).flatMap(([name, value]) => flattenValue(name, value));
  return new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function flattenValue(path: string, value: unknown): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  const children = Object.entries(Object(value));
  const count = Array.isArray(value) ? '#' : '%';
  return [
    [`${path}.${count}`, String(children.length)],
    ...children.flatMap(([key, child]) => flattenValue(`${path}.${key}`, child)),
  ];
}

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compare, type Leaf, type Path, type Value } from '../../../lib/model/comparison.ts';

const map = (entries: Record<string, Value>): Value => new Map(Object.entries(entries));
const list = (...blocks: Value[]): Value => new Map(blocks.entries());

describe('a leaf', () => {
  it.each<[string, Leaf | null]>([
    ['a text', 'v1'],
    ['an empty text', ''],
    ['true', true],
    ['false', false],
    ['a number', 10.5],
    ['zero', 0],
    ['a setting that is not set', null],
  ])('equals itself: %s', (_, leaf) => {
    expect(compare(leaf, leaf, ['setting'])).toEqual([]);
  });

  it('that is on the live side only is added', () => {
    expect(compare(null, 'v1', ['description'])).toEqual([
      { path: ['description'], differenceType: 'ADD', expected: null, actual: 'v1' },
    ]);
  });

  it('that is on the expected side only is removed', () => {
    expect(compare('v1', null, ['description'])).toEqual([
      { path: ['description'], differenceType: 'REMOVE', expected: 'v1', actual: null },
    ]);
  });

  it('that is another one on each side is not equal', () => {
    expect(compare('v1', 'v2', ['description'])).toEqual([
      { path: ['description'], differenceType: 'NOT_EQUAL', expected: 'v1', actual: 'v2' },
    ]);
  });

  it.each<[string, Leaf | null, Leaf | null]>([
    ['in case', 'Prod', 'prod'],
    ['in blanks', 'prod ', 'prod'],
    ['in JSON spacing', '{"a":1}', '{ "a": 1 }'],
    ['in the form of a number', '10', 10],
    ['in the form of a truth value', 'true', true],
    ['between an empty text and none', '', null],
    ['between false and none', false, null],
    ['between zero and none', 0, null],
    ['between composed and decomposed letters', '\u00e9', 'e\u0301'],
  ])('is compared strictly: a difference %s counts', (_, expected, actual) => {
    expect(compare(expected, actual, ['setting'])).toHaveLength(1);
  });
});

describe('a map', () => {
  it('is compared key by key, and each difference has the key in its path', () => {
    const expected = map({ same: 'a', changed: 'b', gone: 'c' });
    const actual = map({ same: 'a', changed: 'B', 'new': 'd' });
    expect(compare(expected, actual, ['variables'])).toEqual([
      { path: ['variables', 'changed'], differenceType: 'NOT_EQUAL', expected: 'b', actual: 'B' },
      { path: ['variables', 'gone'], differenceType: 'REMOVE', expected: 'c', actual: null },
      { path: ['variables', 'new'], differenceType: 'ADD', expected: null, actual: 'd' },
    ]);
  });

  it('has its key as one element of the path, dots and all', () => {
    expect(compare(map({}), map({ 'log.level': 'debug' }), ['variables'])).toEqual([
      { path: ['variables', 'log.level'], differenceType: 'ADD', expected: null, actual: 'debug' },
    ]);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])('takes the key %j as data', (key) => {
    const withKey: Value = new Map([[key, 'a']]);
    expect(compare(withKey, new Map(), ['tags'])).toEqual([
      { path: ['tags', key], differenceType: 'REMOVE', expected: 'a', actual: null },
    ]);
    expect(compare(withKey, new Map([[key, 'a']]), ['tags'])).toEqual([]);
    expect(Object.hasOwn(Object.prototype, 'a')).toBe(false);
  });

  it('with an empty value under a key differs from one without the key', () => {
    expect(compare(map({}), map({ EMPTY: '' }), ['variables'])).toEqual([
      { path: ['variables', 'EMPTY'], differenceType: 'ADD', expected: null, actual: '' },
    ]);
  });

  it('without keys equals a setting that is not set', () => {
    expect(compare(null, map({}), ['variables'])).toEqual([]);
    expect(compare(map({}), null, ['variables'])).toEqual([]);
  });
});

describe('a list of blocks', () => {
  const block = map({ format: '$context.requestId', destination_arn: 'arn:aws:logs' });

  it('gives each leaf of a block that appears, with the index of the block in the path', () => {
    expect(compare(list(), list(block), ['access_log_settings'])).toEqual([
      {
        path: ['access_log_settings', 0, 'format'],
        differenceType: 'ADD',
        expected: null,
        actual: '$context.requestId',
      },
      {
        path: ['access_log_settings', 0, 'destination_arn'],
        differenceType: 'ADD',
        expected: null,
        actual: 'arn:aws:logs',
      },
    ]);
  });

  it('gives each leaf of a block that vanishes', () => {
    expect(compare(list(block), list(), ['access_log_settings']).map(({ differenceType }) => differenceType)).toEqual([
      'REMOVE',
      'REMOVE',
    ]);
  });

  it('gives the one leaf that differs in a block that stays', () => {
    const changed = map({ format: '$context.status', destination_arn: 'arn:aws:logs' });
    expect(compare(list(block), list(changed), ['access_log_settings'])).toEqual([
      {
        path: ['access_log_settings', 0, 'format'],
        differenceType: 'NOT_EQUAL',
        expected: '$context.requestId',
        actual: '$context.status',
      },
    ]);
  });

  it('shows the empty leaves of a block that appears, since the block is there', () => {
    expect(compare(list(), list(map({ format: '' })), ['access_log_settings'])).toEqual([
      { path: ['access_log_settings', 0, 'format'], differenceType: 'ADD', expected: null, actual: '' },
    ]);
  });
});

describe('a leaf on one side and a map on the other', () => {
  it('is a leaf that vanished and a map that appeared', () => {
    expect(compare('text', map({ key: 'value' }), ['setting'])).toEqual([
      { path: ['setting'], differenceType: 'REMOVE', expected: 'text', actual: null },
      { path: ['setting', 'key'], differenceType: 'ADD', expected: null, actual: 'value' },
    ]);
  });

  it('is a difference even where the map is empty', () => {
    expect(compare(map({}), false, ['setting'])).toEqual([
      { path: ['setting'], differenceType: 'ADD', expected: null, actual: false },
    ]);
  });
});

const key = fc.oneof(fc.string(), fc.nat(3), fc.constantFrom('__proto__', 'constructor', 'a.b', ''));
const leaf = fc.oneof(fc.string(), fc.double({ noNaN: true }), fc.boolean());
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.constant(null),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 5 }).map((entries) => new Map(entries)),
  ),
}));

describe('for any two values', () => {
  it('a value does not differ from itself', () => {
    fc.assert(fc.property(value, (same) => expect(compare(same, reversed(reversed(same)), [])).toEqual([])));
  });

  it('no difference is found only where both have the same leaves', () => {
    fc.assert(
      fc.property(value, value, (expected, actual) => {
        const same = JSON.stringify(sortedLeaves(expected)) === JSON.stringify(sortedLeaves(actual));
        expect(compare(expected, actual, []).length === 0).toBe(same);
      }),
    );
  });

  it('one changed leaf is exactly one difference, at that leaf', () => {
    fc.assert(
      fc.property(value, fc.nat(), leaf, (expected, pick, changed) => {
        const leaves = leavesOf(expected);
        const [path, before] = leaves[pick % leaves.length] ?? [];
        fc.pre(path !== undefined && before !== undefined && before !== changed);
        expect(compare(expected, replaceAt(expected, path, changed), [])).toEqual([
          { path, differenceType: 'NOT_EQUAL', expected: before, actual: changed },
        ]);
      }),
    );
  });

  it('the order of keys changes nothing', () => {
    fc.assert(fc.property(value, (expected) => expect(compare(expected, reversed(expected), [])).toEqual([])));
  });

  it('swapping the sides swaps ADD with REMOVE and expected with actual', () => {
    fc.assert(
      fc.property(value, value, (one, other) => {
        const swapped = compare(other, one, []).map(({ path, differenceType, expected, actual }) => ({
          path,
          differenceType: { ADD: 'REMOVE', REMOVE: 'ADD', NOT_EQUAL: 'NOT_EQUAL' }[differenceType],
          expected: actual,
          actual: expected,
        }));
        expect(sorted(swapped)).toEqual(sorted(compare(one, other, [])));
      }),
    );
  });

  it('the differences are at leaves, each reported once, and their two sides are never equal', () => {
    fc.assert(
      fc.property(value, value, (one, other) => {
        const differences = compare(one, other, ['setting']);
        expect(new Set(differences.map(({ path }) => JSON.stringify(path))).size).toBe(differences.length);
        for (const { path, expected, actual } of differences) {
          expect(path[0]).toBe('setting');
          expect(expected).not.toBe(actual);
        }
      }),
    );
  });
});

function leavesOf(root: Value, path: Path = []): [Path, Leaf][] {
  if (root === null) return [];
  if (!(root instanceof Map)) return [[path, root as Leaf]];
  return [...root].flatMap(([name, child]) => leavesOf(child, [...path, name]));
}

function sortedLeaves(root: Value): [Path, Leaf][] {
  return sorted(leavesOf(root).map(([path, found]) => [path, Object.is(found, -0) ? 0 : found]));
}

function sorted<Item>(items: Item[]): Item[] {
  return items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

function replaceAt(root: Value, [name, ...rest]: Path, changed: Leaf): Value {
  if (name === undefined || !(root instanceof Map)) return changed;
  return new Map([...root].map(([at, child]) => [at, at === name ? replaceAt(child, rest, changed) : child]));
}

function reversed(root: Value): Value {
  if (!(root instanceof Map)) return root;
  return new Map([...root].reverse().map(([name, child]) => [name, reversed(child)]));
}

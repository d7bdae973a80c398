import { describe, expect, it } from '@jest/globals';
import {
  AttributeError,
  type AttributeType,
  blocks,
  blockText,
  flag,
  logDestination,
  number,
  text,
  textMap,
  withoutWildcard,
} from '../../../lib/resources/attribute-type.ts';

const unset = [undefined, null, '', [], {}];

function messageOf(type: AttributeType, value: unknown): string {
  try {
    type.read(value, 'setting');
  } catch (error) {
    if (error instanceof AttributeError) return error.message;
    throw error;
  }
  return 'it was read';
}

describe('a text', () => {
  it.each(unset)('that the state spells %j is not set', (value) => {
    expect(text.read(value, 'setting')).toBeNull();
  });

  it.each(['v1', ' ', 'null', 'Grün \u{1f600}'])('is kept exactly: %j', (value) => {
    expect(text.read(value, 'setting')).toBe(value);
  });

  it.each<[string, unknown]>([
    ['a number', 1],
    ['a boolean', false],
    ['a list', ['v1']],
    ['an object', { a: 'v1' }],
  ])('is not read from %s', (kind, value) => {
    expect(messageOf(text, value)).toBe(
      `its attribute setting is ${kind} in the state, where the provider writes a text`,
    );
  });
});

it('a text in a state is composed as Terraform composes it, and so are names in a map', () => {
  const decomposed = 'U\u0308bersicht';

  expect(text.read(decomposed, 'setting')).toBe('\u00dcbersicht');
  expect(textMap.read({ [decomposed]: decomposed }, 'setting')).toEqual(
    new Map([['\u00dcbersicht', '\u00dcbersicht']]),
  );
});

describe('a text in a block', () => {
  it.each(unset)('that the state spells %j is an empty text, since the block is there', (value) => {
    expect(blockText.read(value, 'setting')).toBe('');
  });

  it('is kept exactly', () => {
    expect(blockText.read(' {"a": 1} ', 'setting')).toBe(' {"a": 1} ');
  });
});

describe('a flag', () => {
  it.each(unset)('that the state spells %j is off', (value) => {
    expect(flag.read(value, 'setting')).toBe(false);
  });

  it.each([
    [true, true],
    [false, false],
    ['true', true],
    ['false', false],
  ])('that the state spells %j is %j', (value, expected) => {
    expect(flag.read(value, 'setting')).toBe(expected);
  });

  it.each<[unknown, string]>([
    ['yes', 'a text'],
    ['TRUE', 'a text'],
    [1, 'a number'],
    [[true], 'a list'],
    [{ value: true }, 'an object'],
  ])('is not read from %j', (value, kind) => {
    expect(messageOf(flag, value)).toBe(
      `its attribute setting is ${kind} in the state, where the provider writes true or false`,
    );
  });
});

describe('a number', () => {
  it.each(unset)('that the state spells %j is 0', (value) => {
    expect(number.read(value, 'setting')).toBe(0);
  });

  it.each([
    [10.5, 10.5],
    ['10.5', 10.5],
    [0, 0],
    ['0', 0],
    [-1, -1],
    ['-1', -1],
    ['1e2', 100],
  ])('that the state spells %j is %j', (value, expected) => {
    expect(number.read(value, 'setting')).toBe(expected);
  });

  it.each<[unknown, string]>([
    ['ten', 'a text'],
    [' ', 'a text'],
    ['Infinity', 'a text'],
    [Number.NaN, 'a number'],
    [Number.POSITIVE_INFINITY, 'a number'],
    [true, 'a boolean'],
    [[10], 'a list'],
    [{ value: 10 }, 'an object'],
  ])('is not read from %p', (value, kind) => {
    expect(messageOf(number, value)).toBe(
      `its attribute setting is ${kind} in the state, where the provider writes a number`,
    );
  });
});

describe('a map of texts', () => {
  it.each(unset)('that the state spells %j has no keys', (value) => {
    expect(textMap.read(value, 'setting')).toEqual(new Map());
  });

  it('keeps every name, whatever is under it', () => {
    const value = JSON.parse('{"A": "1", "a": "2", "EMPTY": "", "NULL": null, "__proto__": "3", "constructor": "4"}');
    expect(textMap.read(value, 'setting')).toEqual(
      new Map([
        ['A', '1'],
        ['a', '2'],
        ['EMPTY', ''],
        ['NULL', ''],
        ['__proto__', '3'],
        ['constructor', '4'],
      ]),
    );
  });

  it.each<[unknown, string]>([
    ['text', 'a text'],
    [5, 'a number'],
    [true, 'a boolean'],
    [['a'], 'a list'],
  ])('is not read from %j', (value, kind) => {
    expect(messageOf(textMap, value)).toBe(
      `its attribute setting is ${kind} in the state, where the provider writes an object`,
    );
  });

  it('is not read from an object with another value than a text, and the message names the key, not the value', () => {
    expect(messageOf(textMap, { GOOD: 'a', 'bad.key': 4711 })).toBe(
      'its attribute setting["bad.key"] is a number in the state, where the provider writes a text',
    );
  });
});

describe('a log destination', () => {
  it.each([
    ['arn:aws:logs:eu-west-1:123456789012:log-group:/apigw:*', 'arn:aws:logs:eu-west-1:123456789012:log-group:/apigw'],
    ['arn:aws:logs:eu-west-1:123456789012:log-group:/apigw', 'arn:aws:logs:eu-west-1:123456789012:log-group:/apigw'],
    ['arn:*:logs', 'arn:*:logs'],
    [':*', ''],
    ['*', '*'],
    [null, ''],
  ])('%j is %j, less the wildcard at its end', (value, expected) => {
    expect(logDestination.read(value, 'setting')).toBe(expected);
  });

  it('loses one wildcard only', () => {
    expect(withoutWildcard('group:*:*')).toBe('group:*');
  });

  it('is not read from a number', () => {
    expect(messageOf(logDestination, 1)).toBe(
      'its attribute setting is a number in the state, where the provider writes a text',
    );
  });
});

describe('nested blocks', () => {
  const type = blocks({ format: blockText, percent_traffic: number, overrides: textMap });

  it.each(unset)('that the state spells %j are none', (value) => {
    expect(type.read(value, 'setting')).toEqual(new Map());
  });

  it('have their index as their key, and of each the fields that are known', () => {
    expect(type.read([{ format: 'f', percent_traffic: '10.5', other: 1 }, { overrides: null }], 'setting')).toEqual(
      new Map([
        [
          0,
          new Map<string, unknown>([
            ['format', 'f'],
            ['percent_traffic', 10.5],
          ]),
        ],
        [1, new Map([['overrides', new Map()]])],
      ]),
    );
  });

  it('are there even where the block is empty', () => {
    expect(type.read([{}], 'setting')).toEqual(new Map([[0, new Map()]]));
  });

  it.each<[string, unknown, string]>([
    ['an object', { format: 'f' }, 'setting is an object in the state, where the provider writes a list of blocks'],
    ['a text', 'f', 'setting is a text in the state, where the provider writes a list of blocks'],
    ['a list of null', [null], 'setting[0] is null in the state, where the provider writes an object'],
    ['a list of lists', [[]], 'setting[0] is a list in the state, where the provider writes an object'],
    ['a list of texts', [{}, 'f'], 'setting[1] is a text in the state, where the provider writes an object'],
    [
      'a block with a field of another type',
      [{ percent_traffic: true }],
      'setting[0].percent_traffic is a boolean in the state, where the provider writes a number',
    ],
    [
      'a block with a map of another type',
      [{ overrides: { a: false } }],
      'setting[0].overrides["a"] is a boolean in the state, where the provider writes a text',
    ],
  ])('are not read from %s', (_, value, message) => {
    expect(messageOf(type, value)).toBe(`its attribute ${message}`);
  });

  it('take from a live block only the fields that the block of the state has', () => {
    const expected = type.read([{ format: 'f' }], 'setting');
    const actual = type.read([{ format: 'g', percent_traffic: 5 }], 'setting');
    expect(type.known(expected, actual)).toEqual(new Map([[0, new Map([['format', 'g']])]]));
  });

  it('take a live block whole that the state does not have', () => {
    const actual = type.read([{ format: 'g', percent_traffic: 5 }], 'setting');
    expect(type.known(new Map(), actual)).toEqual(actual);
  });

  it('that are on the expected side only stay none on the live side', () => {
    expect(type.known(type.read([{ format: 'f' }], 'setting'), new Map())).toEqual(new Map());
  });
});

describe('what is no block', () => {
  it.each<[string, AttributeType, string | number | boolean]>([
    ['a text', text, 'v2'],
    ['a flag', flag, true],
    ['a number', number, 7],
  ])('is known whole: %s', (_, type, actual) => {
    expect(type.known(type.read(null, 'setting'), actual)).toBe(actual);
  });
});

describe('the error', () => {
  it('never quotes the value, since a state holds secrets', () => {
    expect(messageOf(number, 'hunter2')).not.toContain('hunter2');
  });

  it('has a name of its own', () => {
    expect(new AttributeError('m').name).toBe('AttributeError');
  });
});

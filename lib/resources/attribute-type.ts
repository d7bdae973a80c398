import { children, type Value } from '../model/comparison.ts';

/**
 * How an attribute becomes a comparable value: of a state, or of a live answer that is laid out as a state would have it.
 * What is notation ends here: `null`, `""`, `{}`, `[]` and absent are one value, an unset Boolean is `false`, an unset
 * number 0.
 * Source: the provider's flatten functions and the plugin SDK's handling of null.
 */
export interface AttributeType {
  /**
   * @param value where it is a map, a `Map` will do as well as an object
   * @param name of the attribute, for the message of an error
   * @throws AttributeError if the state holds something else here
   */
  read(value: unknown, name: string): Value;
  /** Takes from a live value what the state cannot know: a field that the provider of its time did not have. */
  known(expected: Value, actual: Value): Value;
}

/** An attribute of the state is of another type than the provider writes; the message never quotes the value. */
export class AttributeError extends Error {
  override readonly name = 'AttributeError';
}

type Read = AttributeType['read'];

function attributeType(read: Read, known: AttributeType['known'] = (_, actual) => actual): AttributeType {
  return { read, known };
}

/** A text of its own: `""` is not set. */
export const text = attributeType((value, name) => readText(value, name) || null);

/** A text inside a block, where `""` is a value, since the block is there. */
export const blockText = attributeType(readText);

/** `true` and `false`; the old flat form has them as texts. */
export const flag = attributeType((value, name) => {
  if (isUnset(value)) return false;
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  throw wrongType('true or false', value, name);
});

/** A number; the old flat form has it as a text. */
export const number = attributeType((value, name) => {
  if (isUnset(value)) return 0;
  // Number('') is 0, but blanks are no number.
  const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof parsed === 'number' && Number.isFinite(parsed)) return parsed;
  throw wrongType('a number', value, name);
});

/** Texts by name. A name is never spelling: an empty text under it is a value. */
export const textMap = attributeType((value, name) => {
  if (isUnset(value)) return new Map();
  return new Map(
    [...entriesOf(value, name)].map(([key, entry]) => [composed(key), readText(entry, `${name}["${key}"]`)]),
  );
});

/** A log destination, less the `:*` with which the ARN of a log group may be spelt. */
export const logDestination = attributeType((value, name) => withoutWildcard(readText(value, name)));

/** @param arn of a log group or delivery stream */
export function withoutWildcard(arn: string): string {
  return arn.endsWith(':*') ? arn.slice(0, -2) : arn;
}

/** Nested blocks. In a block that is there, a field whose key the state does not have is left out of the comparison. */
export function blocks(fields: Readonly<Record<string, AttributeType>>): AttributeType {
  const types = Object.entries(fields);
  const readBlock = (block: unknown, name: string): Value => {
    const entries = entriesOf(block, name);
    const known = types.filter(([field]) => entries.has(field));
    return new Map(known.map(([field, type]) => [field, type.read(entries.get(field), `${name}.${field}`)]));
  };
  return attributeType((value, name) => {
    if (isUnset(value)) return new Map();
    if (!Array.isArray(value)) throw wrongType('a list of blocks', value, name);
    return new Map(value.map((block: unknown, index) => [index, readBlock(block, `${name}[${index}]`)]));
  }, keepKnownFields);
}

/** A block that the state does not have stays whole. */
function keepKnownFields(expected: Value, actual: Value): Value {
  return new Map(
    [...children(actual)].map(([index, block]) => {
      const known = children(expected).get(index);
      if (known === undefined) return [index, block];
      return [index, new Map([...children(block)].filter(([field]) => children(known).has(field)))];
    }),
  );
}

/** The provider of the time wrote one or the other where nothing is set. */
function isUnset(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && (value instanceof Map ? value.size : Object.keys(value).length) === 0;
}

function readText(value: unknown, name: string): string {
  if (isUnset(value)) return '';
  if (typeof value === 'string') return composed(value);
  throw wrongType('a text', value, name);
}

/** Terraform composes every text that it reads (NFC), names in maps too. */
function composed(value: string): string {
  return value.normalize('NFC');
}

/** A Map, so that names such as `__proto__` are only names. */
function entriesOf(value: unknown, name: string): ReadonlyMap<string, unknown> {
  if (value instanceof Map) return value;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return new Map(Object.entries(value));
  throw wrongType('an object', value, name);
}

function wrongType(expected: string, value: unknown, name: string): AttributeError {
  return new AttributeError(
    `its attribute ${name} is ${kindOf(value)} in the state, where the provider writes ${expected}`,
  );
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return 'a text';
  if (typeof value !== 'object') return `a ${typeof value}`;
  return Array.isArray(value) ? 'a list' : 'an object';
}

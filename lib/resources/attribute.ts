import { isMap, type Value } from '../comparison.ts';

/**
 * How an attribute of a state becomes a comparable value. What is mere spelling in a state ends here:
 * `null`, `""`, `{}`, `[]` and absent are one value, an unset Boolean is `false`, an unset number 0.
 * Source: the provider's flatten functions and the plugin SDK's handling of null.
 */
export interface AttributeType {
  /** @throws AttributeError if the state holds something else here */
  read(value: unknown): Value;
  /** Takes from a live value what the state cannot know: a field that the provider of its time did not have. */
  known(expected: Value, actual: Value): Value;
}

/** An attribute of the state is of another type than the provider writes; the message never quotes the value. */
export class AttributeError extends Error {
  override readonly name = 'AttributeError';
}

function attributeType(read: (value: unknown) => Value, known = (_: Value, actual: Value) => actual): AttributeType {
  return { read, known };
}

/** A text of its own: `""` is not set. */
export const text = attributeType((value) => readText(value) || null);

/** A text inside a block, where `""` is a value, since the block is there. */
export const blockText = attributeType(readText);

/** `true` and `false`; the old flat form has them as texts. */
export const flag = attributeType((value) => {
  if (value === undefined || value === null) return false;
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  throw wrongType('true or false', value);
});

/** A number; the old flat form has it as a text. */
export const number = attributeType((value) => {
  if (value === undefined || value === null) return 0;
  const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof parsed === 'number' && Number.isFinite(parsed)) return parsed;
  throw wrongType('a number', value);
});

/** Texts by name. A name is never spelling: an empty text under it is a value. */
export const textMap = attributeType((value) => {
  if (value === undefined || value === null) return new Map();
  return new Map([...entriesOf(value)].map(([name, entry]) => [name, readText(entry)]));
});

/** A log destination, less the `:*` with which the ARN of a log group may be spelt. */
export const logDestination = attributeType((value) => withoutWildcard(readText(value)));

/** @param arn of a log group or delivery stream */
export function withoutWildcard(arn: string): string {
  return arn.endsWith(':*') ? arn.slice(0, -2) : arn;
}

/** Nested blocks. In a block that is there, a field whose key the state does not have is left out of the comparison. */
export function blocks(fields: Readonly<Record<string, AttributeType>>): AttributeType {
  const types = Object.entries(fields);
  return attributeType(
    (value) => {
      if (value === undefined || value === null) return new Map();
      if (!Array.isArray(value)) throw wrongType('a list of blocks', value);
      return new Map(value.map((block: unknown, index) => [index, readBlock(types, block)]));
    },
    (expected, actual) => {
      if (!isMap(expected) || !isMap(actual)) return actual;
      return new Map([...actual].map(([index, block]) => [index, keepKeys(block, expected.get(index))]));
    },
  );
}

function readBlock(types: readonly (readonly [string, AttributeType])[], block: unknown): Value {
  const fields = entriesOf(block);
  return new Map(types.filter(([name]) => fields.has(name)).map(([name, type]) => [name, type.read(fields.get(name))]));
}

function keepKeys(block: Value, known: Value | undefined): Value {
  if (!isMap(block) || known === undefined || !isMap(known)) return block;
  return new Map([...block].filter(([name]) => known.has(name)));
}

function readText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  throw wrongType('a text', value);
}

/** A Map, so that names such as `__proto__` are only names. */
function entriesOf(value: unknown): ReadonlyMap<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return new Map(Object.entries(value));
  throw wrongType('an object', value);
}

function wrongType(expected: string, value: unknown): AttributeError {
  const found = Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;
  return new AttributeError(`is ${found} in the state, where the provider writes ${expected}`);
}

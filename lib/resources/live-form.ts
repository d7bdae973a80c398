import * as v from 'valibot';

// Parts of the forms of what AWS answers. A message says what a member should be: "<member> is not an object".

export function anObject<Entries extends v.ObjectEntries>(entries: Entries) {
  return v.object(entries, 'an object');
}
// Terraform keeps every text in composed form (NFC), so that a decomposed one is the same text to it.
export const aText = v.pipe(v.string('a text'), v.normalize('NFC'));

// Members that the SDK leaves undefined are what they are in the provider's SDK: empty, false or 0.
export const text = v.nullish(aText, '');
export const flag = v.nullish(v.boolean('true or false'), false);
export const number = v.nullish(v.number('a number'), 0);
export const date = v.nullish(v.date('a time'), null);

export function listOf<Item extends v.GenericSchema>(item: Item) {
  return v.nullish(v.array(item, 'a list'), []);
}

/** A member that each answer has, be it empty: without it the answer says nothing. */
export function present<Schema extends v.GenericSchema>(schema: Schema) {
  return v.pipe(
    v.custom<unknown>((value) => value !== undefined && value !== null, 'there'),
    schema,
  );
}

/** What an object holds by name; a Map keeps names such as `__proto__` plain data. */
export function mapOf<Value extends v.GenericSchema>(value: Value) {
  return v.pipe(
    v.nullish(
      v.custom<object>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), 'an object'),
      {},
    ),
    v.transform((object) => new Map<string, unknown>(Object.entries(object))),
    v.map(aText, value),
  );
}

export const textMap = mapOf(aText);

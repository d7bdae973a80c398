import * as v from 'valibot';

/** What a form parses, as a value that nobody changes. */
export type Parsed<Schema extends v.GenericSchema> = Immutable<v.InferOutput<Schema>>;

type Immutable<Value> =
  Value extends Map<infer Key, infer Entry>
    ? ReadonlyMap<Key, Immutable<Entry>>
    : Value extends Date
      ? Value
      : Value extends object
        ? { readonly [Key in keyof Value]: Immutable<Value[Key]> }
        : Value;

/** A form with what it says to people, which the JSON Schema that is made of it says too. */
export function described<Schema extends v.GenericSchema>(form: Schema, description: string) {
  return v.pipe(form, v.description(description));
}

/** @returns what is known by this key; where nothing is, it is made, and known from then on */
export function once<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

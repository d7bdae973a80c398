import fc from 'fast-check';

const surrogates = { first: 0xd800, count: 0x800 };
const characters = 0x110000 - surrogates.count;

/**
 * Any character of Unicode. The unit `binary` of fast-check is the same, but takes half a second in each file: it makes a
 * list of all of them.
 */
const character = fc.nat({ max: characters - 1 }).map(
  (index) => String.fromCodePoint(index < surrogates.first ? index : index + surrogates.count),
  (text) => {
    const code = typeof text === 'string' ? (text.codePointAt(0) ?? 0) : 0;
    if (text !== String.fromCodePoint(code)) throw new Error('not one character');
    return code < surrogates.first ? code : code - surrogates.count;
  },
);

/** @returns texts of any characters, among them those that JavaScript gives a meaning, such as `__proto__` */
export function anyText(
  limits: { readonly minLength?: number; readonly maxLength?: number } = {},
): fc.Arbitrary<string> {
  return fc.string({ ...limits, unit: character });
}

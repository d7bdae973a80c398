/**
 * Resource addresses, spelled as Terraform prints them (`terraform state list`, plan JSON).
 * Source: Terraform's address formatting of instance keys, and `terraform state list` of 1.11.
 */

/** `count` gives a number, `for_each` a string, and neither gives no key at all. */
export type InstanceKey = number | string | undefined;

/**
 * @param module address of the module as the state spells it (`module.api["eu"]`), `''` for the root module
 * @returns for example `module.api["eu"].aws_api_gateway_stage.this[0]`
 */
export function resourceAddress(module: string, type: string, name: string, key: InstanceKey): string {
  const resource = module === '' ? `${type}.${name}` : `${module}.${type}.${name}`;
  if (key === undefined) return resource;
  return typeof key === 'number' ? `${resource}[${key}]` : `${resource}[${quoteKey(key)}]`;
}

const namedEscapes = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['"', '\\"'],
  ['\\', '\\\\'],
]);

/** What Go's `unicode.IsPrint` accepts: letters, marks, numbers, punctuation, symbols and the plain blank. */
const printable = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

/** A `for_each` key as an HCL string: a `${` or `%{` in it is doubled, since it would open a template. */
function quoteKey(key: string): string {
  const escaped = Array.from(key, (character) => namedEscapes.get(character) ?? escapeUnprintable(character)).join('');
  return `"${escaped.replace(/[$%](?=\{)/g, '$&$&')}"`;
}

function escapeUnprintable(character: string): string {
  if (printable.test(character)) return character;
  const codePoint = Number(character.codePointAt(0));
  return codePoint < 0x10000
    ? `\\u${codePoint.toString(16).padStart(4, '0')}`
    : `\\U${codePoint.toString(16).padStart(8, '0')}`;
}

import type { Random } from './random.ts';

/** Another value, and in which way it is another. */
export interface Other<Value> {
  readonly how: string;
  readonly value: Value;
}

/** Names that are added to stage variables and to a canary's overrides. */
export const freshNames = ['added', 'ADDED', 'with.dot', 'ключ', 'constructor', 'length', '0'] as const;

type Texts = Readonly<Record<string, string>>;

/** @returns a text that differs in one way, some of which can turn out to be no difference: case without letters, say */
export function otherText(random: Random, text: string): Other<string> {
  const upper = text.toUpperCase();
  return random.pick([
    { how: 'changed', value: `${text}-changed` },
    { how: 'replaced', value: 'something else' },
    { how: 'in another case', value: upper === text ? text.toLowerCase() : upper },
    { how: 'with a blank before', value: ` ${text}` },
    { how: 'with a line break after', value: `${text}\n` },
    { how: 're-spaced', value: respaced(text) },
    { how: 'decomposed', value: text.normalize('NFD') },
    { how: 'emptied', value: '' },
    { how: 'the same', value: text },
  ]);
}

/** JSON with other blanks is another text, also where it says the same. */
function respaced(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text.replaceAll(' ', '  ');
  }
}

/** @returns names and texts that differ in one way */
export function otherTexts(random: Random, texts: Texts, freshNames: readonly [string, ...string[]]): Other<Texts> {
  const fresh = random.pick(freshNames);
  const added = (value: string) => ({ ...texts, [fresh]: value });
  const name = random.pickKey(texts);
  if (name === undefined) {
    return random.pick([
      { how: `${fresh} added`, value: added('value') },
      { how: `${fresh} added without text`, value: added('') },
    ]);
  }
  const { [name]: text = '', ...others } = texts;
  const swapped = name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase();
  const other = otherText(random, text);
  return random.pick([
    { how: `${fresh} set`, value: added('value') },
    { how: `${fresh} set to no text`, value: added('') },
    { how: `${name} ${other.how}`, value: { ...texts, [name]: other.value } },
    { how: `${name} ${other.how}`, value: { ...texts, [name]: other.value } },
    { how: `${name} emptied`, value: { ...texts, [name]: '' } },
    { how: `${name} removed`, value: others },
    { how: `${name} renamed to ${swapped}`, value: { ...others, [swapped]: text } },
    { how: 'all removed', value: {} },
  ]);
}

import type { Leaf } from '../comparison.ts';
import { awsCommand, json } from './aws-cli.ts';
import type { LiveKind, Question } from './live.ts';
import type { Change, Revert } from './revert.ts';

/** One change of an update call of API Gateway. */
export type PatchOperation =
  | { readonly op: 'replace'; readonly path: string; readonly value: string }
  | { readonly op: 'remove'; readonly path: string };

/**
 * The patch operations that put a change back, `null` where none do.
 * Source: the API's table of supported patch operations, and what the provider sends.
 */
export type Patch = (change: Change, name: string) => readonly PatchOperation[] | null;

/**
 * @param operation of `aws apigateway` that takes patch operations
 * @param optionsOf the options that say what is updated
 * @returns what makes of patches a way to put settings back
 */
export function updating<Kind extends LiveKind>(
  operation: string,
  optionsOf: (about: Question<Kind>) => Readonly<Record<string, string>>,
): (patch: Patch) => Revert<Kind> {
  return (patch) => (change, about, name) => {
    const operations = patch(change, name);
    if (operations === null) return null;
    const { region } = about;
    return awsCommand('apigateway', operation, { region, ...optionsOf(about), 'patch-operations': json(operations) });
  };
}

/** A setting that cannot be without a value. */
export function required(path: string): Patch {
  return ({ expected }) => (expected === null ? null : [replace(path, expected)]);
}

/** A setting that an empty text takes away, since the API has no "remove" for it. */
export function clearable(path: string): Patch {
  return ({ expected }) => [replace(path, expected ?? '')];
}

/** One key of a map. */
export function keyOf(path: string): Patch {
  return ({ path: place, expected }) => [keyed(path, String(place.at(-1)), expected)];
}

/**
 * A block. One that is live and in no state goes as a whole, and one that is gone comes back as a whole, since the API
 * refuses some of its members without the others; keys of its maps are always put back one by one.
 * @param members where the API has the fields of the block, and its maps
 */
export function block(
  path: string,
  members: { readonly fields: Readonly<Record<string, string>>; readonly maps?: Readonly<Record<string, string>> },
): Patch {
  const fields = new Map(Object.entries(members.fields));
  const maps = new Map(Object.entries(members.maps ?? {}));
  return ({ path: place, expected, actual, expectedAt, isHidden }) => {
    const [setting = '', index = 0, field = '', key] = place;
    const whole = [...fields].flatMap(([name, member]) => {
      const value = expectedAt([setting, index, name]);
      return value === null ? [] : [replace(`${path}/${member}`, value)];
    });
    if (whole.length === 0) return [{ op: 'remove', path }];
    const map = maps.get(String(field));
    if (map !== undefined) return [keyed(`${path}/${map}`, String(key), expected)];
    const member = fields.get(String(field));
    if (member === undefined || expected === null) return null;
    if (actual !== null) return [replace(`${path}/${member}`, expected)];
    return [...fields.keys()].some((name) => isHidden([setting, index, name])) ? null : whole;
  };
}

export function replace(path: string, value: Leaf): PatchOperation {
  return { op: 'replace', path, value: String(value) };
}

function keyed(path: string, key: string, expected: Leaf | null): PatchOperation {
  const place = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return expected === null ? { op: 'remove', path: place } : replace(place, expected);
}

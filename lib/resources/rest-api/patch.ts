import type { Leaf, Path } from '../../model/comparison.ts';
import { type AttributeType, textMap } from '../attribute-type.ts';
import { awsCommand, json } from '../aws-cli.ts';
import type { LiveKind, Question } from '../live.ts';
import type { Change, Revert } from '../revert.ts';

/** One change of an update call of API Gateway. */
export type PatchOperation =
  | { readonly op: 'replace'; readonly path: string; readonly value: string }
  | { readonly op: 'remove'; readonly path: string };

/**
 * How patch operations set a setting.
 * Source: the API's table of supported patch operations, and what the provider sends.
 */
export interface Patch {
  /** @returns what reverts a change, `null` where nothing does */
  operations(change: Change, name: string): readonly PatchOperation[] | null;
  /** @returns the paths within the resource that set what a difference is about */
  apiPaths(path: Path): readonly string[];
}

/**
 * @param operation of `aws apigateway` that takes patch operations
 * @param optionsOf the options that say what is updated
 * @returns what makes of patches a way to revert settings
 */
export function updating<Kind extends LiveKind>(
  operation: string,
  optionsOf: (about: Question<Kind>) => Readonly<Record<string, string>>,
): (patch: Patch) => Revert<Kind> {
  return (patch) => ({
    apiPaths: patch.apiPaths,
    command(change, about, name) {
      const operations = patch.operations(change, name);
      if (operations === null) return null;
      const { region } = about;
      return awsCommand('apigateway', operation, { region, ...optionsOf(about), 'patch-operations': json(operations) });
    },
  });
}

/** A setting that cannot be without a value. */
export function required(path: string): Patch {
  return {
    operations: ({ expected }) => (expected === null ? null : [replace(path, expected)]),
    apiPaths: () => [path],
  };
}

/** A setting that an empty text takes away, since the API has no "remove" for it. */
export function clearable(path: string): Patch {
  return { operations: ({ expected }) => [replace(path, expected ?? '')], apiPaths: () => [path] };
}

/** One key of a map. */
export function keyOf(path: string): Patch {
  const placeOf = (place: Path) => keyPath(path, String(place.at(-1)));
  return {
    operations: ({ path: place, expected }) => [put(placeOf(place), expected)],
    apiPaths: (place) => [placeOf(place)],
  };
}

/**
 * A block. One that is live and in no state goes as a whole, and one that is gone comes back as a whole, since the API
 * refuses some of its members without the others; keys of its maps are always reverted one by one.
 * @param fields of the block, each with its type, and last its place in the block as the API has it
 */
export function block(path: string, fields: Readonly<Record<string, readonly [AttributeType, ...string[]]>>): Patch {
  const places = new Map<string | number, { readonly isMap: boolean; readonly place: string }>(
    Object.entries(fields).map(([field, [type, ...names]]) => [
      field,
      { isMap: type === textMap, place: `${path}/${names.at(-1)}` },
    ]),
  );
  return {
    operations({ path: difference, expected, actual, expectedAt, isHidden }) {
      const [setting = '', index = 0, field = '', key] = difference;
      const ofBlock = [...places].filter(([, { isMap }]) => !isMap);
      const whole = ofBlock.flatMap(([name, { place }]) => {
        const value = expectedAt([setting, index, name]);
        return value === null ? [] : [replace(place, value)];
      });
      if (whole.length === 0) return [{ op: 'remove', path }];
      const at = places.get(field);
      if (at?.isMap) return [put(keyPath(at.place, String(key)), expected)];
      if (at === undefined || expected === null) return null;
      if (actual !== null) return [replace(at.place, expected)];
      return ofBlock.some(([name]) => isHidden([setting, index, name])) ? null : whole;
    },
    apiPaths([, , field = '', key]) {
      const at = places.get(field);
      if (at === undefined) return [path];
      return [at.isMap ? keyPath(at.place, String(key)) : at.place];
    },
  };
}

export function replace(path: string, value: Leaf): PatchOperation {
  return { op: 'replace', path, value: String(value) };
}

function put(path: string, expected: Leaf | null): PatchOperation {
  return expected === null ? { op: 'remove', path } : replace(path, expected);
}

/** The path of a key of a map, as a JSON pointer has it. */
export function keyPath(map: string, key: string): string {
  return `${map}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

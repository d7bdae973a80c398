import {
  children,
  compare,
  type Leaf,
  leafOf,
  type Path,
  type PropertyDifference,
  type Value,
} from '../model/comparison.ts';
import type { AttributeType } from './attribute-type.ts';
import type { LiveKind } from './live.ts';
import type { Revert } from './revert.ts';

/** One argument of a resource: where the state and the live answer have it. */
export interface Setting<Live> {
  /** The argument's name in Terraform: the first element of the path of its differences. */
  readonly name: string;
  /** Attributes of the state that may hold it, in order of preference, where that is not just `name`. */
  readonly attributes?: readonly string[];
  readonly type: AttributeType;
  /** The live value, laid out as the state would have it. */
  readonly actual: (live: Live) => unknown;
  /** Whether it counts at all, given the live answer; it always does where this is not said. */
  readonly counts?: (live: Live) => boolean;
}

/** An argument as a row of a table: how it is compared, and how a difference of it is reverted. */
export interface RevertibleSetting<Kind extends LiveKind, Live> extends Setting<Live> {
  /** `null` where AWS has no call for it. */
  readonly revert: Revert<Kind> | null;
}

/**
 * Compares what the state has of an instance with what is live. An attribute whose key the state does not have is
 * left out: the provider that wrote the state did not know it.
 * @throws AttributeError if the state holds something the provider never writes
 */
export function compareSettings<Live>(
  settings: readonly Setting<Live>[],
  attributes: ReadonlyMap<string, unknown>,
  live: Live,
): PropertyDifference[] {
  return settings.flatMap((setting) => {
    const expected = expectedOf(setting, attributes);
    if (expected === undefined || setting.counts?.(live) === false) return [];
    const actual = setting.type.read(setting.actual(live), setting.name);
    return compare(expected, setting.type.known(expected, actual), [setting.name]);
  });
}

/** @returns what the state has at the path of a difference, `null` where it has nothing */
export function expectedAt<Live>(
  settings: readonly Setting<Live>[],
  attributes: ReadonlyMap<string, unknown>,
  [first, ...rest]: Path,
): Leaf | null {
  const setting = settings.find(({ name }) => name === first);
  const whole = setting && expectedOf(setting, attributes);
  return leafOf(rest.reduce((value: Value, part) => children(value).get(part) ?? null, whole ?? null));
}

/** @returns undefined where the state does not have the setting */
function expectedOf<Live>(setting: Setting<Live>, attributes: ReadonlyMap<string, unknown>): Value | undefined {
  const attribute = attributesOf(setting).find((name) => attributes.has(name));
  return attribute === undefined ? undefined : setting.type.read(attributes.get(attribute), attribute);
}

/** @returns the path that the differences below a path of the state have: what the state holds as `tags_all` is `tags` */
export function pathInReport<Live>(settings: readonly Setting<Live>[], path: Path): Path {
  const [first, ...rest] = path;
  const setting = settings.find((candidate) => attributesOf(candidate).some((attribute) => attribute === first));
  return setting === undefined ? path : [setting.name, ...rest];
}

/** @returns the attributes of the state that may hold a setting, the first that is there counts */
export function attributesOf<Live>({ name, attributes = [name] }: Setting<Live>): readonly string[] {
  return attributes;
}

/** Whether a path is one of these, or lies below one. */
export function isBelowAny(path: Path, above: readonly Path[]): boolean {
  return above.some((prefix) => prefix.every((part, index) => part === path[index]));
}

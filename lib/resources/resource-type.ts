import { compare, type Path, type PropertyDifference, type Value } from '../comparison.ts';
import type { AttributeType } from './attribute.ts';
import type { LiveStage } from './live-stage.ts';

/** A Terraform resource type this program knows: a name and a table, one row a setting. */
export interface ResourceType {
  readonly type: string;
  readonly settings: readonly Setting[];
}

/** One argument of a resource: how the state and the live answer become comparable values. */
export interface Setting {
  /** The argument's name in Terraform: the first element of the path of its differences. */
  readonly name: string;
  /** Attributes of the state that may hold it, in order of preference, where that is not just `name`. */
  readonly attributes?: readonly string[];
  readonly type: AttributeType;
  /** The live value, already as comparable as `type` makes the expected one. */
  readonly actual: (stage: LiveStage) => Value;
  /** Whether it counts at all, given the live answer; it always does where this is not said. */
  readonly counts?: (stage: LiveStage) => boolean;
}

/**
 * Compares what the state has of an instance with what is live. An attribute whose key the state does not have is
 * left out: the provider that wrote the state did not know it.
 * @throws AttributeError if the state holds something the provider never writes
 */
export function compareSettings(
  settings: readonly Setting[],
  attributes: ReadonlyMap<string, unknown>,
  live: LiveStage,
): PropertyDifference[] {
  return settings.flatMap((setting) => {
    const attribute = attributesOf(setting).find((name) => attributes.has(name));
    if (attribute === undefined) return [];
    const expected = setting.type.read(attributes.get(attribute), attribute);
    if (setting.counts?.(live) === false) return [];
    return compare(expected, setting.type.known(expected, setting.actual(live)), [setting.name]);
  });
}

/** @returns the path that the differences below a path of the state have: what the state holds as `tags_all` is `tags` */
export function pathInReport(settings: readonly Setting[], path: Path): Path {
  const [first, ...rest] = path;
  const setting = settings.find((candidate) => attributesOf(candidate).some((attribute) => attribute === first));
  return setting === undefined ? path : [setting.name, ...rest];
}

function attributesOf({ name, attributes = [name] }: Setting): readonly string[] {
  return attributes;
}

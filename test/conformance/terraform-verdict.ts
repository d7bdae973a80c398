import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import { checkedTypes, type Verdict, type Verdicts } from './verdict.ts';

/** Says which resource it is and follows from the configuration, so it cannot drift. */
const identity = ['id', 'arn', 'execution_arn', 'invoke_url', 'region', 'rest_api_id', 'stage_name', 'method_path'];

const attributes = v.record(v.string(), v.unknown());

const driftSchema = v.looseObject({
  address: v.string(),
  mode: v.optional(v.string(), 'managed'),
  type: v.string(),
  change: v.looseObject({
    actions: v.array(v.string()),
    before: v.nullish(attributes),
    after: v.nullish(attributes),
  }),
});

const planSchema = v.looseObject({
  errored: v.optional(v.literal(false)),
  resource_drift: v.optional(v.array(driftSchema), []),
});

/**
 * The verdict that Terraform gives by `resource_drift`, less what is notation. Resources that it does not mention
 * are in sync.
 *
 * @param plan what `terraform show -json` says of a refresh-only plan
 * @param addresses of all resources in the state
 */
export function terraformVerdicts(plan: unknown, addresses: Iterable<string>): Verdicts {
  const drifts = v.parse(planSchema, plan).resource_drift.filter(({ type }) => checkedTypes.includes(type));
  return new Map<string, Verdict>([
    ...[...addresses].map((address): [string, Verdict] => [address, []]),
    ...drifts.map(({ address, change }): [string, Verdict] => [address, verdictOf(change)]),
  ]);
}

function verdictOf({ actions, before, after }: v.InferOutput<typeof driftSchema>['change']): Verdict {
  if (actions.includes('delete') || !after) return 'DELETED';
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after)]);
  const changed = [...names].filter(
    (name) => !identity.includes(name) && !isSameValue(name, before?.[name] ?? null, after[name] ?? null),
  );
  // tags_all is all that the stage carries, and `tags` the part of it that is not from the provider's default_tags.
  return [...new Set(changed.map((name) => (name === 'tags_all' ? 'tags' : name)))].toSorted();
}

function isSameValue(name: string, before: unknown, after: unknown): boolean {
  const spelt = name === 'access_log_settings' ? withoutWildcards : withoutEmpties;
  return isDeepStrictEqual(spelt(before), spelt(after));
}

const logSettings = v.array(v.looseObject({ destination_arn: v.string() }));

/** A log group's ARN is the same group with `:*` at its end. */
function withoutWildcards(value: unknown): unknown {
  if (!v.is(logSettings, value)) return withoutEmpties(value);
  return withoutEmpties(
    value.map((block) => ({ ...block, destination_arn: block.destination_arn.replace(/:\*$/, '') })),
  );
}

/** Nothing, `""`, `{}` and `[]` are one value. A name in a map and a block in a list are something, whatever they hold. */
function withoutEmpties(value: unknown): unknown {
  if (value === null || value === undefined || value === '') return null;
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(withoutEmpties);
  if (typeof value !== 'object') return value;
  const members = Object.entries(value);
  return members.length === 0 ? null : new Map(members.map(([name, member]) => [name, withoutEmpties(member)]));
}

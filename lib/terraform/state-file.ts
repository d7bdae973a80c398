import * as v from 'valibot';
import { resourceAddress } from './address.ts';
import { expandFlatmap } from './flatmap.ts';

/** A managed instance as the state records it. */
export interface ManagedInstance {
  readonly address: string;
  readonly type: string;
  /** Attribute values as JSON has them: data that someone else wrote, to be read with care. */
  readonly attributes: ReadonlyMap<string, unknown>;
  /** Paths that Terraform marks as sensitive; whatever lies below one is never shown. */
  readonly sensitivePaths: readonly (readonly (string | number)[])[];
}

/** What is used of a state: format v4, as Terraform >= 0.12 and OpenTofu write it. */
export interface StateFile {
  readonly lineage: string;
  readonly serial: number;
  readonly terraformVersion: string;
  readonly instances: readonly ManagedInstance[];
}

/** The text is not a state that can be used; the message says why and never quotes it, as states hold secrets. */
export class UnusableStateError extends Error {
  override readonly name = 'UnusableStateError';
}

const versionNumber = 4;

const envelopeSchema = v.object({
  terraform_version: v.nullish(v.string(), ''),
  serial: v.nullish(v.number(), 0),
  lineage: v.nullish(v.string(), ''),
  resources: v.array(v.looseObject({ mode: v.string(), type: v.string() })),
});

const resourceSchema = v.object({
  module: v.nullish(v.string(), ''),
  name: v.string(),
  instances: v.array(v.looseObject({ deposed: v.nullish(v.string(), '') })),
});

const jsonObject = v.pipe(
  v.custom<object>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    'expected an object',
  ),
  // A Map keeps names such as __proto__ plain data.
  v.transform((object) => new Map<string, unknown>(Object.entries(object))),
);

const pathStep = v.union([
  v.pipe(
    v.object({ type: v.literal('get_attr'), value: v.string() }),
    v.transform((step) => step.value),
  ),
  v.pipe(
    v.object({ type: v.literal('index'), value: v.object({ value: v.union([v.string(), v.number()]) }) }),
    v.transform((step) => step.value.value),
  ),
]);

const instanceSchema = v.object({
  index_key: v.optional(v.union([v.string(), v.number()])),
  attributes: v.nullish(jsonObject),
  attributes_flat: v.nullish(v.pipe(jsonObject, v.map(v.string(), v.string()))),
  sensitive_attributes: v.nullish(v.array(v.array(pathStep)), []),
});

/**
 * @param text content of a state
 * @param types resource types to return instances of; data sources and deposed objects are never returned
 * @throws UnusableStateError
 */
export function parseStateFile(text: string, types: ReadonlySet<string>): StateFile {
  const json = parseJson(text);
  requireVersion(json);
  const envelope = parse(envelopeSchema, json, '');
  const instances: ManagedInstance[] = [];
  for (const [index, resource] of envelope.resources.entries()) {
    if (resource.mode !== 'managed' || !types.has(resource.type)) continue;
    instances.push(...parseInstances(resource, resource.type, `resources[${index}]`));
  }
  requireUniqueAddresses(instances);
  return {
    lineage: envelope.lineage,
    serial: envelope.serial,
    terraformVersion: envelope.terraform_version,
    instances,
  };
}

function parseInstances(resource: unknown, type: string, where: string): ManagedInstance[] {
  const { module, name, instances } = parse(resourceSchema, resource, where);
  return instances.flatMap((candidate, index) => {
    if (candidate.deposed !== '') return [];
    const instance = parse(instanceSchema, candidate, `${where}.instances[${index}]`);
    return {
      address: resourceAddress(module, type, name, instance.index_key),
      type,
      attributes: instance.attributes ?? expandFlatmap(instance.attributes_flat ?? new Map()),
      sensitivePaths: instance.sensitive_attributes,
    };
  });
}

function parseJson(text: string): unknown {
  if (text.trim() === '') throw new UnusableStateError('it is empty');
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    // The parser's own error quotes the text, and with it a secret perhaps: it is deliberately not kept as the cause.
    const message = error instanceof Error ? error.message : '';
    const position = /position (\d+)/.exec(message)?.[1];
    const place = position === undefined ? '' : ` (at character ${position} of ${text.length})`;
    throw new UnusableStateError(
      /unexpected end|unterminated/i.test(message) || position === String(text.length)
        ? `its JSON ends too early${place}: the upload may have been cut short`
        : `it is not JSON${place}`,
    );
  }
}

const versionSchema = v.looseObject({ version: v.optional(v.unknown()), encryption_version: v.optional(v.unknown()) });

function requireVersion(json: unknown): void {
  const parsed = v.safeParse(versionSchema, json);
  if (!parsed.success) throw new UnusableStateError('it is JSON, but not a Terraform state');
  const { version, encryption_version } = parsed.output;
  if (version === versionNumber) return;
  if (encryption_version !== undefined) {
    throw new UnusableStateError('it is encrypted by OpenTofu, and this program has no key to read it');
  }
  if (typeof version !== 'number')
    throw new UnusableStateError('it is JSON, but not a Terraform state (no version number)');
  throw new UnusableStateError(
    version < versionNumber
      ? `it has state format ${version}, of Terraform 0.11 or older: run "terraform apply" once with Terraform 0.12 or newer`
      : `it has state format ${version}, which is newer than the format ${versionNumber} this program reads: update stagedrift`,
  );
}

function parse<Schema extends v.GenericSchema>(schema: Schema, input: unknown, where: string): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, input);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const path = [where, v.getDotPath(issue)].filter((part) => part !== null && part !== '').join('.');
  throw new UnusableStateError(
    `it is not a state Terraform wrote: ${path || 'the whole'} is not ${issue.expected ?? 'valid'}`,
  );
}

/** Terraform refuses a state in which one address stands twice, and nobody can tell which of the two counts. */
function requireUniqueAddresses(instances: readonly ManagedInstance[]): void {
  const seen = new Set<string>();
  for (const { address } of instances) {
    if (seen.has(address)) throw new UnusableStateError(`it holds ${address} twice, and only one can be right`);
    seen.add(address);
  }
}

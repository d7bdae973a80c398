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

// Messages complete the sentence that `parse` begins with the place.
const aText = v.string('is not a text');
const anObject = v.custom<object>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'is not an object',
);
// A Map keeps names such as __proto__ plain data.
const names = v.pipe(
  anObject,
  v.transform((object) => new Map<string, unknown>(Object.entries(object))),
);

function listOf<Item extends v.GenericSchema>(item: Item) {
  return v.array(item, 'is not a list');
}

function objectWith<Entries extends v.ObjectEntries>(entries: Entries) {
  return v.pipe(anObject, v.looseObject(entries, 'is missing'));
}

const envelopeSchema = objectWith({
  terraform_version: v.nullish(aText, ''),
  serial: v.nullish(v.number('is not a number'), 0),
  lineage: v.nullish(aText, ''),
  resources: listOf(
    objectWith({ mode: v.picklist(['managed', 'data'], 'is neither "managed" nor "data"'), type: aText }),
  ),
});

const resourceSchema = objectWith({
  module: v.nullish(aText, ''),
  name: aText,
  instances: listOf(objectWith({ deposed: v.nullish(aText, '') })),
});

const pathStep = v.union(
  [
    v.pipe(
      v.object({ type: v.literal('get_attr'), value: v.string() }),
      v.transform((step) => step.value),
    ),
    v.pipe(
      v.object({ type: v.literal('index'), value: v.object({ value: v.union([v.string(), v.number()]) }) }),
      v.transform((step) => step.value.value),
    ),
  ],
  'is not a step of a path',
);

const instanceSchema = objectWith({
  index_key: v.nullish(v.union([v.string(), v.number()], 'is neither a text nor a number')),
  attributes: v.nullish(names),
  attributes_flat: v.nullish(v.pipe(names, v.map(v.string(), v.string('holds something other than texts')))),
  sensitive_attributes: v.nullish(listOf(listOf(pathStep)), []),
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
      address: resourceAddress(module, type, name, instance.index_key ?? undefined),
      type,
      attributes: instance.attributes ?? expandFlatmap(instance.attributes_flat ?? new Map()),
      sensitivePaths: instance.sensitive_attributes,
    };
  });
}

function parseJson(content: string): unknown {
  if (content.trim() === '') throw new UnusableStateError('it is empty');
  const json = content.replace(/^\uFEFF/, '');
  try {
    return JSON.parse(json);
  } catch (error) {
    // The parser's own error quotes the text, and with it a secret perhaps: it is deliberately not kept as the cause,
    // and only what the parser itself says is read from it.
    const position = / at position (\d+)( \(line \d+ column \d+\))?$/.exec(String(error))?.[1];
    const place = position === undefined ? '' : ` (at character ${position} of ${json.length})`;
    throw new UnusableStateError(
      /^SyntaxError: (Unexpected end|Unterminated)/.test(String(error)) || position === String(json.length)
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
  const [{ path = [], message }] = parsed.issues;
  throw new UnusableStateError(`it is not a state Terraform wrote: ${place(where, path)} ${message}`);
}

/** For example `resources[0].instances[1].attributes`. Names of attributes are content of the state, so they are left out. */
function place(where: string, path: readonly v.IssuePathItem[]): string {
  const steps = path
    .filter(({ type }) => type !== 'map')
    .map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${key}`));
  return `${where}${steps.join('')}`.replace(/^\./, '');
}

/** Terraform refuses a state in which one address stands twice, and nobody can tell which of the two counts. */
function requireUniqueAddresses(instances: readonly ManagedInstance[]): void {
  const seen = new Set<string>();
  for (const { address } of instances) {
    if (seen.has(address)) throw new UnusableStateError(`it holds ${address} twice, and only one can be right`);
    seen.add(address);
  }
}

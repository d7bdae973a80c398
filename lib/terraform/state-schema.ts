import * as v from 'valibot';
import { s3Uri, s3UriForm } from '../model/s3-uri.ts';
import { UnusableStateError } from './unusable-state.ts';

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

/** What kind of resource it is. */
export const headSchema = objectWith({
  mode: v.picklist(['managed', 'data'], 'is neither "managed" nor "data"'),
  type: aText,
});

/** The state as a whole. */
export const envelopeSchema = objectWith({
  terraform_version: v.nullish(aText, ''),
  serial: v.nullish(v.number('is not a number'), 0),
  lineage: v.nullish(aText, ''),
  resources: listOf(headSchema),
});

// Addresses stand in commands and configurations that people paste, so that only what Terraform writes is let through.
const identifier = '[\\p{L}\\p{N}_][\\p{L}\\p{N}_-]{0,1023}';
const instanceKey = '\\[(?:\\d{1,20}|"(?:[^"\\\\\\p{Cc}]|\\\\.)*")\\]';
const nameForm = new RegExp(`^${identifier}$`, 'u');
const moduleForm = new RegExp(`^(?:module\\.${identifier}(?:${instanceKey})?(?:\\.(?=module)|$))*$`, 'u');

export const resourceSchema = objectWith({
  module: v.pipe(v.nullish(aText, ''), v.regex(moduleForm, 'is no module of Terraform')),
  name: v.pipe(aText, v.regex(nameForm, 'is no name of Terraform')),
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

export const instanceSchema = objectWith({
  index_key: v.nullish(v.union([v.string(), v.number()], 'is neither a text nor a number')),
  attributes: v.nullish(names),
  attributes_flat: v.nullish(v.pipe(names, v.map(v.string(), v.string('holds something other than texts')))),
  sensitive_attributes: v.nullish(listOf(listOf(pathStep)), []),
});

/**
 * @param where the place of the input in the state
 * @throws UnusableStateError with the first thing that is wrong
 */
export function parse<Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
  where: string,
): v.InferOutput<Schema> {
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

const versionNumber = 4;

const versionSchema = v.looseObject({
  version: v.optional(v.unknown()),
  encryption_version: v.optional(v.unknown()),
  terraform_version: v.fallback(v.nullable(v.pipe(v.string(), v.regex(/^\d{1,3}\.\d{1,3}\.\d{1,3}$/))), null),
  /** Of the pointer that `terraform init` leaves in `.terraform`. */
  backend: v.optional(v.unknown()),
  /** Of what `terraform show -json` prints. */
  format_version: v.optional(v.unknown()),
  planned_values: v.optional(v.unknown()),
});

const s3BackendSchema = v.looseObject({
  type: v.literal('s3'),
  config: v.looseObject({ bucket: v.string(), key: v.pipe(v.string(), v.nonEmpty()) }),
});

const pullIt = 'run "terraform state pull > terraform.tfstate" and check that file';

/** @throws UnusableStateError where it is no state of the format that this program reads */
export function requireVersion(json: unknown): void {
  const parsed = v.safeParse(versionSchema, json);
  if (!parsed.success) throw new UnusableStateError('it is JSON, but not a Terraform state');
  const { version, encryption_version, backend, format_version, planned_values } = parsed.output;
  if (version === versionNumber) return;
  if (encryption_version !== undefined) {
    throw new UnusableStateError('it is encrypted by OpenTofu, and this program has no key to read it');
  }
  if (backend !== undefined) throw new UnusableStateError(`it only says where the state is: ${placeOf(backend)}`);
  if (planned_values !== undefined) throw new UnusableStateError(`it is a plan, not a state: ${pullIt}`);
  if (format_version !== undefined) {
    throw new UnusableStateError(`it is the output of "terraform show -json": ${pullIt}`);
  }
  if (typeof version !== 'number')
    throw new UnusableStateError('it is JSON, but not a Terraform state (no version number)');
  throw new UnusableStateError(
    version < versionNumber
      ? olderFormat(version, parsed.output.terraform_version)
      : `it has state format ${version}, which is newer than the format ${versionNumber} this program reads: update stagedrift`,
  );
}

/** Terraform 1.11 reads the older formats, and writes its own with the next change of the state. */
function olderFormat(version: number, terraformVersion: string | null): string {
  const isOfAnotherTool = terraformVersion !== null && !/^0\.(\d|10|11)\./.test(terraformVersion);
  const writer = isOfAnotherTool
    ? `, but names Terraform ${terraformVersion}, so another tool such as Terraformer made it`
    : '';
  return `it has state format ${version}, as Terraform 0.11 wrote it${writer}: run "terraform state replace-provider -- -/aws hashicorp/aws" with a newer Terraform, which writes it in format 4`;
}

/** @returns what to check in place of the pointer to a backend */
function placeOf(backend: unknown): string {
  const parsed = v.safeParse(s3BackendSchema, backend);
  if (!parsed.success) return pullIt;
  const { bucket, key } = parsed.output.config;
  const place = v.safeParse(s3UriForm, s3Uri(bucket, key).uri);
  if (!place.success || place.output.bucket !== bucket) return pullIt;
  return `check ${place.output.uri}, or the state of your workspace below env:/ in that bucket`;
}

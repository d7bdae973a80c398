import { StringDecoder } from 'node:string_decoder';
import * as v from 'valibot';
import { resourceAddress } from './address.ts';
import { expandFlatmap } from './flatmap.ts';
import { createJsonCutter, type JsonCutter } from './json-cutter.ts';
import { JsonError } from './json-error.ts';
import { envelopeSchema, headSchema, instanceSchema, parse, requireVersion, resourceSchema } from './state-schema.ts';
import { UnusableStateError, unusableJson } from './unusable-state.ts';

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

/** Reads a state as its text comes in, and holds no more than one instance of it and what is wanted. */
interface StateParser {
  /** @throws UnusableStateError where more would have to be held than there is room for */
  write(text: string): void;
  /** @throws UnusableStateError */
  end(): StateFile;
}

/** Characters that are not cut into pieces: one instance, or all of the state that is no resource. */
const mostHeld = 32 * 1024 * 1024;

/**
 * @param chunks the bytes of a state
 * @param types resource types to return instances of; data sources and deposed objects are never returned
 * @throws UnusableStateError, or whatever the chunks fail with
 */
export async function readStateFile(chunks: AsyncIterable<Uint8Array>, types: ReadonlySet<string>): Promise<StateFile> {
  const parser = createStateParser(types);
  // Chunks end in the middle of a character.
  const decoder = new StringDecoder('utf8');
  for await (const chunk of chunks) parser.write(decoder.write(chunk));
  parser.write(decoder.end());
  return parser.end();
}

/**
 * @param text content of a state
 * @param types as for `readStateFile`
 * @throws UnusableStateError
 */
export function parseStateFile(text: string, types: ReadonlySet<string>): StateFile {
  const parser = createStateParser(types);
  parser.write(text);
  return parser.end();
}

function createStateParser(types: ReadonlySet<string>): StateParser {
  const instances: ManagedInstance[] = [];
  /** What the check of the state as a whole looks at of each resource, by its index. */
  const heads = new Map<number, unknown>();
  /** Instances of the resource that is being read, by their index; `null` where its type is not wanted. */
  let pending: Map<number, unknown> | null = new Map();
  let problem: UnusableStateError | null = null;

  function readResource(index: number, resource: unknown): void {
    const head = v.safeParse(headSchema, resource);
    heads.set(index, head.success ? soundHead : resource);
    if (problem !== null || !head.success || head.output.mode !== 'managed' || !types.has(head.output.type)) return;
    const where = `resources[${index}]`;
    try {
      if (pending === null) throw new UnusableStateError(`it is not a state Terraform wrote: ${where} has two types`);
      instances.push(...parseInstances(withCuts(head.output, 'instances', pending), head.output.type, where));
    } catch (error) {
      if (!(error instanceof UnusableStateError)) throw error;
      // What is wrong with the text as a whole comes before what is wrong with one resource.
      problem = error;
    }
  }

  const cutter = createJsonCutter(['resources', 'instances'], {
    listBegins(list, before) {
      if (list === 'instances') {
        pending = isUnwanted(before, types) ? null : new Map();
      } else {
        // Of two lists of one name the last counts.
        instances.length = 0;
        heads.clear();
        problem = null;
      }
    },
    cut(list, index, value) {
      if (list === 'instances') pending?.set(index, value);
      else {
        readResource(index, value);
        pending = new Map();
      }
    },
  });

  let isBlank = true;
  return {
    write(text) {
      isBlank &&= text.trim() === '';
      cutter.write(cutter.length() === 0 ? text.replace(/^\uFEFF/, '') : text);
      if (cutter.held() > mostHeld) {
        throw new UnusableStateError(
          `it has more than ${mostHeld} characters in one instance or outside its resources, and this program cannot hold so many`,
        );
      }
    },
    end() {
      if (isBlank) throw new UnusableStateError('it is empty');
      const json = endOf(cutter);
      requireVersion(json);
      const { lineage, serial, terraform_version } = parse(envelopeSchema, withCuts(json, 'resources', heads), '');
      if (problem !== null) throw problem;
      requireUniqueAddresses(instances);
      return { lineage, serial, terraformVersion: terraform_version, instances };
    },
  };
}

/** Stands for every resource of which there is nothing to say, since there can be very many. */
const soundHead = { mode: 'managed', type: '' };

/** Puts what was cut out of a list back to where it was. */
function withCuts(value: unknown, list: string, cuts: ReadonlyMap<number, unknown>): unknown {
  const whole = v.safeParse(v.looseObject({ [list]: v.array(v.unknown()) }), value);
  if (!whole.success) return value;
  return { ...whole.output, [list]: whole.output[list]?.map((left, index) => cuts.get(index) ?? left) };
}

/** @param before text of a resource up to its instances; Terraform writes the type before them */
function isUnwanted(before: string, types: ReadonlySet<string>): boolean {
  try {
    const head = v.safeParse(headSchema, JSON.parse(`${before}null}`));
    return head.success && !(head.output.mode === 'managed' && types.has(head.output.type));
  } catch {
    // What is wrong with it is told when all of it is there.
    return false;
  }
}

function endOf({ end, length }: JsonCutter): unknown {
  try {
    return end();
  } catch (error) {
    throw error instanceof JsonError ? unusableJson(error, length()) : error;
  }
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

/** Terraform refuses a state in which one address stands twice, and nobody can tell which of the two counts. */
function requireUniqueAddresses(instances: readonly ManagedInstance[]): void {
  const seen = new Set<string>();
  for (const { address } of instances) {
    if (seen.has(address)) throw new UnusableStateError(`it holds ${address} twice, and only one can be right`);
    seen.add(address);
  }
}

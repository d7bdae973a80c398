import * as v from 'valibot';
import { resourceAddress } from './address.ts';
import { expandFlatmap } from './flatmap.ts';
import { envelopeSchema, headSchema, instanceSchema, parse, requireVersion, resourceSchema } from './state-schema.ts';
import { stateText } from './state-text.ts';
import { createStreamedJson } from './streamed-json.ts';
import { UnusableStateError } from './unusable-state.ts';

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

/** Characters of which no part can be let go: one instance, and all of the state that is no resource. */
const maxHeld = 32 * 1024 * 1024;

/** Levels of objects and lists: more would overflow the stack, and no resource of a provider has as many. */
const maxDepth = 256;

/**
 * @param chunks the bytes of a state
 * @param types resource types to return instances of; data sources and deposed objects are never returned
 * @throws UnusableStateError, or whatever the chunks fail with
 */
export async function readStateFile(chunks: AsyncIterable<Uint8Array>, types: ReadonlySet<string>): Promise<StateFile> {
  const parser = createStateParser(types);
  for await (const text of stateText(chunks)) parser.write(text);
  return parser.end();
}

/**
 * Reads a state as its text comes in, and holds no more than one instance of it and what is wanted.
 * @param types as for `readStateFile`
 */
export function createStateParser(types: ReadonlySet<string>) {
  const instances: ManagedInstance[] = [];
  let problem: UnusableStateError | null = null;
  /** Whether instances of the resource that is being read were left out. */
  let isCut = false;
  /** Characters before the resources, and since something was taken out last. */
  let outside = 0;
  let held = 0;

  const json = createStreamedJson((token, assembler) => {
    if (assembler.depth > maxDepth) throw new UnusableStateError(`it is nested more than ${maxDepth} levels deep`);
    if (token !== 'startArray' && token !== 'endObject') return;
    const { depth, stack, current: list } = assembler;
    // The stack has each value that is open, and the member of it that comes next.
    if (stack[1] !== 'resources' || !Array.isArray(list)) return;
    const last = list.length - 1;
    if (token === 'startArray' && depth === 2) {
      // Of two lists of one name the last counts.
      instances.length = 0;
      problem = null;
      outside += held;
      held = 0;
    } else if (token === 'endObject' && depth === 4 && stack[5] === 'instances') {
      held = 0;
      if (!isUnwanted(stack[4], types)) return;
      list[last] = {};
      isCut = true;
    } else if (token === 'endObject' && depth === 2) {
      held = 0;
      list[last] = takeResource(list[last], `resources[${last}]`);
      isCut = false;
    }
  });

  /** @returns what the check of the state as a whole looks at of it */
  function takeResource(resource: unknown, where: string): unknown {
    const head = v.safeParse(headSchema, resource);
    if (!head.success) return resource;
    const { mode, type } = head.output;
    if (problem !== null || mode !== 'managed' || !types.has(type)) return soundHead;
    try {
      if (isCut) throw new UnusableStateError(`it is not a state Terraform wrote: ${where} has two types`);
      for (const instance of parseInstances(ownCopy(head.output), where)) instances.push(instance);
    } catch (error) {
      if (!(error instanceof UnusableStateError)) throw error;
      // What is wrong with the text as a whole comes before what is wrong with one resource.
      problem = error;
    }
    return soundHead;
  }

  let isBlank = true;
  return {
    /** @throws UnusableStateError */
    write(text: string): void {
      isBlank &&= text.trim() === '';
      if (isBlank) return;
      held += text.length;
      json.write(text);
      if (outside + held > maxHeld) {
        throw new UnusableStateError(
          `it has more than ${maxHeld} characters in one instance or outside its resources, and this program cannot hold so many`,
        );
      }
    },
    /** @throws UnusableStateError */
    end(): StateFile {
      const state = json.end();
      requireVersion(state);
      const { lineage, serial, terraform_version } = parse(envelopeSchema, state, '');
      if (problem !== null) throw problem;
      requireUniqueAddresses(instances);
      return { ...ownCopy({ lineage, serial, terraformVersion: terraform_version }), instances };
    },
  };
}

/** Texts are slices of the piece that they came in, and each would keep all of it. */
function ownCopy<Value>(value: Value): Value {
  return structuredClone(value);
}

/** Terraform writes the type of a resource before its instances. */
function isUnwanted(resource: unknown, types: ReadonlySet<string>): boolean {
  const head = v.safeParse(headSchema, resource);
  return head.success && !(head.output.mode === 'managed' && types.has(head.output.type));
}

/** Stands for every resource of which there is nothing to say, since there can be very many. */
const soundHead = { mode: 'managed', type: '' };

function parseInstances(resource: { readonly type: string }, where: string): ManagedInstance[] {
  const { type } = resource;
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

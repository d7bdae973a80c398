import { type Statement, statementsOf } from '../iam/policy.ts';
import type { Stack } from '../resolve-template.ts';
import { at, texts } from './look.ts';
import type { ModuleState } from './module-run.ts';

/** Something that the template and the module both make. */
export interface Likeness {
  readonly title: string;
  /** As CloudFormation has it. */
  readonly template: (stack: Stack) => unknown;
  /** As Terraform has it, in the same form. */
  readonly module: (state: ModuleState) => unknown;
}

/** Names of members in the template, with those of the module that mean the same. */
type Members = readonly (readonly [template: string, module: string])[];

/** Single values that are equal one by one. */
export function same(title: string, resource: string, address: string, members: Members): Likeness {
  return {
    title,
    template: (stack) =>
      texts(
        stack.properties(resource),
        members.map(([path]) => path),
      ),
    module: (state) =>
      texts(
        state.get(address),
        members.map(([, path]) => path),
      ),
  };
}

/** JSON of a policy in either. */
export function policy(title: string, resource: string, path: string, address: string, attribute = 'policy'): Likeness {
  return {
    title,
    template: (stack) => statements(at(stack.properties(resource), path)),
    module: (state) => statements(json(at(state.get(address), attribute))),
  };
}

export function statements(document: unknown): readonly Statement[] {
  return statementsOf(document);
}

export function json(text: unknown): unknown {
  return JSON.parse(String(text));
}

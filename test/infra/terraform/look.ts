import type { ModuleState } from './module-run.ts';

/** @param path such as `Targets.0.Arn`; @returns what is there, undefined where nothing is */
export function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, name) => {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, name)) return undefined;
    return Object.entries(inner).find(([key]) => key === name)?.[1];
  }, value);
}

/** @returns single values as texts: a number is a text to one tool and a number to the other */
export function texts(value: unknown, paths: readonly string[]): readonly string[] {
  return paths.map((path) => String(at(value, path) ?? ''));
}

/** @returns what there is of a resource that there may be none or several of */
export function list(state: ModuleState, address: string): readonly unknown[] {
  return [...state].filter(([name]) => name.startsWith(`${address}[`)).map(([, values]) => values);
}

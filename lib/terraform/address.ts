import { hclString } from './hcl-string.ts';

/**
 * Resource addresses, spelled as Terraform prints them (`terraform state list`, plan JSON).
 * Source: Terraform's address formatting of instance keys, and `terraform state list` of 1.11.
 */

/** `count` gives a number, `for_each` a string, and neither gives no key at all. */
export type InstanceKey = number | string | undefined;

/**
 * @param module address of the module as the state spells it (`module.api["eu"]`), `''` for the root module
 * @returns for example `module.api["eu"].aws_api_gateway_stage.this[0]`
 */
export function resourceAddress(module: string, type: string, name: string, key: InstanceKey): string {
  const resource = module === '' ? `${type}.${name}` : `${module}.${type}.${name}`;
  if (key === undefined) return resource;
  return typeof key === 'number' ? `${resource}[${key}]` : `${resource}[${hclString(key)}]`;
}

const name = '[\\p{L}_][\\p{L}\\p{N}_-]*';
const key = '\\[(?:\\d+|"(?:[^"\\\\\\n]|\\\\.)*")\\]';
const form = new RegExp(`^((?:module\\.${name}(?:${key})?\\.)*)((?!module\\.)${name}\\.${name})(${key})?$`, 'u');

/** An address, taken apart. */
export interface ParsedAddress {
  /** Type and name, such as `aws_api_gateway_stage.this`. */
  readonly resource: string;
  /** As the module in which it is speaks of it, such as `aws_api_gateway_stage.this[0]`. */
  readonly inModule: string;
  /** Whether it is one of several, or in one of several modules. */
  readonly hasKey: boolean;
}

/** @returns `null` for what Terraform would not take for the address of an instance */
export function parseAddress(address: string): ParsedAddress | null {
  const [, modules, resource, index = ''] = form.exec(address) ?? [];
  if (modules === undefined || resource === undefined) return null;
  return { resource, inModule: `${resource}${index}`, hasKey: index !== '' || modules.includes('[') };
}

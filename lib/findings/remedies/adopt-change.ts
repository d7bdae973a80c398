import type { Leaf, Path } from '../../model/comparison.ts';
import { parseAddress } from '../../terraform/address.ts';
import { hclComment, hclString } from '../../terraform/hcl-string.ts';
import type { ShownDifference } from '../masking.ts';

/** @returns the part of a resource's configuration that takes over what is live at one difference, and no more */
export function adoptChange(address: string, difference: ShownDifference): string {
  const { path, actual, masked } = difference;
  const lines = actual === null ? [removal(path)] : nested(path, argument(path, actual, masked));
  return [hclComment(address), ...lines].join('\n');
}

/** A field of a block is never live alone, so that where one is missing, the whole block is. */
function removal([setting = '', ...below]: Path): string {
  const [first, second, third] = below;
  if (typeof first === 'number' && third === undefined && second !== undefined) {
    return hclComment(`remove the block ${setting}`);
  }
  const name = below.at(-1);
  if (name === undefined) return hclComment(`remove ${setting}`);
  const map = below.length > 1 ? `${second} of ${setting}` : String(setting);
  return hclComment(`remove ${hclString(String(name))} from ${map}`);
}

/** Puts an argument into the blocks and maps that its path leads through. */
function nested([setting = '', ...below]: Path, [name, value]: readonly [string, string]): readonly string[] {
  const [first, ...rest] = below;
  if (first === undefined) return [`${name} = ${value}`];
  if (typeof first === 'number') {
    const note = rest.length > 1 ? [] : ['  # only the argument that differs'];
    return [`${setting} {`, ...note, ...nested(rest, [name, value]).map((line) => `  ${line}`), '}'];
  }
  return [`${setting} = {`, '  # only the key that differs', `  ${name} = ${value}`, '}'];
}

function argument(path: Path, actual: Leaf, masked: boolean): readonly [name: string, value: string] {
  const last = String(path.at(-1));
  const isKey = typeof path.at(-1) === 'string' && typeof path.at(-2) === 'string';
  return [
    isKey ? hclString(last) : last,
    masked ? `var.${variableName(last)} # the live value is masked` : literal(actual),
  ];
}

function literal(value: Leaf): string {
  return typeof value === 'string' ? hclString(value) : String(value);
}

/** Terraform has uses of its own for these. */
const reserved = new Set(['source', 'version', 'providers', 'count', 'for_each', 'lifecycle', 'depends_on', 'locals']);

function variableName(key: string): string {
  const name = key.toLowerCase().replace(/[^a-z0-9_]/g, '_');
  return /^[a-z_]/.test(name) && !reserved.has(name) ? name : `value_${name}`;
}

/** A stage has its web ACL by a resource of another type, `null` where its address is none that Terraform writes. */
export function adoptWebAcl(address: string, { expected, actual, masked }: ShownDifference): string | null {
  const parsed = parseAddress(address);
  if (parsed === null) return null;
  if (actual === null) return `${hclComment(address)}\n# remove the aws_wafv2_web_acl_association of this stage`;
  const value = masked ? 'var.web_acl_arn # the live value is masked' : literal(actual);
  if (expected !== null) {
    return `${hclComment(address)}\n# in the aws_wafv2_web_acl_association of this stage\nweb_acl_arn = ${value}`;
  }
  const [, name = ''] = parsed.resource.split('.');
  return [
    hclComment(address),
    `resource "aws_wafv2_web_acl_association" "${name}" {`,
    `  resource_arn = ${parsed.inModule}.arn`,
    `  web_acl_arn  = ${value}`,
    '}',
  ].join('\n');
}

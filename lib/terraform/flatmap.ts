/**
 * `attributes_flat`: the form in which Terraform 0.11 kept attributes. A state upgraded from it and not refreshed since
 * still holds it. `variables.%` counts a map, `access_log_settings.#` a list; every leaf is a text.
 */
export function expandFlatmap(flat: ReadonlyMap<string, string>): ReadonlyMap<string, unknown> {
  const root: Branch = new Map();
  for (const [path, text] of flat) {
    const keys = path.split('.');
    const marker = keys.at(-1);
    if (marker === '%' || marker === '#') branchAt(root, keys.slice(0, -1));
    else insert(root, keys, text, flat);
  }
  return new Map([...root].map(([key, node]) => [key, toJson(node, key, flat)]));
}

interface Branch extends Map<string, Branch | string> {}

/** A key of a map may hold dots itself, so everything behind a known map is one key. */
function insert(root: Branch, keys: readonly string[], text: string, flat: ReadonlyMap<string, string>): void {
  const mapLength = keys.findIndex((_, index) => flat.has(`${keys.slice(0, index).join('.')}.%`));
  const path = mapLength === -1 ? keys : [...keys.slice(0, mapLength), keys.slice(mapLength).join('.')];
  branchAt(root, path.slice(0, -1)).set(path.at(-1) ?? '', text);
}

function branchAt(root: Branch, keys: readonly string[]): Branch {
  let branch = root;
  for (const key of keys) {
    const next = branch.get(key);
    const child: Branch = next instanceof Map ? next : new Map();
    branch.set(key, child);
    branch = child;
  }
  return branch;
}

function toJson(node: Branch | string, path: string, flat: ReadonlyMap<string, string>): unknown {
  if (typeof node === 'string') return node;
  const entries = [...node].map(([key, child]) => [key, toJson(child, `${path}.${key}`, flat)] as const);
  if (flat.has(`${path}.#`)) return entries.map(([, value]) => value);
  return Object.fromEntries(entries);
}

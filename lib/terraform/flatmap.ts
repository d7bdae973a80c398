/**
 * `attributes_flat`: the form in which Terraform 0.11 kept attributes. A state upgraded from it and not refreshed since
 * still holds it. `variables.%` counts a map, `access_log_settings.#` a list; every leaf is a text.
 */
export function expandFlatmap(flat: ReadonlyMap<string, string>): ReadonlyMap<string, unknown> {
  const root: Branch = new Map();
  for (const [path, text] of flat) {
    const { containers, key, count } = place(path, flat);
    const branch = branchAt(root, containers);
    if (key !== count) branch.set(key, text);
  }
  return new Map([...root].map(([key, node]) => [key, toJson(node, key, flat)]));
}

interface Branch extends Map<string, Branch | string> {}

/** Levels that are distinct; what a stage has nests 4 deep. Further dots belong to a key, so nothing nests without end. */
const deepest = 16;

/** A key of a map may hold dots itself, so everything behind a known map is one key. */
function place(path: string, flat: ReadonlyMap<string, string>) {
  const steps = path.split('.');
  const above = steps.slice(0, -1).slice(0, deepest);
  const map = above.findIndex((_, index) => flat.has(`${steps.slice(0, index + 1).join('.')}.%`));
  const depth = map === -1 ? above.length : map + 1;
  return { containers: steps.slice(0, depth), key: steps.slice(depth).join('.'), count: map === -1 ? '#' : '%' };
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
  if (flat.has(`${path}.%`) || !flat.has(`${path}.#`)) return Object.fromEntries(entries);
  // A state sorts its keys as texts, 10 before 2.
  return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, value]) => value);
}

/** Keys of all that the function keeps below LEDGER_URI, besides the reports. */
export const storedObjects = {
  ledger: 'ledger.json',
  stageIndex: 'index.json',
} as const;

/** Folder of the reports. */
export const keptReports = 'reports/';

/** Names that earlier versions gave to what they kept, and may have left. */
const earlierNames = ['stage-index.json', 'waiting-calls.json'];

const names: ReadonlySet<string> = new Set([...Object.values(storedObjects), ...earlierNames]);

/** @returns whether an object is one that the function itself keeps below a prefix, and no state of anybody */
export function isKept(prefix: string, key: string): boolean {
  const start = prefix === '' ? '' : `${prefix}/`;
  if (!key.startsWith(start)) return false;
  const name = key.slice(start.length);
  return names.has(name) || name.startsWith(keptReports);
}

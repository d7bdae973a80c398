import { grouped } from '../report-words.ts';
import type { FindingRow } from './finding-row.ts';

export const severityLabels = new Map<FindingRow['severity'], string>([
  ['HIGH', 'High'],
  ['MEDIUM', 'Medium'],
  ['LOW', 'Low'],
]);

export const kindLabels = new Map<FindingRow['kind'], string>([
  ['DIFFERENCE', 'Changed'],
  ['DELETED', 'Deleted'],
  ['UNMANAGED', 'In no state'],
  ['NOT_CHECKED', 'Not checked'],
  ['STATE', 'State not read'],
]);

const eventLabels = new Map<FindingRow['event'], string>([
  ['OPEN', 'Open'],
  ['OPENED', 'New'],
  ['CHANGED', 'Changed again'],
  ['REMINDER', 'Reminder'],
  ['KNOWN', 'Known'],
  ['RESOLVED', 'Resolved'],
  ['IGNORED', 'Ignored'],
]);

const facets = [
  ['Severity', 'severity', severityLabels],
  ['Finding', 'kind', kindLabels],
  ['News', 'event', eventLabels],
] as const;

/** @returns the ways to narrow findings that leave more than one choice, each with the choices that would leave some */
export function facetsOf(findings: readonly FindingRow[]) {
  const all = facets.map(([legend, member, labels]) => {
    const groups = Map.groupBy(findings, (finding) => finding[member]);
    const choices = [...labels].flatMap(([word, label]) => {
      const found = groups.get(word);
      return found === undefined ? [] : { word, label, count: grouped(found.length) };
    });
    return { legend, choices };
  });
  return all.filter(({ choices }) => choices.length > 1);
}

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

/** @returns the ways to narrow findings that leave more than one choice, each with the choices that would leave some */
export function facetsOf(findings: readonly FindingRow[]) {
  const all = [
    facet('Severity', severityLabels, ({ severity }) => severity, findings),
    facet('Finding', kindLabels, ({ kind }) => kind, findings),
    facet('News', eventLabels, ({ event }) => event, findings),
  ];
  return all.filter(({ choices }) => choices.length > 1);
}

function facet<Word extends string | null>(
  legend: string,
  labels: Iterable<readonly [Word, string]>,
  wordOf: (finding: FindingRow) => Word,
  findings: readonly FindingRow[],
) {
  const groups = Map.groupBy(findings, wordOf);
  const choices = [...labels].flatMap(([word, label]) => {
    const count = groups.get(word)?.length;
    return count === undefined ? [] : [{ word, label, count: grouped(count) }];
  });
  return { legend, choices };
}

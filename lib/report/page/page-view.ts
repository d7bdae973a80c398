import { visible } from '../../model/visible.ts';
import { shownTime } from '../duration.ts';
import { failedStates, isIncomplete, type Report } from '../report.ts';
import { reportView } from '../report-view.ts';
import {
  counted,
  grouped,
  incomplete,
  mayHaveDrifted,
  nothingToCheck,
  nouns,
  omission,
  startedBy,
} from '../report-words.ts';
import { facetsOf } from './facets.ts';
import type { FindingRow } from './finding-row.ts';
import { sectionsOf } from './sections.ts';

const tones = { DRIFTED: 'bad', INCOMPLETE: 'unsure', IN_SYNC: 'good' } as const;
const statuses = { DRIFTED: 'Drift', INCOMPLETE: 'Incomplete', IN_SYNC: 'In sync' } as const;

/** @returns all that the page says, for its template. All text is plain and visible, and not yet escaped. */
export function pageView(report: Report) {
  const { status, detectedAt, trigger, summary } = report;
  const view = reportView(report);
  const sections = sectionsOf(view);
  const findings = sections.flatMap((section) => [
    ...section.findings,
    ...section.stages.flatMap(({ resources }) => resources.flatMap((resource) => resource.findings)),
  ]);
  const inSync = report.resources.filter((resource) => resource.status === 'IN_SYNC');
  const statesRead = report.states.filter((state) => state.status === 'READ');
  return {
    tone: tones[status],
    status: statuses[status],
    title: title(report),
    lead: status === 'DRIFTED' && isIncomplete(report) ? mayHaveDrifted : null,
    facts: [
      `Checked ${shownTime(detectedAt)}, ${startedBy[trigger.kind]}`,
      `${counted(summary.resources - summary.unmanaged, ...nouns(report))} of ${counted(summary.states, 'state')}`,
      counted(summary.apiCalls, 'call to API Gateway', 'calls to API Gateway'),
    ],
    tiles: tiles(report, new Set([...sections.map(({ id }) => id), ...(inSync.length > 0 ? ['in-sync'] : [])])),
    openCounts: view.remembers ? openCountsOf(findings) : [],
    warnings: report.warnings.map(visible),
    facets: facetsOf(findings),
    findings: findings.length,
    sections,
    inSync: inSync.map(({ address }) => visible(address)),
    inSyncCount: counted(inSync.length, 'resource'),
    statesRead: statesRead.map(({ uri, serial, terraformVersion }) => ({
      uri: visible(uri),
      serial: String(serial ?? ''),
      terraformVersion: visible(terraformVersion ?? ''),
    })),
    statesReadCount: counted(statesRead.length, 'state'),
    omitted: omission(report),
    places: placesOf(report),
  };
}

function title(report: Report): string {
  const { summary, status } = report;
  const [one, many] = nouns(report);
  if (status === 'DRIFTED')
    return `${counted(summary.modified + summary.deleted, `${one} has`, `${many} have`)} drifted from Terraform`;
  if (status === 'INCOMPLETE') return incomplete(report);
  if (summary.resources === 0) return nothingToCheck;
  return `${counted(summary.inSync, `${one} is`, `${many} are`)} in sync with Terraform`;
}

/**
 * @param there ids of the sections of the page
 * @returns what was found in numbers that lead to where they come from; what is not there is left out, but for what drifted
 * and what is in sync
 */
function tiles(report: Report, there: ReadonlySet<string>) {
  const { summary, resolved } = report;
  const unread = failedStates(report);
  const all = [
    [summary.modified, 'changed', 'bad', 'drift'],
    [summary.deleted, 'deleted', 'bad', 'drift'],
    [summary.unmanaged, 'in no state', 'unsure', 'unmanaged'],
    [summary.notChecked, 'not checked', 'unsure', 'not-checked'],
    [unread, unread === 1 ? 'state not read' : 'states not read', 'unsure', 'unread'],
    [summary.inSync, 'in sync', 'good', 'in-sync'],
    [resolved.length, 'resolved', 'good', 'resolved'],
    [summary.ignored, 'ignored', 'plain', 'ignored'],
  ] as const;
  return all.flatMap(([number, label, tone, section]) => {
    const count = grouped(number);
    if (number > 0) return { count, label, tone, section: there.has(section) ? section : null };
    return section === 'drift' || section === 'in-sync' ? { count, label, tone: 'plain' as const, section: null } : [];
  });
}

/** @returns how many findings are open, by why they are notified now */
function openCountsOf(findings: readonly FindingRow[]) {
  const labels = [
    ['OPENED', 'new'],
    ['CHANGED', 'changed again'],
    ['REMINDER', 'due for a reminder'],
    ['KNOWN', 'known'],
  ] as const;
  return labels.flatMap(([event, label]) => {
    const { length } = findings.filter((finding) => finding.event === event);
    return length === 0 ? [] : [{ count: grouped(length), label }];
  });
}

/** @returns where the report and what belongs to it is kept */
function placesOf({ reportId, archive, ledger }: Report) {
  const places = [
    ['Report', reportId],
    ['Archived as JSON', archive?.report],
    ['Archived as page', archive?.page],
    ['Ledger', ledger],
  ] as const;
  return places.flatMap(([label, text]) => (text ? [{ label, text: visible(text) }] : []));
}

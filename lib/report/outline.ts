import { given, shownPath, visible } from '../model/visible.ts';
import { consoleLink } from './console-link.ts';
import { shownSecond, shownTime } from './duration.ts';
import { type Fact, outlineItem } from './outline-item.ts';
import { isIncomplete, type Report } from './report.ts';
import { type ResourceView, reportView } from './report-view.ts';
import {
  counted,
  incomplete,
  listed,
  mayHaveDrifted,
  nothingToCheck,
  nouns,
  omission,
  startedBy,
  summaryLine,
} from './report-words.ts';

/**
 * The report as people read it: what changed first, then each resource that asks for attention. Every rendering says this,
 * each in its own form. All text here is plain and visible, and not yet escaped for any format.
 */
export function outline(report: Report) {
  const view = reportView(report);
  const ignored = view.ignored.length;
  const itemsOf = (wanted: ResourceView['notice']) =>
    view.resources.filter(({ notice }) => notice === wanted).map((resource) => outlineItem(resource, view.remembers));
  return {
    status: report.status,
    /** One sentence with what changed. */
    headline: view.remembers ? `${eventCounts(report)} ${currentStatus(report)}` : currentStatus(report),
    facts: facts(report, itemsOf('PENDING').length),
    /** Resources with something that was not notified before, in the order of the view. */
    items: itemsOf('NEW'),
    /** What can be said in a line each. */
    sections: [
      {
        title: 'Resolved',
        entries: view.resolved.map(({ address, path, explanation, firstSeen }) => ({
          label: given(visible(address), path && shownPath(path)).join('  '),
          text: `${visible(explanation)} (open since ${shownTime(firstSeen)})`,
        })),
      },
      {
        title: 'Still open (reported earlier)',
        entries: itemsOf('KNOWN').map(({ label, address, remark, differences }) => ({
          label: `${label}  ${address}`,
          text: remark || differences.map(({ setting, remark }) => `${setting} (${remark})`).join(', '),
        })),
      },
      {
        title: 'States not read',
        entries: view.states.map(({ address, reason }) => ({ label: visible(address), text: visible(reason ?? '') })),
      },
    ].filter(({ entries }) => entries.length > 0),
    warnings: report.warnings.map(visible),
    /** How much is not in it, since rules ignore it, or since it does not fit the size limit. */
    left: given(
      ignored === 0 ? null : `${counted(ignored, 'finding is', 'findings are')} ignored by rules.`,
      omission(report),
    ),
  };
}

/** What came and went since the reports before. */
function eventCounts({ events }: Report): string {
  const counts = listed([
    [events.opened, 'new'],
    [events.changed, 'changed again'],
    [events.resolved, 'resolved'],
    [events.reminder, 'still open, as a reminder'],
    [events.known, 'reported earlier'],
  ]);
  return counts === '' ? 'No findings.' : `Findings: ${counts}.`;
}

/** How things stand, whatever was notified before. */
function currentStatus(report: Report): string {
  const { summary } = report;
  const [one, many] = nouns(report);
  const inSync = `${counted(summary.inSync, `${one} is`, `${many} are`)} in sync with Terraform`;
  if (report.status === 'IN_SYNC') {
    if (summary.resources === 0) return `${nothingToCheck}.`;
    return summary.unmanaged === 0 ? `${inSync}.` : `${inSync}, ${summaryLine(report)}.`;
  }
  const rest = summary.inSync === 0 ? '' : ` ${inSync}.`;
  if (report.status === 'INCOMPLETE') return `${incomplete(report)}: ${summaryLine(report)}.${rest}`;
  const warning = isIncomplete(report) ? ` ${mayHaveDrifted}` : '';
  return `Drift: ${summaryLine(report)}.${rest}${warning}`;
}

/** @param pending how many resources are pending */
function facts(report: Report, pending: number): readonly Fact[] {
  const { detectedAt, trigger, summary, reportId, archive } = report;
  const read = counted(summary.resources - summary.unmanaged, ...nouns(report));
  const calls = counted(summary.apiCalls, 'call');
  const page = archive && consoleLink(archive.page);
  const wait = counted(pending, 'resource is', 'resources are');
  const waits = `${wait} pending until the next check: Terraform may be applying, or the time was up`;
  return given(
    { label: 'Checked', text: `${shownSecond(detectedAt)}, ${startedBy[trigger.kind]}` },
    { label: 'Read', text: `${read} from ${counted(summary.states, 'state')} with ${calls} to API Gateway` },
    { label: 'Report', text: visible(reportId) },
    page === null ? null : { label: 'Page', text: page },
    pending === 0 ? null : { label: 'Pending', text: waits },
  );
}

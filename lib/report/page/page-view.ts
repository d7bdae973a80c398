import { visible } from '../../visible.ts';
import type { Report, ReportState } from '../report.ts';
import { type Facet, facetsOf } from './facets.ts';
import { type FindingView, pageContext } from './finding-view.ts';
import { counted, grouped, type Headline, headline, type Tile, tiles } from './headline.ts';
import { type SectionView, sectionViews } from './section-view.ts';

/** The whole page as it is read. All text is plain and visible, and not yet escaped. */
export interface PageView extends Headline {
  readonly tiles: readonly (Omit<Tile, 'count'> & { readonly count: string })[];
  readonly warnings: readonly string[];
  readonly omitted: string | null;
  readonly sections: readonly SectionView[];
  /** What the findings of all sections can be narrowed by. */
  readonly facets: readonly Facet[];
  readonly findings: number;
  /** Open findings by why they are told now, with the number of each; none where nothing is remembered. */
  readonly news: readonly { readonly count: string; readonly label: string }[];
  readonly inSync: readonly string[];
  readonly inSyncCount: string;
  readonly statesRead: readonly StateView[];
  readonly statesReadCount: string;
  /** Where the report and what belongs to it is kept. */
  readonly places: readonly { readonly label: string; readonly text: string }[];
}

export interface StateView {
  readonly uri: string;
  readonly serial: string;
  readonly terraformVersion: string;
}

export function pageView(report: Report): PageView {
  const context = pageContext(report.ledger !== null, report.detectedAt);
  const sections = sectionViews(report, context);
  const findings = sections.flatMap((section) => [
    ...section.findings,
    ...section.stages.flatMap(({ resources }) => resources.flatMap((resource) => resource.findings)),
  ]);
  const inSync = report.resources.filter(({ status }) => status === 'IN_SYNC').map(({ address }) => visible(address));
  const isThere = new Set([...sections.map(({ id }) => id), ...(inSync.length > 0 ? ['in-sync'] : [])]);
  const statesRead = report.states.flatMap(stateView);
  return {
    ...headline(report),
    tiles: tiles(report).map((tile) => ({
      ...tile,
      count: grouped(tile.count),
      section: tile.section !== null && isThere.has(tile.section) ? tile.section : null,
    })),
    warnings: report.warnings.map(visible),
    omitted: omission(report),
    sections,
    facets: facetsOf(findings),
    findings: findings.length,
    news: context.remembers ? newsOf(findings) : [],
    inSync,
    inSyncCount: counted(inSync.length, 'resource', 'resources'),
    statesRead,
    statesReadCount: counted(statesRead.length, 'state', 'states'),
    places: placesOf(report),
  };
}

const newsLabels = [
  ['OPENED', 'new'],
  ['CHANGED', 'changed again'],
  ['REMINDER', 'due for a reminder'],
  ['KNOWN', 'known'],
] as const;

function newsOf(findings: readonly FindingView[]): PageView['news'] {
  return newsLabels.flatMap(([event, label]) => {
    const { length } = findings.filter((finding) => finding.event === event);
    return length === 0 ? [] : [{ count: grouped(length), label }];
  });
}

function stateView({ uri, status, serial, terraformVersion }: ReportState): StateView[] {
  if (status === 'FAILED') return [];
  return [{ uri: visible(uri), serial: String(serial ?? ''), terraformVersion: visible(terraformVersion ?? '') }];
}

function placesOf({ reportId, archive, ledger }: Report): PageView['places'] {
  return [
    { label: 'Report', text: visible(reportId) },
    ...(archive === null
      ? []
      : [
          { label: 'Archived as JSON', text: visible(archive.report) },
          { label: 'Archived as page', text: visible(archive.page) },
        ]),
    ...(ledger === null ? [] : [{ label: 'Ledger', text: visible(ledger) }]),
  ];
}

function omission({ omitted }: Report): string | null {
  if (omitted === undefined) return null;
  const { resources, states, warnings = 0 } = omitted;
  const left = [counted(resources, 'resource', 'resources'), counted(states, 'state', 'states')];
  if (warnings > 0) left.push(counted(warnings, 'warning', 'warnings'));
  return `Left out for want of room: ${left.join(', ')}.`;
}

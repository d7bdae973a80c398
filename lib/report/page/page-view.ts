import type { ResolvedFinding } from '../../findings/ledger/life.ts';
import { shownPath, visible } from '../../visible.ts';
import type { IgnoredFinding, Report, ReportResource, ReportState } from '../report.ts';
import { type Facet, facetsOf } from './facets.ts';
import { day, type FindingView, findingView, type PageContext, pageContext, sentence } from './finding-view.ts';
import { counted, grouped, type Headline, headline, type Tile, tiles } from './headline.ts';
import { placeOf, type StageView, stageViews } from './resource-view.ts';

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

/** Findings stage by stage, or one by one where they are not about one. Only sections that have any are there. */
export interface SectionView {
  readonly id: string;
  readonly title: string;
  readonly intro: string | null;
  readonly stages: readonly StageView[];
  readonly findings: readonly FindingView[];
}

export interface StateView {
  readonly uri: string;
  readonly serial: string;
  readonly terraformVersion: string;
}

export function pageView(report: Report): PageView {
  const context = pageContext(report.ledger !== null, report.detectedAt);
  const sections = sectionsOf(report, context).filter(({ stages, findings }) => stages.length + findings.length > 0);
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

function sectionsOf(report: Report, context: PageContext): readonly SectionView[] {
  const serials = new Map(report.states.map(({ uri, serial }) => [uri, serial]));
  const stages = (...wanted: readonly ReportResource['status'][]) => ({
    stages: stageViews(
      report.resources.filter(({ status }) => wanted.includes(status)),
      serials,
      context,
    ),
    findings: [],
  });
  const resolvedIntro = 'These were open at an earlier check and are not any more.';
  return [
    { id: 'drift', title: 'Drift', intro: null, ...stages('MODIFIED', 'DELETED') },
    { id: 'unmanaged', title: 'Stages in no state', intro: null, ...stages('UNMANAGED') },
    { id: 'not-checked', title: 'Not checked', intro: 'Nobody knows whether these drifted.', ...stages('NOT_CHECKED') },
    {
      id: 'unread',
      title: 'States not read',
      intro: 'Nothing in these states was checked.',
      stages: [],
      findings: report.states.flatMap((state) => unreadState(state, context)),
    },
    {
      id: 'resolved',
      title: 'Resolved',
      intro: resolvedIntro,
      stages: [],
      findings: report.resolved.map((finding) => resolvedView(finding, context)),
    },
    {
      id: 'ignored',
      title: 'Ignored by rules',
      intro: null,
      stages: [],
      findings: report.ignored.map((finding) => ignoredView(finding, context)),
    },
  ];
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

function unreadState({ uri, reason, finding }: ReportState, context: PageContext): FindingView[] {
  if (finding === null) return [];
  const sentences = reason === undefined ? [] : [sentence(reason)];
  return [findingView(finding, { kind: 'STATE', title: visible(uri), sentences, values: null }, context)];
}

function resolvedView(finding: ResolvedFinding, { anchorOf }: PageContext): FindingView {
  const { name, facts } = placeOf(finding.resource);
  const place = [name === null ? 'Unknown stage' : `Stage ${name}`, ...facts].join(', ');
  return {
    ...closed(finding, anchorOf),
    severity: finding.severity,
    event: 'RESOLVED',
    eventText: `Open since ${day(finding.firstSeen)}`,
    sentences: [visible(finding.explanation), place],
  };
}

function ignoredView(finding: IgnoredFinding, { anchorOf }: PageContext): FindingView {
  const { reason, owner, expires } = finding;
  const rule = [
    ...(owner === null ? [] : [`Owner: ${visible(owner)}`]),
    expires === null ? 'The rule has no end' : `The rule ends after ${visible(expires)}`,
  ];
  return {
    ...closed(finding, anchorOf),
    severity: null,
    event: 'IGNORED',
    eventText: null,
    sentences: [visible(reason), rule.join('. ')],
  };
}

/** What a finding has in common with others that nobody need act on. */
function closed({ id, kind, address, path }: ResolvedFinding | IgnoredFinding, anchorOf: PageContext['anchorOf']) {
  const title = path === null ? visible(address) : `${visible(address)} · ${shownPath(path)}`;
  return { anchor: anchorOf(id), kind, title, values: null, isLong: false, remedies: null };
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

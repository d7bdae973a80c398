import type { ResolvedFinding } from '../../findings/ledger/life.ts';
import { shownPath, visible } from '../../visible.ts';
import type { IgnoredFinding, Report, ReportResource, ReportState } from '../report.ts';
import { day, type FindingView, findingView, type PageContext, sentence } from './finding-view.ts';
import { placeOf, type StageView, stageViews } from './resource-view.ts';

/** Findings stage by stage, or one by one where they are not about one. Only sections that have any are there. */
export interface SectionView {
  readonly id: string;
  readonly title: string;
  readonly intro: string | null;
  readonly stages: readonly StageView[];
  readonly findings: readonly FindingView[];
}

/** @returns the sections that have any findings, what asks for attention first */
export function sectionViews(report: Report, context: PageContext): readonly SectionView[] {
  return allSections(report, context).filter(({ stages, findings }) => stages.length + findings.length > 0);
}

function allSections(report: Report, context: PageContext): readonly SectionView[] {
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
  return { anchor: anchorOf(id), kind, title, values: null, by: null, isLong: false, remedies: null };
}

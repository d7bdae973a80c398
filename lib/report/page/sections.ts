import { visible } from '../../visible.ts';
import { knownParts, placeOf, shownState } from '../place.ts';
import type { ReportView, ResourceView } from '../report-view.ts';
import {
  type FindingRow,
  ignoredRow,
  openRow,
  type PageContext,
  type RemediesView,
  remediesView,
  resolvedRow,
} from './finding-row.ts';

/** Findings stage by stage, or one by one where they are not about one. All text is visible, and not yet escaped. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly intro: string | null;
  readonly stages: readonly StageBlock[];
  readonly findings: readonly FindingRow[];
}

/** A stage with those of its resources that a section is about. */
interface StageBlock {
  /** `null` where the state does not tell it. */
  readonly name: string | null;
  /** Where it lives. */
  readonly facts: readonly string[];
  readonly resources: readonly ResourceBlock[];
}

interface ResourceBlock {
  readonly address: string;
  readonly status: ResourceView['status'];
  /** The state that has it, with its serial; `null` where none has it. */
  readonly state: string | null;
  readonly notes: readonly string[];
  readonly findings: readonly FindingRow[];
  /** Commands that put all of its findings right; those of one finding only stand with it. */
  readonly remedies: RemediesView | null;
}

/** @returns the sections that have any findings, what asks for attention first */
export function sectionsOf(view: ReportView, context: PageContext): readonly Section[] {
  const ofStages = (...wanted: readonly ResourceView['status'][]) => ({
    stages: stageBlocks(
      view.resources.filter(({ status }) => wanted.includes(status)),
      context,
    ),
    findings: [],
  });
  const ofRows = <Finding>(
    findings: readonly Finding[],
    row: (finding: Finding, context: PageContext) => FindingRow,
  ) => ({
    stages: [],
    findings: findings.map((finding) => row(finding, context)),
  });
  const unread = 'Nothing in these states was checked.';
  const resolved = 'These were open at an earlier check and are not any more.';
  const all: readonly Section[] = [
    { id: 'drift', title: 'Drift', intro: null, ...ofStages('MODIFIED', 'DELETED') },
    { id: 'unmanaged', title: 'Stages in no state', intro: null, ...ofStages('UNMANAGED') },
    {
      id: 'not-checked',
      title: 'Not checked',
      intro: 'Nobody knows whether these drifted.',
      ...ofStages('NOT_CHECKED'),
    },
    { id: 'unread', title: 'States not read', intro: unread, ...ofRows(view.states, openRow) },
    { id: 'resolved', title: 'Resolved', intro: resolved, ...ofRows(view.resolved, resolvedRow) },
    { id: 'ignored', title: 'Ignored by rules', intro: null, ...ofRows(view.ignored, ignoredRow) },
  ];
  return all.filter(({ stages, findings }) => stages.length + findings.length > 0);
}

/** @returns the resources stage by stage, in their order */
function stageBlocks(resources: readonly ResourceView[], context: PageContext): StageBlock[] {
  const byStage = Map.groupBy(resources, ({ id: { accountId, region, restApiId, stageName } }) =>
    JSON.stringify([accountId, region, restApiId, stageName]),
  );
  return [...byStage.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { stage, ...where } = placeOf(first.id);
    return [
      { name: stage, facts: knownParts(where), resources: group.map((resource) => resourceBlock(resource, context)) },
    ];
  });
}

function resourceBlock(resource: ResourceView, context: PageContext): ResourceBlock {
  const { address, status, state, serial, notes, findings, restore } = resource;
  const shared = findings.length > 1 ? restore : [];
  return {
    address: visible(address),
    status,
    state: state === null ? null : shownState(state, serial),
    notes: notes.map(visible),
    findings: findings.map((finding) => openRow(finding, context, shared)),
    remedies: remediesView(shared, null),
  };
}

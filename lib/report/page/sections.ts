import { given, visible } from '../../model/visible.ts';
import { placeOf, shownState } from '../place.ts';
import type { FindingView, ReportView, ResourceView } from '../report-view.ts';
import { kindLabels } from './facets.ts';
import { findingRow, remediesView } from './finding-row.ts';

/**
 * @returns the sections that have any findings, what asks for attention first. Findings stand stage by stage, or one by
 * one where they are not about one. All text is plain and visible, and not yet escaped.
 */
export function sectionsOf(view: ReportView) {
  const ofStages = (...wanted: readonly ResourceView['status'][]) => ({
    stages: stageBlocks(
      view.resources.filter(({ status }) => wanted.includes(status)),
      view,
    ),
    findings: [],
  });
  const ofRows = (findings: readonly FindingView[]) => ({
    stages: [],
    findings: findings.map((finding) => findingRow(finding, view)),
  });
  const unsure = 'These may have drifted.';
  const unread = 'Nothing in these states was checked.';
  const resolved = 'These were open at an earlier check and have ended.';
  const all = [
    { id: 'drift', title: 'Drift', intro: null, ...ofStages('MODIFIED', 'DELETED') },
    { id: 'unmanaged', title: 'Stages in no state', intro: null, ...ofStages('UNMANAGED') },
    { id: 'not-checked', title: 'Not checked', intro: unsure, ...ofStages('NOT_CHECKED') },
    { id: 'unread', title: 'States not read', intro: unread, ...ofRows(view.states) },
    { id: 'resolved', title: 'Resolved', intro: resolved, ...ofRows(view.resolved) },
    { id: 'ignored', title: 'Ignored by rules', intro: null, ...ofRows(view.ignored) },
  ];
  return all.filter(({ stages, findings }) => stages.length + findings.length > 0);
}

/** @returns the resources stage by stage, in their order; `name` is `null` where the state does not tell it */
function stageBlocks(resources: readonly ResourceView[], view: ReportView) {
  const byStage = Map.groupBy(resources, ({ id }) => JSON.stringify(id));
  return [...byStage.values()].flatMap((group) => {
    const resources = group.map((resource) => resourceBlock(resource, view));
    return group.slice(0, 1).map(({ id }) => {
      const { stage, ...where } = placeOf(id);
      return { name: stage, facts: given(...Object.values(where)), resources };
    });
  });
}

/** Commands that put all of its findings right stand with the resource, those of one finding only stand with it. */
function resourceBlock(resource: ResourceView, view: ReportView) {
  const { address, status, state, serial, notes, findings, restore } = resource;
  const shared = findings.length > 1 ? restore : [];
  return {
    address: visible(address),
    status,
    label: kindLabels.get(status === 'MODIFIED' ? 'DIFFERENCE' : status),
    state: state === null ? null : shownState(state, serial),
    notes: notes.map(visible),
    findings: findings.map((finding) => findingRow(finding, view, shared)),
    remedies: remediesView(shared, null),
  };
}

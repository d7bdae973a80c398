import type { StatedStageId } from '../../resources/stage-id.ts';
import { shownPath, visible } from '../../visible.ts';
import type { ReportDifference, ReportResource } from '../report.ts';
import { findingsOf, gravity } from '../told.ts';
import { type FindingContent, type FindingView, findingView, type PageContext, sentence } from './finding-view.ts';
import { type RemediesView, remediesView, sharedCommands } from './remedies-view.ts';
import { valuesView } from './value-view.ts';

/** A stage with those of its resources that a section is about. All text is plain and visible, and not yet escaped. */
export interface StageView {
  /** `null` where the state does not tell it. */
  readonly name: string | null;
  /** Where it lives. */
  readonly facts: readonly string[];
  readonly resources: readonly ResourceView[];
}

export interface ResourceView {
  readonly address: string;
  readonly status: Exclude<ReportResource['status'], 'IN_SYNC'>;
  /** The state that has it, with its serial; `null` where none has it. */
  readonly state: string | null;
  readonly notes: readonly string[];
  readonly findings: readonly FindingView[];
  /** Commands that put all of its findings right; those of one finding only stand with it. */
  readonly remedies: RemediesView | null;
}

/** Serial of each state by its URI, `null` of one that could not be read. */
export type Serials = ReadonlyMap<string, number | null>;

/** @returns the resources stage by stage, what is most severe first */
export function stageViews(resources: readonly ReportResource[], serials: Serials, context: PageContext): StageView[] {
  const byUrgency = resources.toSorted((a, b) => gravity(findingsOf(a)) - gravity(findingsOf(b)));
  const byStage = Map.groupBy(byUrgency, ({ id: { accountId, region, restApiId, stageName } }) =>
    JSON.stringify([accountId, region, restApiId, stageName]),
  );
  return [...byStage.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return [{ ...placeOf(first.id), resources: group.flatMap((resource) => resourceView(resource, serials, context)) }];
  });
}

function resourceView(resource: ReportResource, serials: Serials, context: PageContext): ResourceView[] {
  const { status, address, state, notes, differences, finding } = resource;
  if (status === 'IN_SYNC') return [];
  const findings = differences.map((difference) => difference.finding);
  const common = sharedCommands(findings);
  const shared = new Set(common);
  const whole = finding === null ? [] : [findingView(finding, wholeContent(resource, status), context)];
  return [
    {
      address: visible(address),
      status,
      state: state === null ? null : stateText(state, serials),
      notes: notes.map(visible),
      findings: [
        ...whole,
        ...differences.map((difference) =>
          findingView(difference.finding, differenceContent(difference), context, shared),
        ),
      ],
      remedies: remediesView({ restore: common, adopt: null }, new Set()),
    },
  ];
}

function wholeContent({ reason }: ReportResource, status: ResourceView['status']): FindingContent {
  const kind = status === 'MODIFIED' ? 'DIFFERENCE' : status;
  return { kind, title: null, sentences: reason === undefined ? [] : [sentence(reason)], values: null };
}

function differenceContent(difference: ReportDifference): FindingContent {
  const title = shownPath(difference.path);
  return { kind: 'DIFFERENCE', title, sentences: [], values: valuesView(difference) };
}

export function placeOf({ stageName, restApiId, region, accountId }: StatedStageId): Omit<StageView, 'resources'> {
  const facts = [
    ...(restApiId === null ? [] : [`REST API ${visible(restApiId)}`]),
    ...(region === null ? [] : [visible(region)]),
    ...(accountId === null ? [] : [`account ${visible(accountId)}`]),
  ];
  return { name: stageName === null ? null : visible(stageName), facts };
}

function stateText(uri: string, serials: Serials): string {
  const serial = serials.get(uri) ?? null;
  return serial === null ? visible(uri) : `${visible(uri)} (serial ${serial})`;
}

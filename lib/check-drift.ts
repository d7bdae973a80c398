import { createReport, type Report } from './report/report.ts';
import type { LiveAnswer } from './resources/live-stage.ts';
import { resourceTypes } from './resources/registry.ts';
import { completeStageId, type StageId, type StatedStageId, stageKey } from './resources/stage-id.ts';
import { type StageSelector, selects } from './resources/stage-selector.ts';
import { type CheckedResource, type ExpectedResource, expectedResource, judge } from './resources/verdict.ts';
import { readStates, type StateRead, type StateStore } from './terraform/read-states.ts';
import type { StateSource } from './terraform/state-source.ts';
import type { CheckRequest } from './trigger.ts';

/** All that the check needs of the world outside. */
export interface Ports {
  readonly stateStore: StateStore;
  readonly stageReader: StageReader;
  /** Time of the check, for the report. */
  readonly now: () => Date;
}

export interface StageReader {
  /** @returns an answer for every id, whatever goes wrong; rejects only for a fault of this program */
  readStages(ids: readonly StageId[]): Promise<StageAnswers>;
}

export interface StageAnswers {
  /** By `stageKey`. */
  readonly answers: ReadonlyMap<string, LiveAnswer>;
  /** Requests sent to API Gateway, repeated attempts included. */
  readonly apiCalls: number;
}

/**
 * The whole check: states → expected resources → live stages → verdicts → report.
 * @param reportId the same when one event is worked on again, so that readers recognise a repeat
 */
export async function checkDrift(
  request: CheckRequest,
  reportId: string,
  sources: readonly StateSource[],
  ports: Ports,
): Promise<Report> {
  const states = await readStates(sources, request.states, ports.stateStore, new Set(resourceTypes.keys()));
  const { expected, missing } = select(expectedResources(states), request.stages);
  const { answers, apiCalls } = await ports.stageReader.readStages(distinctStages(expected));
  const answerFor = (id: StageId) => answers.get(stageKey(id)) ?? unanswered;
  const checked = expected.map((resource) => ({ ...resource, verdict: judge(resource, answerFor) }));
  return createReport({
    reportId,
    detectedAt: ports.now(),
    trigger: request.trigger,
    states,
    resources: [...checked, ...missing],
    apiCalls,
  });
}

const unanswered: LiveAnswer = { kind: 'UNREADABLE', reason: 'API Gateway was not asked for it' };

function expectedResources(states: readonly StateRead[]): ExpectedResource[] {
  return states.flatMap((state) =>
    state.status === 'READ' ? state.file.instances.map((instance) => expectedResource(state.uri, instance)) : [],
  );
}

/** One request serves all resources and all states that mean the same stage. */
function distinctStages(resources: readonly ExpectedResource[]): StageId[] {
  const ids = resources.map((resource) => completeStageId(resource.id)).filter((id) => id !== null);
  return [...new Map(ids.map((id) => [stageKey(id), id])).values()];
}

/** What was asked for by name and is in no state is reported as not checked: being asked for, it must not be missed. */
function select(
  resources: readonly ExpectedResource[],
  selectors: readonly StageSelector[] | null,
): { expected: readonly ExpectedResource[]; missing: readonly CheckedResource[] } {
  if (selectors === null) return { expected: resources, missing: [] };
  return {
    expected: resources.filter((resource) => selectors.some((selector) => selects(selector, resource))),
    missing: selectors
      .filter((selector) => !resources.some((resource) => selects(selector, resource)))
      .map(notInAnyState),
  };
}

function notInAnyState(selector: StageSelector): CheckedResource {
  const unknown: StatedStageId = { accountId: null, region: null, restApiId: null, stageName: null };
  return {
    address: selector.text,
    type: 'aws_api_gateway_stage',
    state: null,
    id:
      selector.kind === 'ADDRESS'
        ? unknown
        : { ...unknown, restApiId: selector.restApiId, stageName: selector.stageName },
    sensitivePaths: [],
    verdict: { status: 'NOT_CHECKED', reason: 'it was asked for by name, but no state that could be read has it' },
  };
}

import { associations, meant, placesOf, unplacedIn } from './belongings.ts';
import { missedIn, missedWarnings } from './cut-short.ts';
import { faultReason } from './fault.ts';
import { type Policy, usualPolicy } from './findings/assess.ts';
import type { Coverage } from './findings/ledger/ending.ts';
import { ruleWarnings } from './findings/rules/rule-warnings.ts';
import { createReport, type Results } from './report/create-report.ts';
import type { Report } from './report/report.ts';
import { apiKey, type CheckHistory, inTurn } from './resources/check-history.ts';
import { doubleClaims } from './resources/claims.ts';
import { type Answers, distinctQuestions, type Question } from './resources/live.ts';
import { checkedTypes, typesOfStages, typesToRead } from './resources/registry.ts';
import type { ResourceType } from './resources/resource-type.ts';
import { createStageDirectory, type InstanceInState, type StageDirectory } from './resources/stage-directory.ts';
import type { StatedStageId } from './resources/stage-id.ts';
import type { IndexedState } from './resources/stage-index.ts';
import type { PlaceSelector } from './resources/stage-selector.ts';
import { liveStages, stageLists, unmanagedStages } from './resources/unmanaged-stages.ts';
import type { Verdict } from './resources/verdict.ts';
import { type ExpectedResource, select } from './select-resources.ts';
import { readStates, type StateRead, type StateStore } from './terraform/read-states.ts';
import type { StateSource } from './terraform/state-source.ts';
import type { CheckRequest } from './trigger/check-request.ts';

/** All that the check needs of the world outside. */
export interface Ports {
  readonly stateStore: StateStore;
  readonly liveReader: LiveReader;
  /** What earlier checks had no time for, and has its turn first. */
  readonly history: CheckHistory;
  /** Time of the check, for the report. */
  readonly now: () => Date;
}

/** Asks AWS. */
export interface LiveReader {
  /** @returns an answer to every question, whatever goes wrong; rejects only for a fault of this program */
  read(questions: readonly Question[]): Promise<Answers>;
  /** Requests sent to API Gateway so far, repeated attempts included. */
  apiCalls(): Promise<number>;
}

/** What a check found, and how much of everything it looked at. */
export interface Examination {
  /** How it is to be told. */
  readonly policy: Policy;
  readonly results: Results;
  readonly coverage: Coverage;
  /** Time if it checked everything, and could; else `null`. */
  readonly everythingAt: Date | null;
  /** Whether it was to check everything, could it or not. */
  readonly ofEverything: boolean;
  /** The stages that each state says something of that was read. */
  readonly places: ReadonlyMap<string, IndexedState>;
  /** Ids of REST APIs that a wanted state has something of, while no state that was read tells in which account. */
  readonly unplaced: readonly string[];
  /** What events are about that no state has that was read. */
  readonly unmet: readonly PlaceSelector[];
  /** What there was no time for: REST APIs by `apiKey`, and URIs of states. */
  readonly missed: ReadonlySet<string>;
}

/**
 * The check itself: states → expected resources → live answers → verdicts.
 * @param types resource types to check, all of them unless said otherwise
 * @param policy how the findings are to be told
 * @param reportId the same when one event is worked on again, so that readers recognise a repeat
 */
export async function examine(
  request: CheckRequest,
  reportId: string,
  sources: readonly StateSource[],
  { stateStore, liveReader, history, now }: Ports,
  types: ReadonlyMap<string, ResourceType> = checkedTypes,
  policy: Policy = usualPolicy,
): Promise<Examination> {
  const uris = request.states && [...request.states, ...request.alsoRead];
  const { timesMissed } = history;
  const read = await readStates(sources, { uris, types: typesToRead, timesMissed }, stateStore);
  const states = read.map((state) => withoutPatience(state, history));
  // What is live is asked for from here on: a run that begins later has seen more.
  const detectedAt = now();
  const instances = instancesIn(states);
  const directory = createStageDirectory(instances);
  const placed = placeAll(instances, directory, types);
  const belongings = [...placed.filter(({ type }) => typesOfStages.has(type)), ...associations(instances, directory)];
  const { expected, missing, unmet } = select(meant(placed, belongings, request), request.stages);

  // What no state knows can be told only where every state was read.
  const everything = isEverything(request, states);
  const lists = stageLists(directory).filter(
    (list) => everything || (suffices(request, states) && isMissedIn(list, unmet)),
  );
  // Lists come first: a stage that is in one need not be asked for singly.
  const questions = distinctQuestions([
    ...inTurn(lists, ({ id, ...place }) => apiKey({ ...place, ...id }), history),
    ...inTurn(expected, ({ id }) => apiKey(id), history).flatMap((resource) => resource.questions),
  ]);
  const answers = await liveReader.read(questions);
  const judged = expected.map((resource) => ({ ...resource, verdict: verdictOn(resource, answers, history) }));
  const followUps = distinctQuestions(judged.flatMap((resource) => resource.followUps(resource.verdict)));
  const evidence = await liveReader.read(followUps);
  const missed = missedIn({ states: read, lists, answers, judged, evidence });
  const checked = judged.map((resource) => ({
    ...withoutLookups(resource),
    notes: resource.notes(resource.verdict, evidence),
    stageChangedAt: changedAt(resource.id, answers),
  }));
  const unmanaged = unmanagedStages(lists, directory, answers);

  const resources = [...checked, ...missing, ...unmanaged];
  const idleRules = everything ? ruleWarnings(policy.rules, resources, detectedAt) : [];

  return {
    policy,
    results: {
      reportId,
      detectedAt,
      trigger: request.trigger,
      states,
      resources,
      warnings: [...policy.warnings, ...doubleClaims(directory), ...idleRules, ...missedWarnings(missed)],
      apiCalls: await liveReader.apiCalls(),
    },
    coverage: {
      everyResource: request.stages === null,
      everyState: request.states === null && states.every(({ status }) => status === 'READ'),
      types: new Set(types.keys()),
      liveStages: liveStages(lists, answers),
      named: directory.named,
    },
    everythingAt: everything ? detectedAt : null,
    ofEverything: request.states === null && request.stages === null,
    places: placesOf(states, [...belongings, ...directory.named]),
    unplaced: unplacedIn(belongings, request),
    unmet,
    missed,
  };
}

/** What AWS answered takes more memory than what comes of it, and whoever keeps the functions that judge keeps it, too. */
function withoutLookups<Resource extends ExpectedResource>({
  questions: _questions,
  judge: _judge,
  followUps: _followUps,
  notes: _notes,
  ...rest
}: Resource) {
  return rest;
}

/** That there was again no time for a state is no better than any other reason. */
function withoutPatience(state: StateRead, history: CheckHistory): StateRead {
  return state.status === 'OUT_OF_TIME' && history.isOverdue(state.uri) ? { ...state, status: 'FAILED' } : state;
}

/** A fault of this program leaves out the one resource. */
function verdictOn(resource: ExpectedResource, answers: Answers, history: CheckHistory): Verdict {
  try {
    const verdict = resource.judge(answers);
    if (verdict.status !== 'NOT_REACHED' || !history.isOverdue(apiKey(resource.id))) return verdict;
    return { status: 'NOT_CHECKED', reason: verdict.reason };
  } catch (error) {
    return { status: 'NOT_CHECKED', reason: faultReason(error) };
  }
}

/** The check and its report, where nothing is remembered from run to run. */
export async function checkDrift(
  request: CheckRequest,
  reportId: string,
  sources: readonly StateSource[],
  ports: Ports,
  types: ReadonlyMap<string, ResourceType> = checkedTypes,
  policy: Policy = usualPolicy,
): Promise<Report> {
  const { results } = await examine(request, reportId, sources, ports, types, policy);
  return createReport(results, policy);
}

function isEverything({ states, stages }: CheckRequest, read: readonly StateRead[]): boolean {
  return states === null && stages === null && read.every(({ status }) => status === 'READ');
}

/** Whether what was read tells of what was asked for that no state has it. */
function suffices({ states, statesSuffice }: CheckRequest, read: readonly StateRead[]): boolean {
  return (states === null || statesSuffice) && read.every(({ status }) => status === 'READ');
}

/** A stage that no state has may be one that nobody manages, if its REST API is one of ours. */
function isMissedIn({ accountId, region, id }: Question<'STAGE_LIST'>, unmet: readonly PlaceSelector[]): boolean {
  return unmet.some(
    (place) => place.restApiId === id.restApiId && place.accountId === accountId && place.region === region,
  );
}

function changedAt(id: StatedStageId, answers: Answers): string | null {
  const { accountId, region, restApiId, stageName } = id;
  if (accountId === null || region === null || restApiId === null || stageName === null) return null;
  const stage = answers.to({ kind: 'STAGE', accountId, region, id: { restApiId, stageName } });
  if (stage.kind === 'FOUND') return stage.live.lastUpdatedDate;
  const list = answers.to({ kind: 'STAGE_LIST', accountId, region, id: { restApiId } });
  const listed = list.kind === 'FOUND' ? list.live.find((one) => one.stageName === stageName) : undefined;
  return listed?.createdDate ?? null;
}

function instancesIn(states: readonly StateRead[]): InstanceInState[] {
  return states.flatMap((state) =>
    state.status === 'READ' ? state.file.instances.map((instance) => ({ state: state.uri, instance })) : [],
  );
}

function placeAll(
  instances: readonly InstanceInState[],
  directory: StageDirectory,
  types: ReadonlyMap<string, ResourceType>,
): ExpectedResource[] {
  return instances.flatMap(({ state, instance }) => {
    const placed = types.get(instance.type)?.place(instance, directory) ?? null;
    return placed === null ? [] : [{ ...placed, address: instance.address, type: instance.type, state }];
  });
}

import { pendingMs, readApplyStatus } from './applying/read-apply-status.ts';
import { findCallers } from './attribution/find-callers.ts';
import type { CheckOutcome, CheckPorts, CheckSettings } from './check-ports.ts';
import { assessAll } from './findings/assess.ts';
import { maskingWarnings } from './findings/masking-warnings.ts';
import { ruleWarnings } from './findings/rules/rule-warnings.ts';
import type { LedgerAccess } from './ledger/claim-changes.ts';
import { pendingCalls } from './ledger/ledger.ts';
import { readLedgerAtStart } from './ledger/ledger-object.ts';
import { distinctCalls, madeBy } from './model/api-call.ts';
import type { CheckRequest } from './model/check-request.ts';
import type { PlaceSelector } from './model/stage-selector.ts';
import { type FoundDrift, inOneText, notifyDrift } from './notify-drift.ts';
import { type CheckHistory, historyIn, noHistory } from './resources/check-history.ts';
import { duplicateOwners } from './resources/duplicate-owners.ts';
import type { IndexedState, StageIndex } from './resources/stage-index.ts';
import { liveStages } from './resources/unmanaged-stages.ts';
import { readExpected } from './scope/read-expected.ts';
import { readStageIndex, rememberStages } from './scope/stage-index-object.ts';
import { unknownAttributeWarnings } from './scope/unknown-attributes.ts';
import { OutOfTimeError, type StateRead } from './terraform/read-states.ts';
import { askAgain } from './trigger/re-check.ts';
import { checkedResources, judge, readEvidence } from './verdict/judge.ts';
import { outOfTime, outOfTimeWarnings } from './verdict/out-of-time.ts';
import { isAllRead, isEverything, readLive } from './verdict/read-live.ts';

/** What a check found, before anything is said of it. */
interface Drift extends FoundDrift {
  readonly ownedStages: ReadonlyMap<string, IndexedState>;
  readonly unmatched: readonly PlaceSelector[];
  readonly missed: ReadonlySet<string>;
  readonly everythingAt: Date | null;
}

/** Times that everything is read, where states are written again and again meanwhile. */
const maxReadings = 3;

/**
 * The whole check: what is live is compared with what Terraform manages, what is new is claimed in the ledger, archived and
 * published, and only then it is known. What failed to be published is left to whichever check comes next.
 * @throws whatever `publish` throws, and OutOfTimeError where no state could be read: the event has to be sent again
 */
export async function checkDrift(
  request: CheckRequest,
  settings: CheckSettings,
  ports: CheckPorts,
): Promise<CheckOutcome> {
  const { store, notifier, trail, queue, now } = ports;
  // Before anything is looked at, since it says what others see later.
  const atStart = store && (await readLedgerAtStart(store));
  const ledgerAccess: LedgerAccess | null = store && atStart && { store, atStart, token: ports.newToken() };
  const ledger = atStart?.kind === 'READ' ? atStart.ledger : null;
  const { index, error: unreadIndex } = await readStageIndex(store);
  const isScheduled = request.trigger.kind === 'schedule';
  // An index that could not be read is no index to count on.
  const history = store === null || unreadIndex !== null ? noHistory : historyIn(index, isScheduled);
  const calls = madeBy(distinctCalls([...request.calls, ...(ledger === null ? [] : pendingCalls(ledger))]), now());
  // Who asks by hand wants an answer now. An event has waited already, and comes with its call.
  const isByItself = isScheduled || request.trigger.kind === 're-check';
  const signs = {
    calls: calls.filter(({ caller }) => caller.isVerified),
    ledger: request.trigger.kind === 'manual' ? null : ledger,
    isRecencyASign: isByItself && queue !== null,
  };

  let drift: Drift | null = null;
  let apiCalls = 0;
  for (let readings = 1; ; readings += 1) {
    const read: Drift = await findDrift(request, { ...settings, index, history }, ports);
    apiCalls += read.apiCalls;
    // That there was no time to see it again takes nothing from what was seen.
    if (drift !== null && read.missed.size > 0) break;
    const applying = await readApplyStatus(read, signs, { watch: ports.watch, now: now() });
    drift = { ...read, resources: applying.resources };
    if (!applying.isStateNewer || read.missed.size > 0 || readings === maxReadings) break;
  }
  if (settings.isRetried && drift.missed.size > 0 && !drift.states.some(({ status }) => status === 'READ')) {
    throw new OutOfTimeError('no state could be read before the time of this run was up');
  }

  const sources = { calls, trail, checkedAt: index?.checkedAt ?? null, states: drift.states };
  const warnings = store === null ? [] : maskingWarnings(drift.resources, drift.policy);
  const { report, published, contested, error } = await notifyDrift(
    { ...drift, apiCalls, warnings: [...drift.warnings, ...warnings] },
    { remindAfterMs: settings.remindAfterMs, dryRun: request.dryRun, isManual: request.trigger.kind === 'manual' },
    { ledgerAccess, findCallers: (lookups, until) => findCallers(lookups, sources, until), notifier, now },
  );

  const pending = drift.resources.filter((assessed) => assessed.pending !== null);
  // The ledger knows what waits: without the queue it is for the schedule. Who asks by hand asks for nothing else.
  const others = request.trigger.kind === 'manual' ? [] : contested;
  const subjects = [...pending.map(({ resource: { id, state } }) => ({ ...id, state })), ...others];
  const waitedMs = pending.reduce(
    (longestMs, assessed) => Math.max(longestMs, ledger === null ? 0 : pendingMs(assessed, ledger, now())),
    0,
  );
  const unqueued = request.dryRun ? null : await askAgain(queue, subjects, waitedMs);
  const recorded = { ...drift, ofEverything: isEverything(request), isScheduled };
  const forgot = request.dryRun ? null : await rememberStages(store, index, recorded);
  return {
    report,
    published,
    pending: [...new Set(pending.map(({ resource: { state, address } }) => state ?? address))],
    // What was narrowed to some states may well be in another.
    unmanaged: request.states === null ? drift.unmatched.length : 0,
    missed: drift.missed.size,
    oldestStateAt: oldestIn(drift.states),
    error: inOneText([error, unreadIndex, unqueued, forgot]),
  };
}

/** The reading half of a check: what Terraform manages, what AWS has, and what differs. */
async function findDrift(
  request: CheckRequest,
  {
    reportId,
    sources,
    types,
    policy,
    index,
    history,
  }: CheckSettings & { readonly index: StageIndex | null; readonly history: CheckHistory },
  { stateStore, openLookups, now }: CheckPorts,
): Promise<Drift> {
  const lookups = openLookups();
  try {
    const expected = await readExpected(request, { sources, stateStore, types, history, index });
    const live = await readLive(expected, { request, history }, { lookups, now });
    const verdicts = judge(expected, live, history);
    const evidence = await readEvidence(verdicts, lookups);
    const { detectedAt } = live;
    const checked = checkedResources(verdicts, evidence);
    const missed = outOfTime(expected, live, { ...verdicts, evidence });
    const isAll = isEverything(request) && isAllRead(expected);
    const idleRules = isAll ? ruleWarnings(policy.rules, checked, detectedAt) : [];
    return {
      ...{ reportId, detectedAt, policy, missed, trigger: request.trigger },
      states: expected.states.map((state) => failedIfOverdue(state, history)),
      resources: assessAll(checked, policy, detectedAt),
      coverage: {
        everyResource: request.stages === null,
        everyState: expected.scope.states === null && isAllRead(expected),
        types: new Set(types.keys()),
        liveStages: liveStages(live.lists, live.answers),
        named: expected.directory.named,
      },
      ownedStages: expected.ownedStages,
      unmatched: expected.unmatched,
      everythingAt: isAll ? detectedAt : null,
      warnings: [
        ...policy.warnings,
        ...duplicateOwners(expected.directory),
        ...unknownAttributeWarnings(expected.resources),
        ...idleRules,
        ...outOfTimeWarnings(missed),
      ],
      apiCalls: await lookups.apiCalls(),
    };
  } finally {
    await lookups.close();
  }
}

/** That there was again no time for a state is no better than any other reason. */
function failedIfOverdue(state: StateRead, history: CheckHistory): StateRead {
  return state.status === 'OUT_OF_TIME' && history.isOverdue(state.uri) ? { ...state, status: 'FAILED' } : state;
}

function oldestIn(states: readonly StateRead[]): string | null {
  const times = states.flatMap((state) => (state.status === 'READ' ? (state.version?.writtenAt ?? []) : []));
  return times.toSorted()[0] ?? null;
}

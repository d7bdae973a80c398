import type { FindingKind } from '../findings/finding.ts';
import { type ApiCall, isAbout } from '../model/api-call.ts';
import type { Path } from '../model/comparison.ts';
import type { CheckedResource } from '../resources/verdict.ts';
import { type ApiPath, apiPath, isAtOrAbove } from './api-path.ts';
import type { AttributedCall, Attribution } from './attribution.ts';
import { maskedCaller } from './masked-caller.ts';
import { canMake, isOfStage, operations } from './operations.ts';

/** Calls that a finding is attributed to at most, where it cannot be known which one it was. */
const maxCalls = 5;

/** What a finding is about, as far as calls can tell of it. */
type Subject = Pick<CheckedResource, 'id' | 'apiPaths'>;

/** What else is known of how a finding came about. */
export interface Background {
  /** What it was attributed to before, `null` where that was nothing. */
  readonly known: Attribution | null;
  /** When its stage was changed last, ISO 8601, if no call is known that did; else `null`. */
  readonly unexplainedAt: string | null;
}

/** What is to be explained. */
interface Explained {
  readonly resource: Subject;
  /** Of the difference, `null` where the finding is about the whole resource. */
  readonly path: Path | null;
  readonly kind: FindingKind;
}

const noBackground: Background = { known: null, unexplainedAt: null };

/**
 * @param calls in any order, of any stage, and repeated as they may be
 * @returns who is behind a finding, `null` where none of the calls can be, or that is known already; what must not be shown
 * is not in it
 */
export function attribute(
  { resource, path, kind }: Explained,
  calls: readonly ApiCall[],
  { known, unexplainedAt }: Background = noBackground,
): Attribution | null {
  const places = resource.apiPaths(path).map(apiPath);
  if (places.length === 0) return null;
  const own = calls.flatMap((call) => {
    const bearing = isAt(call, resource) ? bearingOf(call, kind, places) : 'NONE';
    const { eventId, eventName, time } = call;
    return bearing === 'NONE'
      ? []
      : [{ call: { eventId, eventName, time, ...maskedCaller(call.caller) }, bearing, isKnown: false }];
  });
  const distinct = new Map([...own, ...knownCandidates(known)].map((candidate) => [candidate.call.eventId, candidate]));
  const candidates = [...distinct.values()].toSorted((a, b) => latestFirst(a.call, b.call));
  // What came before the last call that set it counts no more. Within a second nobody can tell which one was the last.
  const lastSure = candidates.find(({ bearing }) => bearing === 'SURE')?.call.time ?? '';
  const left = candidates.filter(({ call }) => call.time >= lastSure);
  const [latest] = left;
  if (latest === undefined || left.every(({ isKnown }) => isKnown)) return null;
  const isOnlyOne = left.length === 1 && latest.bearing === 'SURE' && !isOutdated(latest.call, places, unexplainedAt);
  return {
    certainty: isOnlyOne ? 'CERTAIN' : 'ONE_OF',
    calls: left.slice(0, maxCalls).map(({ call }) => call),
  };
}

/** A call that made what was found, or may have. */
interface Candidate {
  readonly call: AttributedCall;
  readonly bearing: Exclude<Bearing, 'NONE'>;
  /** Whether the finding was attributed to it before. */
  readonly isKnown: boolean;
}

/** Whether a call made what was found: it did, it may have, it did not. */
type Bearing = 'SURE' | 'POSSIBLE' | 'NONE';

function knownCandidates(known: Attribution | null): readonly Candidate[] {
  if (known === null) return [];
  const bearing = known.certainty === 'CERTAIN' ? 'SURE' : 'POSSIBLE';
  return known.calls.map((call) => ({ call, bearing, isKnown: true }));
}

/**
 * A call that names paths is sure of them. A stage that was made again, as one of which a call does not say what it set, has
 * values of the one who made it, or of those who set them later.
 */
function bearingOf(call: ApiCall, kind: FindingKind, places: readonly ApiPath[]): Bearing {
  const { touched, target, eventName } = call;
  const operation = operations.get(eventName);
  const isPossible = operation !== undefined && places.some((place) => canMake(operation, kind, place));
  if (kind === 'UNMANAGED') {
    // A deployment makes the stage that it names only where there is none yet.
    if (!isPossible || target.stageName === null) return 'NONE';
    return touched.kind === 'WHOLE' ? 'SURE' : 'POSSIBLE';
  }
  if (touched.kind !== 'PATHS') {
    if (!isPossible) return 'NONE';
    return kind === 'DELETED' && can(call, 'DELETES') ? 'SURE' : 'POSSIBLE';
  }
  if (kind === 'NOT_CHECKED') return 'NONE';
  const paths = touched.paths.map(apiPath);
  const isMade = (place: ApiPath) =>
    paths.some((path) => isAtOrAbove(path, place) || (kind === 'DIFFERENCE' && isAtOrAbove(place, path)));
  return places.some(isMade) ? 'SURE' : 'NONE';
}

/**
 * A later change of a stage may have set the same again. When it was changed says nothing of who made or deleted it, and
 * nothing of its deployment.
 */
function isOutdated({ time }: AttributedCall, places: readonly ApiPath[], unexplainedAt: string | null): boolean {
  const isSetInStage = places.some((place) => place.length > 0 && isOfStage(place));
  return unexplainedAt !== null && isSetInStage && Date.parse(unexplainedAt) > Date.parse(time);
}

export function can({ eventName }: ApiCall, effect: 'CREATES' | 'DELETES'): boolean {
  return operations.get(eventName)?.effects.includes(effect) === true;
}

/** @returns whether a call may be about a stage of which it is known where it is */
export function isAt(call: ApiCall, { id }: Pick<Subject, 'id'>): boolean {
  return call.target.accountId === id.accountId && call.target.region === id.region && isAbout(call, id);
}

function latestFirst(a: AttributedCall, b: AttributedCall): number {
  if (a.time !== b.time) return a.time < b.time ? 1 : -1;
  return a.eventId < b.eventId ? -1 : 1;
}

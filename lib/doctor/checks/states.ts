import { check } from '../check.ts';
import { known } from '../fact.ts';
import type { SourceSeen } from '../scene.ts';
import { cannotTell, notUsed, ok, problem, type Verdict } from '../verdict.ts';

export const states = check({
  name: 'states',
  needs: ['s3:ListBucket', 's3:GetObject'],
  instead: ({ settings }) => (settings.stateSources === null ? notUsed('no source of states can be used') : null),
  subjects: (scene) => scene.states,
  about: ({ source }) => source.uri,
  probe: async (source) => known(source),
  verdict: (source) => verdictOf(source),
});

function verdictOf({ states: seen }: SourceSeen): Verdict {
  const details = seen.map((state) =>
    state.kind === 'READ' ? `${count(state.stages.length, 'stage')}  ${state.uri}` : `${state.uri}: ${state.reason}`,
  );
  const unusable = seen.filter((state) => state.kind === 'UNUSABLE');
  const unread = seen.filter((state) => state.kind === 'UNREAD');
  const of = ` of ${count(seen.length, 'state')}`;
  const [first] = [...unusable, ...unread];
  const reason = first === undefined ? '' : `: ${first.uri}: ${first.reason}`;
  if (unusable.length > 0) {
    const remedy = 'mend or write the state again, or take it out of STATE_SOURCES';
    return problem(`${unusable.length}${of} cannot be used${reason}`, remedy, details);
  }
  if (unread.length > 0) {
    const remedy = 'have the right granted to whoever runs this';
    return cannotTell(`${unread.length}${of} could not be read${reason}`, remedy, details);
  }
  const stages = seen.reduce((sum, state) => sum + (state.kind === 'READ' ? state.stages.length : 0), 0);
  return ok(`${count(seen.length, 'state')} with ${count(stages, 'stage')}`, details);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

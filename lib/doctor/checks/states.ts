import { check } from '../check.ts';
import { cannotTell, notUsed, ok, problem } from '../verdict.ts';

export const states = check({
  name: 'states',
  needs: ['s3:ListBucket', 's3:GetObject'],
  subjects: ({ settings, sources }) =>
    settings.stateSources === null ? notUsed('no source of states can be used') : sources,
  about: ({ source }) => source.uri,
  async judge({ states }) {
    const details = states.map((state) =>
      state.kind === 'READ' ? `${count(state.stages.length, 'stage')}  ${state.uri}` : `${state.uri}: ${state.reason}`,
    );
    const unusable = states.filter((state) => state.kind === 'UNUSABLE');
    const unread = states.filter((state) => state.kind === 'UNREAD');
    const of = ` of ${count(states.length, 'state')}`;
    const because = [...unusable, ...unread].map(({ uri, reason }) => `: ${uri}: ${reason}`)[0] ?? '';
    if (unusable.length > 0) {
      const remedy = 'fix or write the state again, or take it out of STATE_SOURCES';
      return problem(`${unusable.length}${of} cannot be used${because}`, remedy, details);
    }
    if (unread.length > 0) {
      const remedy = 'have the right granted to whoever runs this';
      return cannotTell(`${unread.length}${of} could not be read${because}`, remedy, details);
    }
    const stages = states.reduce((sum, state) => sum + (state.kind === 'READ' ? state.stages.length : 0), 0);
    return ok(`${count(states.length, 'state')} with ${count(stages, 'stage')}`, details);
  },
});

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

import type { Answer, LiveKind, LiveKinds } from '../resources/live.ts';
import { once } from './once.ts';

type Id<Kind extends LiveKind> = LiveKinds[Kind]['id'];

/**
 * Reads one kind of thing in one account and region. It is given all the ids first, so that it can read several with one
 * call, and then answers about each.
 */
export type KindReader<Kind extends LiveKind> = (
  ids: readonly Id<Kind>[],
) => (id: Id<Kind>) => Promise<Answer<LiveKinds[Kind]['live']>>;

export type KindReaders = { readonly [Kind in LiveKind]: KindReader<Kind> };

/** A reader that asks AWS about an id once. What explains a verdict may have been read for it before. */
export function memoized<Kind extends LiveKind>(read: KindReader<Kind>): KindReader<Kind> {
  const answers = new Map<string, ReturnType<ReturnType<KindReader<Kind>>>>();
  const keyOf = (id: Id<Kind>) => Object.values(id).join('/');
  return (ids) => {
    const ask = read(ids.filter((id) => !answers.has(keyOf(id))));
    return (id) => once(answers, keyOf(id), () => ask(id));
  };
}

import type { AssessedResource, Policy } from './assess.ts';

/**
 * @param resources of a check that remembers what people were notified of
 * @returns that further changes of masked values go unnoticed, where something masked is reported and no key could mark it
 */
export function maskingWarnings(resources: readonly AssessedResource[], policy: Policy): readonly string[] {
  // Of a key that cannot be used there is a warning already.
  if (policy.hashKey !== null || policy.warnings.length > 0) return [];
  const reported = resources.flatMap(({ pending, findings }) => (pending === null ? findings : []));
  return reported.some(({ mask, ignoredBy }) => mask !== null && ignoredBy === null) ? [unfollowed] : [];
}

const unfollowed =
  'There is no key for masked values, so you are not notified when one of them changes again: ' +
  'HASH_KEY_ARN names a parameter or a secret that has one';

import { literalPrefix, type StateSource } from '../../terraform/state-source.ts';
import { check } from '../check.ts';
import { notUsed, ok, problem } from '../verdict.ts';

type InS3 = Exclude<StateSource, { kind: 'FILE' }>;

/** Without it a glob leads nowhere, and a state that is missing cannot be told from one that is forbidden. */
export const listing = check({
  name: 'listing',
  needs: ['s3:ListBucket'],
  instead: ({ settings }) => (settings.stateSources === null ? notUsed('no source of states can be used') : null),
  subjects: ({ settings }) => (settings.stateSources ?? []).filter((source): source is InS3 => source.kind !== 'FILE'),
  about: ({ uri }) => uri,
  probe: ({ bucket, ...source }, probes) =>
    probes.listing(bucket, source.kind === 'GLOB' ? literalPrefix(source.pattern) : source.key),
  verdict: (answer, { bucket }) =>
    answer === 'LISTED'
      ? ok('the bucket can be listed')
      : problem(`there is no bucket ${bucket}`, 'mend the name of the bucket in STATE_SOURCES'),
});

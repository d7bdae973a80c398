import type { Stage } from '@stagedrift/local-aws/stage-model';
import { type Mutation, remove, replace, type StageMutator, textOperations, update } from './mutation.ts';
import type { Random } from './random.ts';
import { freshNames, otherText, otherTexts } from './spelling.ts';
import { cacheSizes, defaultTags, logDestinations, logFormats } from './stage-arguments.ts';

const freshTags = [
  'added',
  'Team',
  'team',
  'aws:cloudformation:stack-name',
  'aws:x',
  'AWS:x',
  'Aws:x',
  'awsome',
  'Owner',
] as const;

/** Mutations that API Gateway's own operations make, of settings that every API Gateway keeps. */
export const stageMutators: readonly [StageMutator, ...StageMutator[]] = [
  (random, _stage, { deploymentIds }) => update('deployment_id', replace('/deploymentId', random.pick(deploymentIds))),
  textMutator('description'),
  textMutator('description'),
  (_random, { tracingEnabled }) => update('tracing switched', replace('/tracingEnabled', !tracingEnabled)),
  (random, { variables }) => {
    const { how, value } = otherTexts(random, variables ?? {}, freshNames);
    return update(`variables: ${how}`, ...textOperations('/variables', variables ?? {}, value));
  },
  (random, { cacheClusterEnabled, cacheClusterSize }) => {
    const size = random.pick(cacheSizes);
    if (!cacheClusterEnabled) {
      return update(`cache on, ${size}`, replace('/cacheClusterEnabled', true), replace('/cacheClusterSize', size));
    }
    return random.pick([
      update('cache off', replace('/cacheClusterEnabled', false)),
      update(`cache ${cacheClusterSize} to ${size}`, replace('/cacheClusterSize', size)),
    ]);
  },
  (random, { accessLogSettings }) => {
    const destination = accessLogSettings?.destinationArn ?? random.pick(logDestinations('eu-west-1'));
    const format = otherText(random, accessLogSettings?.format ?? random.pick(logFormats));
    const to = (arn: string) => replace('/accessLogSettings/destinationArn', arn);
    const { pick } = random;
    return pick([
      update(
        'log destination',
        to(pick(logDestinations('eu-west-1'))),
        replace('/accessLogSettings/format', format.value),
      ),
      update(
        'log destination with another end',
        to(destination.endsWith(':*') ? destination.slice(0, -2) : `${destination}:*`),
      ),
      update(`log format ${format.how}`, to(destination), replace('/accessLogSettings/format', format.value)),
      update('log settings removed', remove('/accessLogSettings')),
    ]);
  },
  tagMutator,
  tagMutator,
  (random) => {
    const setting = random.pick(['unmanaged/GET', '~1unmanaged/*', 'other/POST']);
    return update(`method settings ${setting} nobody manages`, replace(`/${setting}/metrics/enabled`, true));
  },
  (_random, { description, variables }) =>
    update(
      'changed and changed back',
      replace('/description', 'for a moment'),
      replace('/description', description ?? ''),
      ...textOperations('/variables', {}, { for_a_moment: 'x' }),
      ...(variables?.for_a_moment === undefined ? [remove('/variables/for_a_moment')] : []),
    ),
];

/** The same of settings that only some keep; for the canary's there is a file of its own. */
export const versionAndCertificateMutators: readonly StageMutator[] = [
  textMutator('documentationVersion'),
  textMutator('clientCertificateId'),
];

function tagMutator(random: Random, { tags }: Stage): Mutation {
  const before = tags ?? {};
  const { how, value } = random.pick([
    otherTexts(random, before, freshTags),
    { how: 'Owner as by default', value: { ...before, Owner: defaultTags.Owner } },
    { how: 'Owner not as by default', value: { ...before, Owner: 'PLATFORM' } },
  ]);
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(value, key));
  return {
    what: `tags: ${how}`,
    // One key a call, as nothing in the query distinguishes a list of one from a list of several.
    changes: [...gone.map((key) => ({ kind: 'UNTAG' as const, keys: [key] })), { kind: 'TAG', tags: value }],
  };
}

function textMutator(member: 'description' | 'documentationVersion' | 'clientCertificateId'): StageMutator {
  return (random, stage) => {
    const { how, value } = otherText(random, stage[member] ?? '');
    return update(`${member} ${how}`, replace(`/${member}`, value));
  };
}

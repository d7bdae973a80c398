import type { PatchOperation } from '../local-aws/patch-value.ts';
import type { Stage } from '../local-aws/stage-model.ts';
import { type Mutation, remove, replace, type StageMutator, update } from './mutation.ts';
import type { Random } from './random.ts';
import { otherText, otherTexts } from './spelling.ts';
import { cacheSizes, defaultTags, logDestinations, logFormats } from './stage-arguments.ts';

const freshNames = ['added', 'ADDED', 'with.dot', 'ключ', 'constructor', 'length', '0'] as const;
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

/** @returns the deployments of every REST API that the stages of a run lie in */
export const deploymentIds = ['dep0a1', 'dep0b2', 'dep0c3'] as const;

/** Mutations that API Gateway's own operations make. */
export const stageMutators: readonly [StageMutator, ...StageMutator[]] = [
  (random) => update('deployment_id', replace('/deploymentId', random.pick(deploymentIds))),
  textMutator('description'),
  textMutator('description'),
  textMutator('documentationVersion'),
  textMutator('clientCertificateId'),
  (_random, { tracingEnabled }) => update('tracing switched', replace('/tracingEnabled', !tracingEnabled)),
  (random, { variables }) => {
    const { how, value } = otherTexts(random, variables ?? {}, freshNames);
    return update(`variables: ${how}`, ...textOperations('/variables', variables ?? {}, value));
  },
  (random, { canarySettings }) => {
    if (!canarySettings) return undefined;
    const overrides = canarySettings.stageVariableOverrides ?? {};
    const { how, value } = otherTexts(random, overrides, freshNames);
    return update(`overrides: ${how}`, ...textOperations('/canarySettings/stageVariableOverrides', overrides, value));
  },
  (random, { canarySettings }) =>
    canarySettings ? random.pick(canaryChanges)(canarySettings) : random.pick(canaryBeginnings),
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

type Canary = NonNullable<Stage['canarySettings']>;

const canaryBeginnings = [
  update('canary begun with traffic', replace('/canarySettings/percentTraffic', 10)),
  update('canary begun without traffic', replace('/canarySettings/percentTraffic', 0)),
  update('canary begun with an override', replace('/canarySettings/stageVariableOverrides/added', '')),
] as const;

const canaryChanges: readonly [CanaryMutator, ...CanaryMutator[]] = [
  () => update('canary removed', remove('/canarySettings')),
  () =>
    update('canary removed and begun anew', remove('/canarySettings'), replace('/canarySettings/percentTraffic', 0)),
  ({ percentTraffic }) =>
    update('canary traffic', replace('/canarySettings/percentTraffic', ((percentTraffic ?? 0) + 0.5) % 100)),
  ({ percentTraffic }) =>
    update(
      'canary traffic spelled differently',
      replace('/canarySettings/percentTraffic', `${(percentTraffic ?? 0).toFixed(3)}0`),
    ),
  ({ deploymentId }) =>
    update(
      'canary deployment',
      replace('/canarySettings/deploymentId', deploymentIds.find((id) => id !== deploymentId) ?? ''),
    ),
  ({ useStageCache }) => update('canary cache', replace('/canarySettings/useStageCache', !useStageCache)),
];

type CanaryMutator = (canary: Canary) => ReturnType<StageMutator>;

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
    // One key a call, as a list of one and a list of several are told apart by nothing in the query.
    changes: [...gone.map((key) => ({ kind: 'UNTAG' as const, keys: [key] })), { kind: 'TAG', tags: value }],
  };
}

function textMutator(member: 'description' | 'documentationVersion' | 'clientCertificateId'): StageMutator {
  return (random, stage) => {
    const { how, value } = otherText(random, stage[member] ?? '');
    return update(`${member} ${how}`, replace(`/${member}`, value));
  };
}

/** @returns the operations that make one map of another */
function textOperations(
  path: string,
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly PatchOperation[] {
  const pathOf = (name: string) => `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return [
    ...Object.keys(before).flatMap((name) => (Object.hasOwn(after, name) ? [] : [remove(pathOf(name))])),
    ...Object.entries(after).flatMap(([name, text]) => (before[name] === text ? [] : [replace(pathOf(name), text)])),
  ];
}

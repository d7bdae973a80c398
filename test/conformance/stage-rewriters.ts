import { rewrite, type StageMutator } from './mutation.ts';
import { otherText } from './spelling.ts';

const texts = ['deploymentId', 'description', 'documentationVersion', 'clientCertificateId', 'webAclArn'] as const;
const statuses = [
  'DELETE_IN_PROGRESS',
  'CREATE_IN_PROGRESS',
  'FLUSH_IN_PROGRESS',
  'NOT_AVAILABLE',
  'AVAILABLE',
] as const;
const webAclArn = 'arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/edge/0a1b2c3d-0000-4000-8000-000000000000';

/** Answers of GetStage that no operation on the stage brings about: other services do, or nobody knows what does. */
export const stageRewriters: readonly [StageMutator, ...StageMutator[]] = [
  (random, stage) => {
    const member = random.pick(texts);
    const { how, value } = otherText(random, stage[member] ?? '');
    return random.pick([
      rewrite(`${member} ${how} in the answer`, { [member]: value }),
      rewrite(`${member} empty in the answer`, { [member]: '' }),
      rewrite(`${member} null in the answer`, { [member]: null }),
      rewrite(`${member} left out of the answer`, { [member]: undefined }),
    ]);
  },
  () => rewrite('web ACL attached', { webAclArn }),
  (random) => {
    const status = random.pick(statuses);
    return rewrite(`cache ${status}`, { cacheClusterStatus: status });
  },
  (random) =>
    random.pick([
      rewrite('cache on, being deleted', { cacheClusterEnabled: true, cacheClusterStatus: 'DELETE_IN_PROGRESS' }),
      rewrite('cache on, being created', { cacheClusterEnabled: true, cacheClusterStatus: 'CREATE_IN_PROGRESS' }),
      rewrite('cache on without a size', { cacheClusterEnabled: true, cacheClusterSize: undefined }),
      rewrite('cache off with a size', { cacheClusterEnabled: false, cacheClusterSize: '118' }),
      rewrite('cache left out', {
        cacheClusterEnabled: undefined,
        cacheClusterSize: undefined,
        cacheClusterStatus: undefined,
      }),
      rewrite('cache null', { cacheClusterEnabled: null, cacheClusterSize: null, cacheClusterStatus: null }),
      rewrite('a size that is none', { cacheClusterSize: '9.99' }),
    ]),
  (random) =>
    random.pick([
      rewrite('tracing left out', { tracingEnabled: undefined }),
      rewrite('tracing null', { tracingEnabled: null }),
    ]),
  (random) =>
    random.pick([
      rewrite('variables empty', { variables: {} }),
      rewrite('variables null', { variables: null }),
      rewrite('variables left out', { variables: undefined }),
      rewrite('tags empty', { tags: {} }),
      rewrite('tags null', { tags: null }),
      rewrite('tags left out', { tags: undefined }),
    ]),
  (_random, { tags }) => rewrite('tags of AWS', { tags: { ...tags, 'aws:servicecatalog:arn': 'x', 'aws:': '' } }),
  (random, { accessLogSettings }) =>
    random.pick([
      rewrite('log settings without members', { accessLogSettings: {} }),
      rewrite('log settings null', { accessLogSettings: null }),
      rewrite('log settings with a format only', { accessLogSettings: { format: accessLogSettings?.format ?? 'x' } }),
      rewrite('log settings with empty texts', { accessLogSettings: { format: '', destinationArn: '' } }),
      rewrite('log format null', { accessLogSettings: { ...accessLogSettings, format: null } }),
      rewrite('log settings as they are', { accessLogSettings }),
    ]),
  (random, { canarySettings: canary }) =>
    random.pick([
      rewrite('canary without members', { canarySettings: {} }),
      rewrite('canary null', { canarySettings: null }),
      rewrite('canary traffic left out', { canarySettings: { ...canary, percentTraffic: undefined } }),
      rewrite('canary traffic a fraction', { canarySettings: { ...canary, percentTraffic: 33.333333333333336 } }),
      rewrite('canary overrides empty', { canarySettings: { ...canary, stageVariableOverrides: {} } }),
      rewrite('canary overrides null', { canarySettings: { ...canary, stageVariableOverrides: null } }),
      rewrite('canary deployment left out', { canarySettings: { ...canary, deploymentId: undefined } }),
      rewrite('canary cache null', { canarySettings: { ...canary, useStageCache: null } }),
    ]),
  (random) => {
    const times = { createdDate: 1_600_000_000 + random.below(1000), lastUpdatedDate: 1_700_000_000.5 };
    return random.pick([
      rewrite('dates changed', times),
      rewrite('dates left out', { createdDate: undefined, lastUpdatedDate: undefined }),
      rewrite('a member that nobody knows', { ...times, brandNewSetting: { enabled: true } }),
    ]);
  },
];

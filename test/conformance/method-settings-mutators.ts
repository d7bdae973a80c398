import type { PatchOperation } from '@stagedrift/local-aws/patch-value';
import type { MethodSetting, Stage } from '@stagedrift/local-aws/stage-model';
import { headerStrategies } from './method-settings-arguments.ts';
import { type MethodSettingsMutator, type Mutation, remove, replace, rewrite, update } from './mutation.ts';
import type { Random } from './random.ts';

type Choose = (random: Random) => string | number | boolean;

const flag: Choose = ({ pick }) => pick([true, false]);

const paths: readonly [[string, Choose], ...[string, Choose][]] = [
  ['metrics/enabled', flag],
  ['logging/loglevel', ({ pick }) => pick(['OFF', 'ERROR', 'INFO'])],
  ['logging/dataTrace', flag],
  ['throttling/burstLimit', ({ pick }) => pick([-1, 0, 1, 5000])],
  ['throttling/rateLimit', ({ pick }) => pick([-1, 0, 0.5, '0.50', 100, '1e2', 1000.25, 10000])],
  ['caching/enabled', flag],
  ['caching/ttlInSeconds', ({ pick }) => pick([0, 1, 300, 3600])],
  ['caching/dataEncrypted', flag],
  ['caching/requireAuthorizationForCacheControl', flag],
  ['caching/unauthorizedCacheControlHeaderStrategy', ({ pick }) => pick(headerStrategies)],
];

/** Mutations that API Gateway's own operations make. */
export const methodSettingsMutators: readonly [MethodSettingsMutator, ...MethodSettingsMutator[]] = [
  changeOne,
  changeOne,
  changeOne,
  (random, _stage, key) => update('several settings', ...Array.from({ length: 4 }, () => operation(random, key))),
  (_random, { methodSettings }, key) =>
    methodSettings?.[key] && update('changed and changed back', ...thereAndBack(key, methodSettings[key])),
];

/**
 * What not every API Gateway can do, which is to take settings away and to read a whole number spelled 5e3, and what no
 * operation can say.
 */
export const methodSettingsRewriters: readonly [MethodSettingsMutator, ...MethodSettingsMutator[]] = [
  (_random, { methodSettings }, key) => methodSettings?.[key] && update('settings removed', remove(`/${key}`)),
  (random, _stage, key) =>
    random.pick([
      update('burst limit 5000.0', replace(`/${key}/throttling/burstLimit`, '5000.0')),
      update('burst limit 5e3', replace(`/${key}/throttling/burstLimit`, '5e3')),
      update('time to live 300.0', replace(`/${key}/caching/ttlInSeconds`, '300.0')),
    ]),
  (random, stage, key) => {
    const setting = stage.methodSettings?.[key];
    return random.pick([
      withSetting('settings with no member', stage, key, {}),
      withSetting('log level empty', stage, key, { ...setting, loggingLevel: '' }),
      withSetting('log level in another case', stage, key, {
        ...setting,
        loggingLevel: setting?.loggingLevel?.toLowerCase(),
      }),
      withSetting('log level left out', stage, key, { ...setting, loggingLevel: undefined }),
      withSetting('limits left out', stage, key, {
        ...setting,
        throttlingBurstLimit: undefined,
        throttlingRateLimit: null,
      }),
      withSetting('limits 0', stage, key, { ...setting, throttlingBurstLimit: 0, throttlingRateLimit: 0 }),
      withSetting('time to live left out', stage, key, { ...setting, cacheTtlInSeconds: undefined }),
      withSetting('switches left out', stage, key, { ...setting, metricsEnabled: undefined, cachingEnabled: null }),
      withSetting('strategy null', stage, key, { ...setting, unauthorizedCacheControlHeaderStrategy: null }),
      withSetting('a member that nobody knows', stage, key, { ...setting, brandNewSetting: 'x' }),
    ]);
  },
  (random, { methodSettings }, key) => {
    const { [key]: setting, ...others } = methodSettings ?? {};
    const other = random.pick([
      key.toLowerCase(),
      key.replaceAll('~1', '/'),
      `/${key}`,
      key.replaceAll(/\/(?=.*\/)/g, '~1'),
    ]);
    return setting && rewrite(`settings under ${other}`, { methodSettings: { ...others, [other]: setting } });
  },
  (random) =>
    random.pick([
      rewrite('all settings gone', { methodSettings: {} }),
      rewrite('settings left out', { methodSettings: undefined }),
    ]),
];

function changeOne(random: Random, _stage: Stage, key: string): Mutation {
  const change = operation(random, key);
  return update(`${change.path} = ${change.value}`, change);
}

function operation(random: Random, key: string): PatchOperation {
  const [path, choose] = random.pick(paths);
  return replace(`/${key}/${path}`, choose(random));
}

function thereAndBack(key: string, { metricsEnabled, throttlingRateLimit }: MethodSetting): readonly PatchOperation[] {
  const metrics = `/${key}/metrics/enabled`;
  const rate = `/${key}/throttling/rateLimit`;
  return [
    replace(metrics, !metricsEnabled),
    replace(rate, 7),
    replace(rate, throttlingRateLimit ?? 0),
    replace(metrics, metricsEnabled ?? false),
  ];
}

function withSetting(what: string, { methodSettings }: Stage, key: string, setting: MethodSetting): Mutation {
  return rewrite(what, { methodSettings: { ...methodSettings, [key]: setting } });
}

import { badRequest } from './api-gateway-error.ts';
import {
  integerBetween,
  numberBetween,
  oneOf,
  type PatchOperation,
  type PatchValue,
  trueOrFalse,
} from './patch-value.ts';
import type { MethodSetting, Stage } from './stage-model.ts';

type ChangeMethodSetting = (setting: MethodSetting, value: string, path: string) => void;

const defaults: MethodSetting = {
  metricsEnabled: false,
  loggingLevel: 'OFF',
  dataTraceEnabled: false,
  throttlingBurstLimit: 5000,
  throttlingRateLimit: 10000,
  cachingEnabled: false,
  cacheTtlInSeconds: 300,
  cacheDataEncrypted: false,
  requireAuthorizationForCacheControl: true,
  unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITH_RESPONSE_HEADER',
};

const headerStrategies = ['FAIL_WITH_403', 'SUCCEED_WITH_RESPONSE_HEADER', 'SUCCEED_WITHOUT_RESPONSE_HEADER'];
// -1 switches throttling off for the method.
const limit = -1;

const changes = new Map<string, ChangeMethodSetting>([
  ['metrics/enabled', set('metricsEnabled', trueOrFalse)],
  ['logging/loglevel', set('loggingLevel', oneOf(['OFF', 'ERROR', 'INFO']))],
  ['logging/dataTrace', set('dataTraceEnabled', trueOrFalse)],
  ['throttling/burstLimit', set('throttlingBurstLimit', integerBetween(limit, 2 ** 31 - 1))],
  ['throttling/rateLimit', set('throttlingRateLimit', numberBetween(limit, Number.MAX_VALUE))],
  ['caching/enabled', set('cachingEnabled', trueOrFalse)],
  ['caching/ttlInSeconds', set('cacheTtlInSeconds', integerBetween(0, 3600))],
  ['caching/dataEncrypted', set('cacheDataEncrypted', trueOrFalse)],
  ['caching/requireAuthorizationForCacheControl', set('requireAuthorizationForCacheControl', trueOrFalse)],
  [
    'caching/unauthorizedCacheControlHeaderStrategy',
    set('unauthorizedCacheControlHeaderStrategy', oneOf(headerStrategies)),
  ],
]);

// The key is the path as it was sent, escapes and all: API Gateway answers "~1a~1b/GET" to anyone who sent that.
const settingPath = /^\/(.*\/(?:[A-Z]+|\*))\/([a-z]+\/[A-Za-z]+)$/;
const methodPath = /^\/(.*\/(?:[A-Z]+|\*))$/;

/** @returns whether it was a change of a method setting, `/{resource path}/{method}/...`, and is done */
export function patchMethodSetting(stage: Stage, { op, path, value }: PatchOperation): boolean {
  const [, key, name] = settingPath.exec(path) ?? [];
  const change = changes.get(name ?? '');
  if (key === undefined || change === undefined || value === undefined || op !== 'replace') return false;
  const setting = stage.methodSettings?.[key] ?? { ...defaults };
  change(setting, value, path);
  stage.methodSettings = { ...stage.methodSettings, [key]: setting };
  return true;
}

/** @returns whether it was a removal of all settings of a method, `/{resource path}/{method}`, and is done */
export function removeMethodSetting(stage: Stage, { op, path }: PatchOperation): boolean {
  const [, key] = methodPath.exec(path) ?? [];
  if (op !== 'remove' || key === undefined) return false;
  const { [key]: removed, ...others } = stage.methodSettings ?? {};
  if (removed === undefined) {
    throw badRequest(`Cannot remove method setting ${key} because there is no method setting for this method`);
  }
  stage.methodSettings = others;
  return true;
}

function set<Name extends keyof MethodSetting>(
  name: Name,
  parse: PatchValue<MethodSetting[Name]>,
): ChangeMethodSetting {
  return (setting, value, path) => {
    setting[name] = parse(value, path);
  };
}

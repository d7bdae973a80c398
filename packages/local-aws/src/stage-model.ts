import * as v from 'valibot';

const text = v.nullish(v.string());
const flag = v.nullish(v.boolean());
const number = v.nullish(v.number());

/** Names with texts. Any name will do, while valibot's own record leaves out one such as `constructor`. */
export const namedTexts = v.custom<Record<string, string>>(
  (value) =>
    typeof value === 'object' && value !== null && Object.values(value).every((one) => typeof one === 'string'),
);

/** A map of names to texts: stage variables, overrides, tags. */
export const texts = v.nullish(namedTexts);

const methodSettingSchema = v.looseObject({
  metricsEnabled: flag,
  loggingLevel: text,
  dataTraceEnabled: flag,
  throttlingBurstLimit: number,
  throttlingRateLimit: number,
  cachingEnabled: flag,
  cacheTtlInSeconds: number,
  cacheDataEncrypted: flag,
  requireAuthorizationForCacheControl: flag,
  unauthorizedCacheControlHeaderStrategy: text,
});

export const canarySettingsSchema = v.looseObject({
  percentTraffic: number,
  deploymentId: text,
  stageVariableOverrides: texts,
  useStageCache: flag,
});

/** A stage as on the wire: times in epoch seconds, and whatever else a recorded answer holds. */
export const stageSchema = v.looseObject({
  stageName: v.string(),
  deploymentId: text,
  clientCertificateId: text,
  description: text,
  cacheClusterEnabled: flag,
  cacheClusterSize: text,
  cacheClusterStatus: text,
  methodSettings: v.nullish(v.record(v.string(), methodSettingSchema)),
  variables: texts,
  documentationVersion: text,
  accessLogSettings: v.nullish(v.looseObject({ format: text, destinationArn: text })),
  canarySettings: v.nullish(canarySettingsSchema),
  tracingEnabled: flag,
  webAclArn: text,
  tags: texts,
  createdDate: number,
  lastUpdatedDate: number,
});

export type MethodSetting = v.InferOutput<typeof methodSettingSchema>;
export type CanarySettings = v.InferOutput<typeof canarySettingsSchema>;
export type Stage = v.InferOutput<typeof stageSchema>;

/** @returns a stage with API Gateway's defaults for whatever the given settings leave out */
export function newStage(settings: Stage): Stage {
  const now = epochSeconds();
  const stage: Stage = {
    cacheClusterEnabled: false,
    methodSettings: {},
    tracingEnabled: false,
    createdDate: now,
    lastUpdatedDate: now,
    ...settings,
  };
  if (settings.canarySettings) stage.canarySettings = newCanarySettings(stage, settings.canarySettings);
  settleCacheCluster(stage);
  return stage;
}

/** @returns canary settings with API Gateway's defaults: no traffic, and the deployment of the stage itself */
export function newCanarySettings(stage: Stage, settings: CanarySettings): CanarySettings {
  return { percentTraffic: 0, deploymentId: stage.deploymentId, useStageCache: false, ...settings };
}

/** @returns the stage's canary settings, which begin with the first change of one of them */
export function canaryOf(stage: Stage): CanarySettings {
  stage.canarySettings ??= newCanarySettings(stage, {});
  return stage.canarySettings;
}

/** Brings size and status of the cache cluster in line with its switch; a cluster is there at once. */
export function settleCacheCluster(stage: Stage): void {
  if (stage.cacheClusterEnabled) {
    stage.cacheClusterSize ??= '0.5';
    stage.cacheClusterStatus = 'AVAILABLE';
  } else {
    stage.cacheClusterSize = undefined;
    stage.cacheClusterStatus = 'NOT_AVAILABLE';
  }
}

export function epochSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

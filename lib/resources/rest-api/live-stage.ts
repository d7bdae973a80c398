import * as v from 'valibot';
import type { Parsed } from '../../model/form.ts';
import { anObject, aText, date, flag, mapOf, number, text, textMap } from '../live-form.ts';

/** ISO 8601. Nothing is compared with a time, so that a stage is not given up for one that cannot be read. */
const time = v.pipe(
  v.fallback(date, null),
  v.transform((at) => at?.toISOString() ?? null),
);

const methodSettingsForm = anObject({
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

const canaryForm = anObject({
  deploymentId: text,
  percentTraffic: number,
  stageVariableOverrides: textMap,
  useStageCache: flag,
});

/**
 * A stage as API Gateway has it now, from GetStage or GetStages. Every member is there: what the service leaves out
 * is `''`, `false`, 0 or an empty map, as in the provider's own SDK; a block that is absent is `null`.
 * Source: the service model of `Stage`.
 */
export const stageForm = anObject({
  stageName: aText,
  deploymentId: text,
  clientCertificateId: text,
  description: text,
  cacheClusterEnabled: flag,
  cacheClusterSize: text,
  cacheClusterStatus: text,
  variables: textMap,
  documentationVersion: text,
  accessLogSettings: v.nullish(anObject({ destinationArn: text, format: text }), null),
  canarySettings: v.nullish(canaryForm, null),
  tracingEnabled: flag,
  webAclArn: text,
  tags: textMap,
  /** By method path, exactly as API Gateway keeps it. */
  methodSettings: mapOf(methodSettingsForm),
  /** When the stage was changed last; `null` where the service does not say. */
  lastUpdatedDate: time,
});

/** A stage in the list of those of its REST API. */
export const listedStageForm = v.object({
  stageName: aText,
  /** `''` where the service does not say. */
  deploymentId: v.fallback(text, ''),
  /** When the stage was made; `null` where the service does not say. */
  createdDate: time,
});

export type LiveStage = Parsed<typeof stageForm>;
export type ListedStage = Parsed<typeof listedStageForm>;
export type LiveCanarySettings = Parsed<typeof canaryForm>;
export type LiveMethodSettings = Parsed<typeof methodSettingsForm>;

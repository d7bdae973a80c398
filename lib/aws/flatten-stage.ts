import * as v from 'valibot';
import type { LiveStage } from '../resources/live-stage.ts';
import { anObject, aText, entries, flag, flatten, number, text, textMap } from './flatten.ts';

const stageSchema: v.GenericSchema<unknown, LiveStage> = v.object(
  {
    stageName: aText,
    deploymentId: text,
    clientCertificateId: text,
    description: text,
    cacheClusterEnabled: flag,
    cacheClusterSize: text,
    cacheClusterStatus: text,
    variables: textMap,
    documentationVersion: text,
    accessLogSettings: v.nullish(v.object({ destinationArn: text, format: text }, anObject), null),
    canarySettings: v.nullish(
      v.object(
        { deploymentId: text, percentTraffic: number, stageVariableOverrides: textMap, useStageCache: flag },
        anObject,
      ),
      null,
    ),
    tracingEnabled: flag,
    webAclArn: text,
    tags: textMap,
    methodSettings: v.pipe(
      entries,
      v.map(
        aText,
        v.object(
          {
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
          },
          anObject,
        ),
      ),
    ),
  },
  anObject,
);

const listSchema = v.object({ item: v.nullish(v.array(v.unknown(), 'a list'), []) }, anObject);
const namedSchema = v.object({ stageName: aText });

/**
 * @param answer one stage of GetStage or GetStages, as the SDK hands it out; a proxy may have sent something else
 * @throws UnusableAnswerError
 */
export function flattenStage(answer: unknown): LiveStage {
  return flatten(stageSchema, answer, 'is not a stage');
}

/**
 * @param answer of GetStages, as the SDK hands it out
 * @returns each stage as it was answered, by its name; what has no name is left out
 * @throws UnusableAnswerError
 */
export function stagesByName(answer: unknown): ReadonlyMap<string, unknown> {
  const { item } = flatten(listSchema, answer, 'is not a list of stages');
  return new Map(item.flatMap((stage) => (v.is(namedSchema, stage) ? [[stage.stageName, stage]] : [])));
}

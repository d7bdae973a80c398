import * as v from 'valibot';
import type { ListedStage, LiveStage } from '../../resources/rest-api/live-stage.ts';
import { anObject, aText, date, entries, flag, flatten, number, text, textMap } from '../flatten.ts';

/** Nothing is compared with a time, so that a stage is not given up for one that cannot be read. */
const time = v.pipe(
  v.fallback(date, null),
  v.transform((at) => at?.toISOString() ?? null),
);

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
    lastUpdatedDate: time,
  },
  anObject,
);

const listSchema = v.object({ item: v.nullish(v.array(v.unknown(), 'a list'), []) }, anObject);
const listedSchema: v.GenericSchema<unknown, ListedStage> = v.object({
  stageName: aText,
  deploymentId: v.fallback(text, ''),
  createdDate: time,
});

/**
 * @param answer one stage of GetStage or GetStages, as the SDK hands it out; a proxy may have sent something else
 * @throws UnusableAnswerError
 */
export function flattenStage(answer: unknown): LiveStage {
  return flatten(stageSchema, answer, 'is not a stage');
}

/** @param answer one stage of GetStages that has a name */
export function flattenListedStage(answer: unknown): ListedStage {
  return v.parse(listedSchema, answer);
}

/**
 * @param answer of GetStages, as the SDK hands it out
 * @returns each stage as it was answered, by its name; what has no name is left out
 * @throws UnusableAnswerError
 */
export function stagesByName(answer: unknown): ReadonlyMap<string, unknown> {
  const { item } = flatten(listSchema, answer, 'is not a list of stages');
  return new Map(
    item.flatMap((stage) => {
      const listed = v.safeParse(listedSchema, stage);
      return listed.success ? [[listed.output.stageName, stage]] : [];
    }),
  );
}

import * as v from 'valibot';
import type { Answer, AnswersByKind, LiveKind, LiveKinds } from '../resources/live.ts';
import type { LiveAccessLogSettings, LiveCanarySettings, LiveMethodSettings } from '../resources/live-stage.ts';

/** Maps are stored as lists of pairs: a key may be any text, `__proto__` too. */
const textMap = mapOf(v.string());

const accessLogSettings: v.GenericSchema<unknown, LiveAccessLogSettings> = v.object({
  destinationArn: v.string(),
  format: v.string(),
});

const canarySettings: v.GenericSchema<unknown, LiveCanarySettings> = v.object({
  deploymentId: v.string(),
  percentTraffic: v.number(),
  stageVariableOverrides: textMap,
  useStageCache: v.boolean(),
});

const methodSettings: v.GenericSchema<unknown, LiveMethodSettings> = v.object({
  metricsEnabled: v.boolean(),
  loggingLevel: v.string(),
  dataTraceEnabled: v.boolean(),
  throttlingBurstLimit: v.number(),
  throttlingRateLimit: v.number(),
  cachingEnabled: v.boolean(),
  cacheTtlInSeconds: v.number(),
  cacheDataEncrypted: v.boolean(),
  requireAuthorizationForCacheControl: v.boolean(),
  unauthorizedCacheControlHeaderStrategy: v.string(),
});

/** What is live, one form a kind of question. */
const liveForms: { readonly [Kind in LiveKind]: v.GenericSchema<unknown, LiveKinds[Kind]['live']> } = {
  STAGE: v.object({
    stageName: v.string(),
    deploymentId: v.string(),
    clientCertificateId: v.string(),
    description: v.string(),
    cacheClusterEnabled: v.boolean(),
    cacheClusterSize: v.string(),
    cacheClusterStatus: v.string(),
    variables: textMap,
    documentationVersion: v.string(),
    accessLogSettings: v.nullable(accessLogSettings),
    canarySettings: v.nullable(canarySettings),
    tracingEnabled: v.boolean(),
    webAclArn: v.string(),
    tags: textMap,
    methodSettings: mapOf(methodSettings),
    lastUpdatedDate: v.nullable(v.string()),
  }),
  STAGE_LIST: v.array(
    v.object({ stageName: v.string(), deploymentId: v.string(), createdDate: v.nullable(v.string()) }),
  ),
  DEPLOYMENT: v.object({ description: v.string(), createdDate: v.nullable(date()) }),
  CLIENT_CERTIFICATE: v.object({ description: v.string(), tags: textMap }),
  BASE_PATH_MAPPING: v.object({ restApiId: v.string(), stage: v.string() }),
  LOG_GROUP: v.object({
    retentionInDays: v.number(),
    kmsKeyId: v.string(),
    logGroupClass: v.string(),
    tags: textMap,
  }),
};

/** Reads answers as `storedAnswers` writes them. There is none that was not given. */
export const answersForm: v.GenericSchema<unknown, AnswersByKind> = v.object({
  STAGE: answersOf(liveForms.STAGE),
  STAGE_LIST: answersOf(liveForms.STAGE_LIST),
  DEPLOYMENT: answersOf(liveForms.DEPLOYMENT),
  CLIENT_CERTIFICATE: answersOf(liveForms.CLIENT_CERTIFICATE),
  BASE_PATH_MAPPING: answersOf(liveForms.BASE_PATH_MAPPING),
  LOG_GROUP: answersOf(liveForms.LOG_GROUP),
});

/** @returns for JSON, all answers but those that there was no time for */
export function storedAnswers(answers: AnswersByKind): object {
  const kinds = Object.entries(answers).map(([kind, ofKind]: [string, ReadonlyMap<string, Answer<unknown>>]) => [
    kind,
    [...ofKind].filter(([, { kind: outcome }]) => outcome !== 'OUT_OF_TIME'),
  ]);
  return Object.fromEntries(kinds);
}

/** For `JSON.stringify`: maps as lists of pairs. */
export function mapsAsPairs(_key: string, value: unknown): unknown {
  return value instanceof Map ? [...value] : value;
}

function answersOf<Live>(live: v.GenericSchema<unknown, Live>) {
  const answer: v.GenericSchema<unknown, Answer<Live>> = v.variant('kind', [
    v.object({ kind: v.literal('FOUND'), live }),
    v.object({ kind: v.literal('NOT_FOUND'), reason: v.string() }),
    v.object({ kind: v.literal('UNREADABLE'), reason: v.string() }),
  ]);
  return mapOf(answer);
}

function mapOf<Value>(value: v.GenericSchema<unknown, Value>) {
  return v.pipe(
    v.array(v.tuple([v.string(), value])),
    v.transform((pairs): ReadonlyMap<string, Value> => new Map(pairs)),
  );
}

function date() {
  return v.pipe(
    v.string(),
    v.isoTimestamp(),
    v.transform((text) => new Date(text)),
  );
}

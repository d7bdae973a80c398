import * as v from 'valibot';
import type { LiveStage } from '../resources/live-stage.ts';

/** The answer of GetStage is not a stage, or not the one that was asked for. */
export class UnusableAnswerError extends Error {
  override readonly name = 'UnusableAnswerError';
}

const text = v.nullish(v.string(), '');
const flag = v.nullish(v.boolean(), false);
const number = v.nullish(v.number(), 0);
const textMap = v.pipe(
  v.nullish(
    v.custom<object>((value) => typeof value === 'object' && value !== null && !Array.isArray(value)),
    {},
  ),
  // A Map keeps names such as __proto__ plain data.
  v.transform((object) => new Map<string, unknown>(Object.entries(object))),
  v.map(v.string(), v.string()),
);

/** Members that the SDK leaves undefined are what they are in the provider's SDK: empty, false or 0. */
const stageSchema: v.GenericSchema<unknown, LiveStage> = v.object({
  stageName: v.string(),
  deploymentId: text,
  clientCertificateId: text,
  description: text,
  cacheClusterEnabled: flag,
  cacheClusterSize: text,
  cacheClusterStatus: text,
  variables: textMap,
  documentationVersion: text,
  accessLogSettings: v.nullish(v.object({ destinationArn: text, format: text }), null),
  canarySettings: v.nullish(
    v.object({ deploymentId: text, percentTraffic: number, stageVariableOverrides: textMap, useStageCache: flag }),
    null,
  ),
  tracingEnabled: flag,
  webAclArn: text,
  tags: textMap,
});

/**
 * @param answer one stage of GetStage or GetStages, as the SDK hands it out; a proxy may have sent something else
 * @throws UnusableAnswerError
 */
export function flattenStage(answer: unknown): LiveStage {
  const parsed = v.safeParse(stageSchema, answer);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const member = v.getDotPath(issue) ?? 'the whole answer';
  throw new UnusableAnswerError(
    `API Gateway gave an answer that is not a stage: ${member} is not ${issue.expected ?? 'valid'}`,
  );
}

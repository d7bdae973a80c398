import * as v from 'valibot';
import type { LiveStage } from '../resources/live-stage.ts';

/** The answer of GetStage is not a stage, or that of GetStages not a list; the message says what is wrong with it. */
export class UnusableAnswerError extends Error {
  override readonly name = 'UnusableAnswerError';
}

const anObject = 'an object';
const aText = v.string('a text');
const text = v.nullish(aText, '');
const flag = v.nullish(v.boolean('true or false'), false);
const number = v.nullish(v.number('a number'), 0);
const textMap = v.pipe(
  v.nullish(
    v.custom<object>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), anObject),
    {},
  ),
  // A Map keeps names such as __proto__ plain data.
  v.transform((object) => new Map<string, unknown>(Object.entries(object))),
  v.map(aText, aText),
);

/** Members that the SDK leaves undefined are what they are in the provider's SDK: empty, false or 0. */
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
  return parse(stageSchema, answer, 'is not a stage');
}

/**
 * @param answer of GetStages, as the SDK hands it out
 * @returns each stage as it was answered, by its name; what has no name is left out
 * @throws UnusableAnswerError
 */
export function stagesByName(answer: unknown): ReadonlyMap<string, unknown> {
  const { item } = parse(listSchema, answer, 'is not a list of stages');
  return new Map(item.flatMap((stage) => (v.is(namedSchema, stage) ? [[stage.stageName, stage]] : [])));
}

function parse<Schema extends v.GenericSchema>(
  schema: Schema,
  answer: unknown,
  complaint: string,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, answer);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const member = v.getDotPath(issue) ?? 'the whole answer';
  const problem = issue.received === 'undefined' ? 'is missing' : `is not ${issue.message}`;
  throw new UnusableAnswerError(`API Gateway gave an answer that ${complaint}: ${member} ${problem}`);
}

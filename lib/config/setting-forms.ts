import * as v from 'valibot';
import { parseArn } from '../model/arn.ts';
import { accountIdForm } from '../model/stage-id.ts';
import { s3SourceForm } from '../terraform/state-source.ts';

// Forms of the settings: each takes the text of one, or says what is wrong with it.

/** Sources with commas between them. */
export const sourcesForm = v.pipe(
  v.string(),
  v.transform((text) => text.split(',').map((part) => part.trim() || null)),
  v.array(v.nullable(s3SourceForm)),
  v.transform((sources) => sources.filter((source) => source !== null)),
  v.minLength(1, 'it names no state'),
);

/** @returns the form of a text; what is wrong with one is said behind it */
function text(isRight: (text: string) => boolean, problem: string) {
  return v.pipe(
    v.string(),
    v.check(isRight, ({ input }) => `${JSON.stringify(input)} ${problem}`),
  );
}

export const topicArnForm = v.pipe(
  text((arn) => isArnOf(arn, 'sns', /^[\w-]{1,256}(?:\.fifo)?$/), 'is not the ARN of an SNS topic'),
  text((arn) => !arn.endsWith('.fifo'), 'is a FIFO topic, which takes no email: name a standard one'),
);

export const hashKeyArnForm = text(
  (arn) => isArnOf(arn, 'ssm', /^parameter\/.+/) || isArnOf(arn, 'secretsmanager', /^secret:.+/),
  'is not the ARN of an SSM parameter or of a Secrets Manager secret',
);

/** The name of a DynamoDB table, or its ARN. */
export const lockTableForm = text(
  (table) => /^[\w.-]{3,255}$/.test(table) || isArnOf(table, 'dynamodb', /^table\/[\w.-]{3,255}$/),
  'is neither the name nor the ARN of a DynamoDB table',
);

/** A number of days, as milliseconds. */
export const daysForm = v.pipe(
  text(isAbove0, 'is not a number of days above 0'),
  v.transform((days) => Number(days) * 24 * 60 * 60_000),
);

export const roleNameForm = text(
  (name) => /^[\w+=,.@-]{1,64}$/.test(name),
  'is not the name of an IAM role (give the name alone, not its ARN)',
);

/** It is a secret, which no sentence repeats. */
export const externalIdForm = v.pipe(
  v.string(),
  v.regex(/^[\w+=,.@:/-]{2,1224}$/, 'it must have 2 to 1224 letters, digits or any of + = , . @ : / -'),
);

/** Requests a second; more than the account's 10 are possible, but are throttled by the service. */
export const rateForm = v.pipe(text(isAbove0, 'is not a number above 0'), v.transform(Number));

export const flagForm = v.pipe(
  text((flag) => flag === 'true' || flag === 'false', 'is neither true nor false'),
  v.transform((flag) => flag === 'true'),
);

/** Such as `https://sqs.eu-west-1.amazonaws.com/123456789012/checks`. */
export const queueUrlForm = text((url) => URL.canParse(url) && /^https?:/i.test(url), 'is not the URL of an SQS queue');

function isAbove0(text: string): boolean {
  return Number.isFinite(Number(text)) && Number(text) > 0;
}

/** @param resource what the resource of the service has to look like */
export function isArnOf(text: string, service: string, resource: RegExp): boolean {
  const arn = parseArn(text);
  if (arn?.service !== service || arn.region === '') return false;
  return accountIdForm.test(arn.accountId) && resource.test(arn.resource);
}

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

export const topicArnForm = v.pipe(
  v.string(),
  v.check((text) => isArnOf(text, 'sns', /^[\w-]{1,256}(?:\.fifo)?$/), quoted('is not the ARN of an SNS topic')),
  v.check((text) => !text.endsWith('.fifo'), quoted('is a FIFO topic, which takes no email: name a standard one')),
);

export const hashKeyArnForm = v.pipe(
  v.string(),
  v.check(
    (text) => isArnOf(text, 'ssm', /^parameter\/.+/) || isArnOf(text, 'secretsmanager', /^secret:.+/),
    quoted('is not the ARN of an SSM parameter or of a Secrets Manager secret'),
  ),
);

const tableName = '[\\w.-]{3,255}';

/** The name of a DynamoDB table, or its ARN. */
export const lockTableForm = v.pipe(
  v.string(),
  v.check(
    (text) => new RegExp(`^${tableName}$`).test(text) || isArnOf(text, 'dynamodb', new RegExp(`^table/${tableName}$`)),
    quoted('is neither the name nor the ARN of a DynamoDB table'),
  ),
);

const day = 24 * 60 * 60_000;

/** A number of days, as milliseconds. */
export const daysForm = v.pipe(
  v.string(),
  v.check(isAbove0, quoted('is not a number of days above 0')),
  v.transform((text) => Number(text) * day),
);

export const roleNameForm = v.pipe(
  v.string(),
  v.regex(/^[\w+=,.@-]{1,64}$/, quoted('is not the name of an IAM role (give the name alone, not its ARN)')),
);

/** It is a secret, which no sentence repeats. */
export const externalIdForm = v.pipe(
  v.string(),
  v.regex(/^[\w+=,.@:/-]{2,1224}$/, 'it must have 2 to 1224 letters, digits or any of + = , . @ : / -'),
);

/** Requests a second; more than the account's 10 are possible, but are throttled by the service. */
export const rateForm = v.pipe(v.string(), v.check(isAbove0, quoted('is not a number above 0')), v.transform(Number));

export const flagForm = v.pipe(
  v.string(),
  v.picklist(['true', 'false'], quoted('is neither true nor false')),
  v.transform((text) => text === 'true'),
);

/** Such as `https://sqs.eu-west-1.amazonaws.com/123456789012/checks`. */
export const queueUrlForm = v.pipe(
  v.string(),
  v.check(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    quoted('is not the URL of an SQS queue'),
  ),
);

function quoted(problem: string) {
  return ({ input }: v.BaseIssue<unknown>) => `${JSON.stringify(input)} ${problem}`;
}

function isAbove0(text: string): boolean {
  return Number.isFinite(Number(text)) && Number(text) > 0;
}

/** @param resource what the resource of the service has to look like */
export function isArnOf(text: string, service: string, resource: RegExp): boolean {
  const arn = parseArn(text);
  if (arn?.service !== service || arn.region === '') return false;
  return accountIdForm.test(arn.accountId) && resource.test(arn.resource);
}

import { validate as isArn, parse as parseArn } from '@aws-sdk/util-arn-parser';
import * as v from 'valibot';
import { type StateSource, s3SourceForm } from './terraform/state-source.ts';

// Forms of the settings: each takes the text of one, and throws an Error whose message says what is wrong with it.

export function parseSources(text: string): StateSource[] {
  const sources = text.split(',').map((part) => part.trim());
  const problems: string[] = [];
  const parsed = sources.flatMap((source, index) => {
    try {
      return source === '' ? [] : [v.parse(s3SourceForm, source)];
    } catch (error) {
      problems.push(`entry ${index + 1}: ${(error as Error).message}`);
      return [];
    }
  });
  if (problems.length > 0) throw new Error(problems.join(', '));
  if (parsed.length === 0) throw new Error('it names no state');
  return parsed;
}

export function parseTopicArn(text: string): string {
  if (isArn(text)) {
    const { service, region, accountId, resource } = parseArn(text);
    if (service === 'sns' && region !== '' && /^\d{12}$/.test(accountId)) {
      if (/^[\w-]{1,256}$/.test(resource)) return text;
      if (resource.endsWith('.fifo')) {
        throw new Error(`${JSON.stringify(text)} is a FIFO topic, which takes no email: name a standard one`);
      }
    }
  }
  throw new Error(`${JSON.stringify(text)} is not the ARN of an SNS topic`);
}

export function parseHashKeyArn(text: string): string {
  if (isArn(text)) {
    const { service, region, accountId, resource } = parseArn(text);
    const isKept =
      (service === 'ssm' && /^parameter\/.+/.test(resource)) ||
      (service === 'secretsmanager' && /^secret:.+/.test(resource));
    if (isKept && region !== '' && /^\d{12}$/.test(accountId)) return text;
  }
  throw new Error(`${JSON.stringify(text)} is not the ARN of an SSM parameter or of a Secrets Manager secret`);
}

const day = 24 * 60 * 60_000;

/** @returns milliseconds */
export function parseDays(text: string): number {
  const days = Number(text);
  if (Number.isFinite(days) && days > 0) return days * day;
  throw new Error(`${JSON.stringify(text)} is not a number of days above 0`);
}

export function parseRoleName(text: string): string {
  if (/^[\w+=,.@-]{1,64}$/.test(text)) return text;
  throw new Error(`${JSON.stringify(text)} is not the name of an IAM role (give the name alone, not its ARN)`);
}

export function parseExternalId(text: string): string {
  if (/^[\w+=,.@:/-]{2,1224}$/.test(text)) return text;
  throw new Error('it must have 2 to 1224 letters, digits or any of + = , . @ : / -');
}

/** @returns requests a second, above 0; more than the account's 10 are possible, but are throttled by the service */
export function parseRate(text: string): number {
  const rate = Number(text);
  if (Number.isFinite(rate) && rate > 0) return rate;
  throw new Error(`${JSON.stringify(text)} is not a number above 0`);
}

export function parseFlag(text: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  throw new Error(`${JSON.stringify(text)} is neither true nor false`);
}

/** @returns the URL, such as `https://sqs.eu-west-1.amazonaws.com/123456789012/checks` */
export function parseQueueUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new Error(`${JSON.stringify(text)} is not the URL of an SQS queue`);
}

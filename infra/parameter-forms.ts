import { parse, validate } from '@aws-sdk/util-arn-parser';
import type { Parameters } from './parameters.ts';

/** How long CloudWatch Logs can be told to keep a log, in days. */
const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Parameter, what it has to look like where it is given, and that in words. */
export const parameterForms: readonly (readonly [keyof Parameters, (text: string) => boolean, string])[] = [
  ['stateSources', hasNoVariable, 'free of a dollar sign with a brace, which begins a variable in templates and roles'],
  ['rulesUri', hasNoVariable, 'free of a dollar sign with a brace, which begins a variable in templates and roles'],
  ['email', isEmail, 'an email address'],
  ['alarmEmail', isEmail, 'an email address'],
  ['changeDelaySeconds', (text) => /^\d{1,3}$/.test(text) && Number(text) <= 900, 'a number of seconds from 0 to 900'],
  [
    'memberAccounts',
    (text) => listOf(text).every((id) => /^\d{12}$/.test(id)),
    'a list of account ids, of 12 digits each, with commas between them',
  ],
  ['topicKeyArn', isKeyArn, 'the ARN of a KMS key'],
  ['readKeyArns', (text) => listOf(text).every(isKeyArn), 'a list of ARNs of KMS keys, with commas between them'],
  ['logRetentionInDays', (text) => retentions.some((days) => String(days) === text), `one of ${retentions.join(', ')}`],
];

/** @param text entries with commas between them; @returns the entries without blanks around them, none for an empty text */
export function listOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(',').map((entry) => entry.trim());
}

function hasNoVariable(text: string): boolean {
  return !/\$\{/.test(text);
}

function isEmail(text: string): boolean {
  return /^[^\s@,]+@[^\s@,]+\.[^\s@,]+$/.test(text);
}

function isKeyArn(text: string): boolean {
  if (!validate(text)) return false;
  const { service, region, accountId, resource } = parse(text);
  return service === 'kms' && region !== '' && /^\d{12}$/.test(accountId) && /^key\/[\w-]+$/.test(resource);
}

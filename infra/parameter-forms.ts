import { isArnOf } from '../lib/config/setting-forms.ts';
import type { Parameters } from './parameters.ts';

/** How long CloudWatch Logs can be told to keep a log, in days. */
const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Accounts whose names fit a role and the policy of an event bus: each takes 10,240 characters. */
const mostMemberAccounts = 40;

/** Parameter, what it has to look like where it is given, and that in words. */
export const parameterForms: readonly (readonly [keyof Parameters, (text: string) => boolean, string])[] = [
  ['stateSources', hasNoVariable, 'free of a dollar sign with a brace, which begins a variable in templates and roles'],
  ['rulesUri', hasNoVariable, 'free of a dollar sign with a brace, which begins a variable in templates and roles'],
  ['email', isEmail, 'an email address'],
  ['alarmEmail', isEmail, 'an email address'],
  ['changeDelaySeconds', (text) => isBetween(text, 30, 900), 'a number of seconds from 30 to 900'],
  [
    'memberAccounts',
    (text) => listOf(text).length <= mostMemberAccounts && listOf(text).every((id) => /^\d{12}$/.test(id)),
    `a list of ${mostMemberAccounts} account ids at most, of 12 digits each, with commas between them; for more, give organizationId`,
  ],
  ['organizationId', (text) => /^o-[a-z0-9]{10,32}$/.test(text), 'the id of an organization, such as o-a1b2c3d4e5'],
  ['topicKeyArn', isKeyArn, 'the ARN of a KMS key'],
  ['readKeyArns', (text) => listOf(text).every(isKeyArn), 'a list of ARNs of KMS keys, with commas between them'],
  ['memorySize', (text) => isBetween(text, 256, 10_240), 'a number of megabytes from 256 to 10240'],
  ['logRetentionInDays', (text) => retentions.some((days) => String(days) === text), `one of ${retentions.join(', ')}`],
];

/** @param text entries with commas between them; @returns the entries without blanks around them, none for an empty text */
export function listOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(',').map((entry) => entry.trim());
}

function isBetween(text: string, least: number, most: number): boolean {
  return /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most;
}

function hasNoVariable(text: string): boolean {
  return !/\$\{/.test(text);
}

function isEmail(text: string): boolean {
  return /^[^\s@,]+@[^\s@,]+\.[^\s@,]+$/.test(text);
}

function isKeyArn(text: string): boolean {
  return isArnOf(text, 'kms', /^key\/[\w-]+$/);
}

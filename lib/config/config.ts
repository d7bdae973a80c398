import * as v from 'valibot';
import { rulesSourceForm } from '../findings/rules/rules-source.ts';
import { ledgerForm } from '../model/ledger-uri.ts';
import { besideLedger, type S3Source } from '../terraform/state-source.ts';
import {
  daysForm,
  externalIdForm,
  flagForm,
  hashKeyArnForm,
  lockTableForm,
  queueUrlForm,
  rateForm,
  roleNameForm,
  sourcesForm,
  topicArnForm,
} from './setting-forms.ts';

/** Everything the function learns from its environment. */
export interface Config extends Settings {
  readonly stateSources: readonly S3Source[];
  readonly reportTopicArn: string;
}

/** The settings as far as they can be used: what is missing or wrong is `null`, or as it is where nothing is set. */
export type Settings = ReturnType<typeof settingsOf>;

export interface StageAccess {
  /** Role to assume in the account of a stage that is not our own; `null` where only our own account is checked. */
  readonly crossAccountRole: CrossAccountRole | null;
  /** Requests a second to API Gateway, for each account and region. */
  readonly requestsPerSecond: number;
}

export interface CrossAccountRole {
  readonly name: string;
  readonly externalId: string | null;
}

/** The environment cannot be used. The message has every problem, so that one deployment fixes them all. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration cannot be used: ${problems.join('; ')}.`);
    this.problems = problems;
  }
}

/** Half of API Gateway's quota for everything in an account, which is 10 and cannot be raised. */
const usualRequestsPerSecond = '5';

/** Milliseconds. */
const usualReminderMs = 3 * 24 * 60 * 60_000;

const stageForm = v.object({
  CROSS_ACCOUNT_ROLE_NAME: v.nullish(roleNameForm, null),
  CROSS_ACCOUNT_EXTERNAL_ID: v.nullish(externalIdForm, null),
  API_REQUESTS_PER_SECOND: v.optional(rateForm, usualRequestsPerSecond),
  CHECK_COMPANIONS: v.optional(flagForm, 'true'),
  HASH_KEY_ARN: v.nullish(hashKeyArnForm, null),
});

const form = v.object({
  STATE_SOURCES: sourcesForm,
  REPORT_TOPIC_ARN: topicArnForm,
  CHAT_TOPIC_ARN: v.nullish(topicArnForm, null),
  LEDGER_URI: v.nullish(ledgerForm, null),
  LOCK_TABLE: v.nullish(lockTableForm, null),
  RULES_URI: v.nullish(rulesSourceForm, null),
  REMIND_AFTER_DAYS: v.nullish(daysForm, null),
  CHECK_QUEUE_URL: v.nullish(queueUrlForm, null),
  CLOUDTRAIL_LOOKUP: v.optional(flagForm, 'true'),
  ...stageForm.entries,
});

/** For what is left of an environment without its faults. */
const remainingForm = v.partial(form, ['STATE_SOURCES', 'REPORT_TOPIC_ARN']);

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws ConfigError with all problems at once */
export function loadConfig(environment: Environment): Config {
  const { settings, problems } = readSettings(environment);
  const { stateSources, reportTopicArn } = settings;
  if (problems.length > 0 || stateSources === null || reportTopicArn === null) throw new ConfigError(problems);
  return { ...settings, stateSources, reportTopicArn };
}

/** For who looks at a configuration that may be wrong. */
export function readSettings(environment: Environment) {
  const given = textsOf(environment);
  const { issues = [] } = v.safeParse(form, given, { abortPipeEarly: true });
  const wrong = new Set(issues.map((issue) => issue.path?.[0].key));
  const right = Object.fromEntries(Object.entries(given).filter(([name]) => !wrong.has(name)));
  return { settings: settingsOf(v.parse(remainingForm, right)), problems: issues.map(problemOf) };
}

/**
 * The part that the command line needs.
 * @throws ConfigError with all problems at once
 */
export function loadStageSettings(environment: Environment) {
  const { success, output, issues } = v.safeParse(stageForm, textsOf(environment), { abortPipeEarly: true });
  if (!success) throw new ConfigError(issues.map(problemOf));
  return stageSettingsOf(output);
}

/** A variable that is empty is one that is not set. */
function textsOf(environment: Environment): Readonly<Record<string, string>> {
  const texts = Object.entries(environment).map(([name, text = '']) => [name, text.trim()] as const);
  return Object.fromEntries(texts.filter(([, text]) => text !== ''));
}

function problemOf({ path, received, message }: v.BaseIssue<unknown>): string {
  const [name, index] = (path ?? []).map(({ key }) => key);
  if (received === 'undefined') return `${name} is missing`;
  return `${name}: ${typeof index === 'number' ? `entry ${index + 1}: ` : ''}${message}`;
}

function settingsOf(values: v.InferOutput<typeof remainingForm>) {
  const { STATE_SOURCES: sources, LEDGER_URI: ledger, REMIND_AFTER_DAYS: reminderMs } = values;
  const externalId = values.CROSS_ACCOUNT_EXTERNAL_ID;
  const stateSources: readonly S3Source[] | null = sources?.map((source) => besideLedger(source, ledger)) ?? null;
  return {
    ...stageSettingsOf(values),
    stateSources,
    reportTopicArn: values.REPORT_TOPIC_ARN ?? null,
    /** Topic for chat cards, `null` where there is none. */
    chatTopicArn: values.CHAT_TOPIC_ARN,
    /** Milliseconds after which an open finding is notified again. */
    remindAfterMs: reminderMs ?? usualReminderMs,
    /** Where the rules are, `null` where there are none. */
    rules: values.RULES_URI,
    /** Where the ledger and archived reports are; `null` where there are none. */
    ledger,
    /** Name or ARN of the DynamoDB table with locks of states; `null` where locks are in S3 alone. */
    lockTable: values.LOCK_TABLE,
    /** URL of the queue that the function is fed by, for checks that have to be made later; `null` where there is none. */
    checkQueueUrl: values.CHECK_QUEUE_URL,
    /** Whether CloudTrail is asked who is behind what drifted newly. */
    cloudTrailLookup: values.CLOUDTRAIL_LOOKUP,
    /** Settings that have no effect for want of another one. */
    unused: [
      ...(externalId !== null && values.CROSS_ACCOUNT_ROLE_NAME === null ? ['CROSS_ACCOUNT_EXTERNAL_ID'] : []),
      ...(ledger === null && reminderMs !== null ? ['REMIND_AFTER_DAYS'] : []),
    ],
  };
}

function stageSettingsOf(values: v.InferOutput<typeof stageForm>) {
  const { CROSS_ACCOUNT_ROLE_NAME: name, CROSS_ACCOUNT_EXTERNAL_ID: externalId } = values;
  const stageAccess: StageAccess = {
    crossAccountRole: name === null ? null : { name, externalId },
    requestsPerSecond: values.API_REQUESTS_PER_SECOND,
  };
  return {
    stageAccess,
    /** Whether what a stage uses or is reached by is checked with it. */
    companions: values.CHECK_COMPANIONS,
    /** ARN of the SSM parameter or the secret with the key that marks masked values; `null` leaves them without a mark. */
    hashKeyArn: values.HASH_KEY_ARN,
  };
}

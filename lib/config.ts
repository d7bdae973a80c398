import * as v from 'valibot';
import { type LedgerLocation, ledgerForm } from './findings/ledger/ledger-uri.ts';
import { type RulesSource, rulesSourceForm } from './findings/rules/rules-source.ts';
import {
  parseDays,
  parseExternalId,
  parseFlag,
  parseHashKeyArn,
  parseQueueUrl,
  parseRate,
  parseRoleName,
  parseSources,
  parseTopicArn,
} from './setting-forms.ts';
import { besideLedger, type StateSource } from './terraform/state-source.ts';

/** Everything the function is told by its environment. */
export interface Config {
  readonly stateSources: readonly StateSource[];
  readonly reportTopicArn: string;
  /** Topic for chat cards, `null` where there is none. */
  readonly chatTopicArn: string | null;
  /** Milliseconds after which an open finding is told again. */
  readonly remindAfter: number;
  /** Where the rules are, `null` where there are none. */
  readonly rules: RulesSource | null;
  readonly stageAccess: StageAccess;
  /** Where findings are remembered and reports are kept; `null` where they are not. */
  readonly ledger: LedgerLocation | null;
  /** ARN of the SSM parameter or the secret with the key that marks masked values; `null` leaves them without a mark. */
  readonly hashKeyArn: string | null;
  /** Whether what a stage uses or is reached by is checked with it. */
  readonly companions: boolean;
  /** URL of the queue that the function is fed by, for checks that have to be made later; `null` where there is none. */
  readonly checkQueueUrl: string | null;
  /** Whether CloudTrail is asked who is behind what drifted newly. */
  readonly cloudTrailLookup: boolean;
  /** Settings that have no effect for want of another one. */
  readonly unused: readonly string[];
}

/** How stages are reached. */
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

/** The environment cannot be used. The message has every problem, so that one deployment mends them all. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration cannot be used: ${problems.join('; ')}.`);
    this.problems = problems;
  }
}

/** Half of API Gateway's quota for everything in an account, which is 10 and cannot be raised. */
const defaultRequestsPerSecond = 5;

const day = 24 * 60 * 60_000;

/** Milliseconds. */
const usualReminder = 3 * day;

type Environment = Readonly<Record<string, string | undefined>>;

/** The settings as far as they can be used: what is missing or wrong is `null`, or as it is where nothing is set. */
export interface Settings extends Omit<Config, 'stateSources' | 'reportTopicArn'> {
  readonly stateSources: readonly StateSource[] | null;
  readonly reportTopicArn: string | null;
}

/** @throws ConfigError with all problems at once */
export function loadConfig(environment: Environment): Config {
  const { settings, problems } = readSettings(environment);
  const { stateSources, reportTopicArn } = settings;
  if (stateSources === null || reportTopicArn === null || problems.length > 0) throw new ConfigError(problems);
  return { ...settings, stateSources, reportTopicArn };
}

/** For who looks at a configuration that may be wrong. */
export function readSettings(environment: Environment): {
  readonly settings: Settings;
  readonly problems: readonly string[];
} {
  const settings = settingsReader(environment);
  const stateSources = settings.read('STATE_SOURCES', parseSources, required);
  const reportTopicArn = settings.read('REPORT_TOPIC_ARN', parseTopicArn, required);
  const chatTopicArn = settings.read('CHAT_TOPIC_ARN', parseTopicArn, null);
  const ledger = settings.read('LEDGER_URI', (text) => v.parse(ledgerForm, text), null);
  const rules = settings.read<RulesSource | null>('RULES_URI', (text) => v.parse(rulesSourceForm, text), null);
  const remindAfter = settings.read('REMIND_AFTER_DAYS', parseDays, usualReminder);
  const checkQueueUrl = settings.read('CHECK_QUEUE_URL', parseQueueUrl, null);
  const cloudTrailLookup = settings.read('CLOUDTRAIL_LOOKUP', parseFlag, true);
  const { externalId, companions, hashKeyArn, stageAccess } = readStageSettings(settings);

  const found: Settings = {
    stateSources: stateSources?.map((source) => besideLedger(source, ledger)) ?? null,
    reportTopicArn,
    chatTopicArn,
    remindAfter: remindAfter ?? usualReminder,
    rules,
    ledger,
    hashKeyArn,
    stageAccess,
    companions,
    checkQueueUrl,
    cloudTrailLookup: cloudTrailLookup ?? true,
    unused: [
      ...(externalId !== null && stageAccess.crossAccountRole === null ? ['CROSS_ACCOUNT_EXTERNAL_ID'] : []),
      ...(ledger === null && remindAfter !== usualReminder ? ['REMIND_AFTER_DAYS'] : []),
    ],
  };
  return { settings: found, problems: settings.problems };
}

/**
 * The part that the command line needs.
 * @throws ConfigError with all problems at once
 */
export function loadStageSettings(environment: Environment): Pick<Config, 'stageAccess' | 'companions' | 'hashKeyArn'> {
  const settings = settingsReader(environment);
  const { stageAccess, companions, hashKeyArn } = readStageSettings(settings);
  if (settings.problems.length > 0) throw new ConfigError(settings.problems);
  return { stageAccess, companions, hashKeyArn };
}

function readStageSettings({ read }: SettingsReader) {
  const name = read('CROSS_ACCOUNT_ROLE_NAME', parseRoleName, null);
  const externalId = read('CROSS_ACCOUNT_EXTERNAL_ID', parseExternalId, null);
  const requestsPerSecond = read('API_REQUESTS_PER_SECOND', parseRate, defaultRequestsPerSecond);
  const companions = read('CHECK_COMPANIONS', parseFlag, true);
  const hashKeyArn = read('HASH_KEY_ARN', parseHashKeyArn, null);
  return {
    externalId,
    hashKeyArn,
    // After a problem these values are of no use to anybody: it is thrown before they are.
    companions: companions ?? true,
    stageAccess: {
      crossAccountRole: name === null ? null : { name, externalId },
      requestsPerSecond: requestsPerSecond ?? defaultRequestsPerSecond,
    },
  };
}

interface SettingsReader {
  /** @returns the parsed setting, `missing` where it is not set, or `null` after a problem */
  read<Output>(name: string, parse: (text: string) => Output, missing: Output | typeof required): Output | null;
  readonly problems: readonly string[];
}

function settingsReader(environment: Environment): SettingsReader {
  const problems: string[] = [];
  return {
    problems,
    read(name, parse, missing) {
      const text = environment[name]?.trim() ?? '';
      try {
        if (text !== '') return parse(text);
        if (missing !== required) return missing;
        problems.push(`${name} is missing`);
      } catch (error) {
        problems.push(`${name}: ${(error as Error).message}`);
      }
      return null;
    },
  };
}

/** Marks a setting without which nothing can be done. */
const required = Symbol('required');

import { type Config, ConfigError, loadConfig } from '../lib/config/config.ts';
import { type Heartbeat, heartbeatOf, ScheduleError } from './heartbeat.ts';
import { parameterForms } from './parameter-forms.ts';
import { type RequestShares, RequestSharesError, requestSharesOf } from './request-shares.ts';

/** The parameters of a deployment, as serverless.yml names and explains them. */
export const parameterNames = [
  'stateSources',
  'email',
  'alarmEmail',
  'schedule',
  'checkIntervalMinutes',
  'changeDelaySeconds',
  'lockTable',
  'rulesUri',
  'remindAfterDays',
  'companions',
  'cloudTrailLookup',
  'hashKeyArn',
  'chatTopicArn',
  'memberAccounts',
  'organizationId',
  'crossAccountRoleName',
  'crossAccountExternalId',
  'topicKeyArn',
  'readKeyArns',
  'apiRequestsPerSecond',
  'memorySize',
  'logRetentionInDays',
] as const;

/** Texts, empty where nothing is said. */
export type Parameters = Readonly<Record<(typeof parameterNames)[number], string>>;

/** The parameters make no deployment. The message has every problem, in the words of the parameters. */
export class ParametersError extends Error {
  override readonly name = 'ParametersError';

  constructor(problems: readonly string[]) {
    super(`The parameters cannot be used: ${problems.join('; ')}.`);
    // The packaging tool shows the stack, of which only the sentence is of use.
    this.stack = this.message;
  }
}

/** Those that are nothing but a variable of the function, which then says itself what it takes. */
const variables: readonly (readonly [keyof Parameters, string])[] = [
  ['stateSources', 'STATE_SOURCES'],
  ['lockTable', 'LOCK_TABLE'],
  ['rulesUri', 'RULES_URI'],
  ['remindAfterDays', 'REMIND_AFTER_DAYS'],
  ['companions', 'CHECK_COMPANIONS'],
  ['cloudTrailLookup', 'CLOUDTRAIL_LOOKUP'],
  ['hashKeyArn', 'HASH_KEY_ARN'],
  ['chatTopicArn', 'CHAT_TOPIC_ARN'],
  ['crossAccountRoleName', 'CROSS_ACCOUNT_ROLE_NAME'],
  ['crossAccountExternalId', 'CROSS_ACCOUNT_EXTERNAL_ID'],
];

/** What the deployment itself makes. Any of the right form will do here. */
const made = {
  REPORT_TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:stagedrift',
  LEDGER_URI: 's3://stagedrift-ledger/stagedrift',
};

/** What hashKeyArn says for no key at all. */
const withoutKey = 'none';

/** What the functions make of their part, and the rest. */
export interface ReadParameters {
  readonly config: Config;
  readonly heartbeat: Heartbeat;
  readonly requestShares: RequestShares;
}

/** Characters of a stage that fit the longest name: that of the function for events, which may have 64. */
const longestStage = 33;

/**
 * @param stage name of the deployment, `prod` where nothing is said
 * @throws ParametersError
 */
export function readParameters(parameters: Parameters, stage: string): ReadParameters {
  const problems: string[] = [];
  const config = attempt(() => readConfig(parameters), problems);
  const heartbeat = attempt(() => heartbeatOf(parameters.schedule, parameters.checkIntervalMinutes), problems);
  const requestShares = attempt(() => requestSharesOf(parameters.apiRequestsPerSecond), problems);
  problems.push(...formProblems(parameters), ...pairProblems(parameters));
  if (stage.length > longestStage) {
    problems.push(`--stage: names in AWS fit ${longestStage} characters of it, and it has ${stage.length}`);
  }
  if (config === null || heartbeat === null || requestShares === null || problems.length > 0) {
    throw new ParametersError(problems);
  }
  return { config, heartbeat, requestShares };
}

/** Runs a part, and keeps what it cannot use with the problems. */
function attempt<Part>(read: () => Part, problems: string[]): Part | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof ConfigError) problems.push(...error.problems.map(inParameters));
    else if (error instanceof ScheduleError || error instanceof RequestSharesError) problems.push(error.message);
    else throw error;
    return null;
  }
}

function readConfig(parameters: Parameters): Config {
  const given = variables.map(([name, variable]) => [variable, parameters[name]] as const);
  const noKey = parameters.hashKeyArn === withoutKey ? { HASH_KEY_ARN: '' } : {};
  return loadConfig({ ...made, ...Object.fromEntries(given), ...noKey });
}

function inParameters(sentence: string): string {
  return variables.reduce((text, [name, variable]) => text.replaceAll(variable, name), sentence);
}

function formProblems(parameters: Parameters): readonly string[] {
  return parameterForms.flatMap(([name, hasForm, form]) =>
    parameters[name] === '' || hasForm(parameters[name])
      ? []
      : [`${name}: ${JSON.stringify(parameters[name])} is not ${form}`],
  );
}

/** A role is there to be assumed in accounts, with an id or without, and accounts are of no use without it. */
function pairProblems({
  memberAccounts,
  organizationId,
  crossAccountRoleName: role,
  crossAccountExternalId,
}: Parameters) {
  return [
    ...(role !== '' && memberAccounts === '' && organizationId === ''
      ? ['crossAccountRoleName needs memberAccounts or organizationId, which say where the role is']
      : []),
    ...(role === '' && memberAccounts !== ''
      ? ['memberAccounts needs crossAccountRoleName, the name of the role to assume in those accounts']
      : []),
    ...(role === '' && organizationId !== ''
      ? ['organizationId needs crossAccountRoleName, the name of the role to assume in its accounts']
      : []),
    ...(memberAccounts !== '' && organizationId !== ''
      ? ['organizationId already means all accounts of memberAccounts: give one of the two']
      : []),
    ...(role === '' && crossAccountExternalId !== ''
      ? ['crossAccountExternalId needs crossAccountRoleName, the name of the role that asks for it']
      : []),
  ];
}

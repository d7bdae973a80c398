import { parseArn } from '../lib/model/arn.ts';
import { literalPrefix, type StateSource } from '../lib/terraform/state-source.ts';
import type { Heartbeat } from './heartbeat.ts';
import { listOf } from './parameter-forms.ts';
import { type Parameters, readParameters } from './parameters.ts';
import type { RequestShares } from './request-shares.ts';

/** An ARN to which CloudFormation adds the partition. */
export interface Arn {
  readonly 'Fn::Sub': string;
}

/** What the templates need and the parameters do not say in that form. */
export interface Deployment {
  readonly stateBuckets: readonly string[];
  readonly stateBucketArns: readonly Arn[];
  /** The states, and their locks beside them: one by one where a source names a state, all below the start of a glob. */
  readonly stateObjectArns: readonly Arn[];
  /** What states are listed by: the start of each glob, and each key. */
  readonly statePrefixes: readonly string[];
  /** Keys of the states' locks in the table: one by one where a source names a state, all that begin as a glob does. */
  readonly lockKeys: readonly string[];
  /** The table with locks; of no table where there is none. */
  readonly lockTableArn: Arn;
  /** Bucket and key of the rules, with a slash between them; empty where they are not in S3. */
  readonly rulesObject: string;
  /** The one permission that reads the hash key, wherever it is kept. */
  readonly hashKeyAction: string;
  readonly memberRoleArns: readonly Arn[];
  /** Where alarms go, empty for nowhere: to the readers of the reports where nobody else is named. */
  readonly alarmEmail: string;
  readonly heartbeat: Heartbeat;
  readonly requestShares: RequestShares;
}

/**
 * @param stage name of the deployment, of which each of its names has a part
 * @throws ParametersError
 */
export function deploymentOf(parameters: Parameters, stage: string): Deployment {
  const { config, heartbeat, requestShares } = readParameters(parameters, stage);
  const { rules } = config;
  const states = config.stateSources.map(placeOf);
  const stateBuckets = distinct(states.map(({ bucket }) => bucket));
  return {
    stateBuckets,
    stateBucketArns: stateBuckets.map(bucketArn),
    stateObjectArns: distinct(states.flatMap(({ objects }) => objects)).map(bucketArn),
    statePrefixes: distinct(states.map(({ prefix }) => prefix)),
    lockKeys: distinct(states.map(({ lockKey }) => lockKey)),
    lockTableArn: tableArn(parameters.lockTable),
    rulesObject: rules?.kind === 'OBJECT' ? `${rules.bucket}/${rules.key}` : '',
    // What the stack makes is a secret.
    hashKeyAction:
      parseArn(parameters.hashKeyArn)?.service === 'ssm' ? 'ssm:GetParameter' : 'secretsmanager:GetSecretValue',
    memberRoleArns: distinct(listOf(parameters.memberAccounts)).map((account) => ({
      'Fn::Sub': `arn:\${AWS::Partition}:iam::${account}:role/${parameters.crossAccountRoleName}`,
    })),
    alarmEmail: parameters.alarmEmail === '' ? parameters.email : parameters.alarmEmail,
    heartbeat,
    requestShares,
  };
}

function placeOf(source: Exclude<StateSource, { kind: 'FILE' }>) {
  const { bucket } = source;
  if (source.kind === 'OBJECT') {
    const { key } = source;
    const path = `${bucket}/${key}`;
    return { bucket, prefix: key, objects: [path, `${path}.tflock`], lockKey: path };
  }
  const prefix = literalPrefix(source.pattern);
  const paths = `${bucket}/${prefix}*`;
  return { bucket, prefix, objects: [paths], lockKey: paths };
}

/** @param path bucket, or bucket and key, in which CloudFormation and IAM shall see no variables */
function bucketArn(path: string): Arn {
  return { 'Fn::Sub': `arn:\${AWS::Partition}:s3:::${path}` };
}

/** @param table its name, in the account and region of the deployment, or its ARN */
function tableArn(table: string): Arn {
  const isArn = parseArn(table) !== null;
  return {
    'Fn::Sub': isArn ? table : `arn:\${AWS::Partition}:dynamodb:\${AWS::Region}:\${AWS::AccountId}:table/${table}`,
  };
}

function distinct<Value>(values: readonly Value[]): readonly Value[] {
  return [...new Set(values)];
}

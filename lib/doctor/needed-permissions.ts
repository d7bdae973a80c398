import type { StageId } from '../resources/stage-id.ts';
import { lockKey } from '../terraform/state-lock.ts';
import { literalPrefix, type StateSource } from '../terraform/state-source.ts';
import type { Permission } from './probes.ts';
import { functionIn, onePerPlace, queueIn, type Scene, statesRead } from './scene.ts';

/**
 * What the function does by its settings, as permissions to ask IAM about: one of a kind stands for the others. Left out
 * are log groups, whose list has no resource that IAM could be asked about, and keys of KMS, which no setting names.
 */
export function neededPermissions(scene: Scene): readonly Permission[] {
  // Those of a deployment are all of one partition.
  const partition = functionIn(scene)?.arn.split(':')[1] ?? 'aws';
  const ofS3 = (path: string) => `arn:${partition}:s3:::${path}`;
  const { settings } = scene;
  return [
    ...(settings.stateSources ?? []).flatMap((source) => toReadStates(source, scene, ofS3)),
    ...onePerPlace(scene).flatMap((stage) => toReadStage(stage, scene, partition)),
    ...toTell(scene),
    ...toRemember(scene, ofS3),
    ...(settings.rules?.kind === 'OBJECT'
      ? [permission('s3:GetObject', ofS3(`${settings.rules.bucket}/${settings.rules.key}`))]
      : []),
    ...(settings.cloudTrailLookup ? [permission('cloudtrail:LookupEvents', '*')] : []),
  ];
}

function toReadStates(source: StateSource, scene: Scene, ofS3: (path: string) => string): readonly Permission[] {
  if (source.kind === 'FILE') return [];
  const { bucket } = source;
  const prefix = source.kind === 'GLOB' ? new Map([['s3:prefix', literalPrefix(source.pattern)]]) : new Map();
  const seen = scene.states.filter((other) => other.source.uri === source.uri);
  const [state] = statesRead(seen);
  const path = state?.uri.slice('s3://'.length) ?? null;
  return [
    permission('s3:ListBucket', ofS3(bucket), prefix),
    ...(path === null ? [] : [permission('s3:GetObject', ofS3(path))]),
    ...(path === null || scene.settings.checkQueueUrl === null
      ? []
      : [permission('s3:GetObject', ofS3(lockKey(path)))]),
  ];
}

function toReadStage(stage: StageId, { settings, home }: Scene, partition: string): readonly Permission[] {
  const { accountId, region, restApiId, stageName } = stage;
  const { crossAccountRole } = settings.stageAccess;
  if (accountId !== home.accountId) {
    if (crossAccountRole === null) return [];
    return [permission('sts:AssumeRole', `arn:${partition}:iam::${accountId}:role/${crossAccountRole.name}`)];
  }
  const api = `arn:${partition}:apigateway:${region}::/restapis/${restApiId}`;
  return [
    permission('apigateway:GET', `${api}/stages`),
    permission('apigateway:GET', `${api}/stages/${stageName}`),
    ...(settings.companions ? [permission('apigateway:GET', `${api}/deployments/a1b2c3`)] : []),
  ];
}

function toTell(scene: Scene): readonly Permission[] {
  const { reportTopicArn, chatTopicArn, hashKeyArn } = scene.settings;
  const queue = queueIn(scene);
  const taking = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes', 'SendMessage'];
  return [
    ...[reportTopicArn, chatTopicArn].flatMap((arn) => (arn === null ? [] : [permission('sns:Publish', arn)])),
    ...(queue === null ? [] : taking.map((action) => permission(`sqs:${action}`, queue.arn))),
    ...(hashKeyArn === null
      ? []
      : [permission(hashKeyArn.includes(':ssm:') ? 'ssm:GetParameter' : 'secretsmanager:GetSecretValue', hashKeyArn)]),
  ];
}

function toRemember({ settings: { ledger } }: Scene, ofS3: (path: string) => string): readonly Permission[] {
  if (ledger === null) return [];
  const object = ofS3(`${ledger.bucket}/${ledger.prefix === '' ? '' : `${ledger.prefix}/`}ledger.json`);
  return [
    permission('s3:ListBucket', ofS3(ledger.bucket)),
    permission('s3:GetObject', object),
    permission('s3:PutObject', object),
  ];
}

function permission(action: string, resource: string, context: ReadonlyMap<string, string> = new Map()): Permission {
  return { action, resource, context };
}

import { build, parse, validate } from '@aws-sdk/util-arn-parser';
import { partition } from '@aws-sdk/util-endpoints';

/** What an ARN is made of. */
export type Arn = ReturnType<typeof parse>;

/** @returns `null` of what is no ARN */
export function parseArn(value: unknown): Arn | null {
  return typeof value === 'string' && validate(value) ? parse(value) : null;
}

/** @returns the partition that a region is in, such as `aws-cn` */
function partitionOf(region: string): string {
  return partition(region).name;
}

/** A stage in the ARN by which API Gateway and WAF know it, which has no account. */
export interface StageInArn {
  readonly region: string;
  readonly restApiId: string;
  readonly stageName: string;
}

/** @returns `null` of what is no ARN of a stage of a REST API */
export function parseStageArn(value: unknown): StageInArn | null {
  const arn = parseArn(value);
  const [, restApiId, stageName] = /^\/restapis\/([^/]+)\/stages\/([^/]+)$/.exec(arn?.resource ?? '') ?? [];
  if (arn?.service !== 'apigateway' || restApiId === undefined || stageName === undefined) return null;
  return { region: arn.region, restApiId, stageName };
}

/** What an ARN is made of, as a question about what it names has it. */
interface Named<Id> {
  readonly accountId: string;
  readonly region: string;
  readonly id: Id;
}

export function stageArn({ region, id }: Named<Pick<StageInArn, 'restApiId' | 'stageName'>>): string {
  return arnIn(region, 'apigateway', '', `/restapis/${id.restApiId}/stages/${id.stageName}`);
}

export function clientCertificateArn({ region, id }: Named<{ readonly clientCertificateId: string }>): string {
  return arnIn(region, 'apigateway', '', `/clientcertificates/${id.clientCertificateId}`);
}

/** Without the `:*` that stands for its log streams, as calls about its tags want it. */
export function logGroupArn({ accountId, region, id }: Named<{ readonly logGroupName: string }>): string {
  return arnIn(region, 'logs', accountId, `log-group:${id.logGroupName}`);
}

/** @param region any of the partition that the account is in */
export function roleArn(accountId: string, region: string, name: string): string {
  return build({ partition: partitionOf(region), service: 'iam', region: '', accountId, resource: `role/${name}` });
}

function arnIn(region: string, service: string, accountId: string, resource: string): string {
  return build({ partition: partitionOf(region), service, region, accountId, resource });
}

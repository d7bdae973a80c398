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

/** What an ARN is made of, as a question about what it names has it. */
interface Named<Id> {
  readonly accountId: string;
  readonly region: string;
  readonly id: Id;
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

/** @returns an ARN in the partition of a region */
export function arnIn(region: string, service: string, accountId: string, resource: string): string {
  return build({ partition: partitionOf(region), service, region, accountId, resource });
}

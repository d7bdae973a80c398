import type { LiveKinds, Question } from './live.ts';

/** What an ARN is made of, in the question about what it names. */
type About<Kind extends keyof LiveKinds> = Pick<Question<Kind>, 'accountId' | 'region' | 'id'>;

/** Partitions by the beginning of their regions' names; all others are `aws`. Source: the regions of botocore's endpoints. */
const partitions = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['us-isof-', 'aws-iso-f'],
  ['eu-isoe-', 'aws-iso-e'],
  ['eusc-', 'aws-eusc'],
] as const;

export function stageArn({ region, id }: About<'STAGE'>): string {
  return `arn:${partitionOf(region)}:apigateway:${region}::/restapis/${id.restApiId}/stages/${id.stageName}`;
}

export function clientCertificateArn({ region, id }: About<'CLIENT_CERTIFICATE'>): string {
  return `arn:${partitionOf(region)}:apigateway:${region}::/clientcertificates/${id.clientCertificateId}`;
}

/** Without the `:*` that stands for its log streams, as calls about its tags want it. */
export function logGroupArn({ accountId, region, id }: About<'LOG_GROUP'>): string {
  return `arn:${partitionOf(region)}:logs:${region}:${accountId}:log-group:${id.logGroupName}`;
}

/** @returns the partition that a region is in */
export function partitionOf(region: string): string {
  return partitions.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
}

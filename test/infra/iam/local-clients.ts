import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { S3Client } from '@aws-sdk/client-s3';
import type { LocalAws } from '@stagedrift/local-aws';

/** Names of services in signatures, with the variable that says where each is. */
const endpoints = new Map([
  ['s3', 'AWS_ENDPOINT_URL_S3'],
  ['apigateway', 'AWS_ENDPOINT_URL_API_GATEWAY'],
  ['logs', 'AWS_ENDPOINT_URL_CLOUDWATCH_LOGS'],
  ['dynamodb', 'AWS_ENDPOINT_URL_DYNAMODB'],
  ['ssm', 'AWS_ENDPOINT_URL_SSM'],
  ['sns', 'AWS_ENDPOINT_URL_SNS'],
  ['sqs', 'AWS_ENDPOINT_URL_SQS'],
  ['sts', 'AWS_ENDPOINT_URL_STS'],
  ['cloudtrail', 'AWS_ENDPOINT_URL_CLOUDTRAIL'],
]);

/** @returns where the local AWS has a service */
export function endpointOf({ environment }: LocalAws, service: string): string {
  const url = environment[endpoints.get(service) ?? ''] ?? environment.AWS_ENDPOINT_URL;
  if (url === undefined) throw new Error(`The local AWS has no ${service}`);
  return url;
}

/** @returns a client of somebody who may do everything in the function's own account */
export function s3Client(aws: LocalAws, region: string): S3Client {
  return new S3Client({ ...clientOf(aws, 's3', 'local', region), forcePathStyle: true });
}

/** @param accessKeyId of somebody who may do everything; it tells the account */
export function gatewayAndLogs(aws: LocalAws, accessKeyId: string, region: string) {
  return {
    apiGateway: new APIGatewayClient(clientOf(aws, 'apigateway', accessKeyId, region)),
    logs: new CloudWatchLogsClient(clientOf(aws, 'logs', accessKeyId, region)),
  };
}

function clientOf(aws: LocalAws, service: string, accessKeyId: string, region: string) {
  const credentials = { accessKeyId, secretAccessKey: 'local' };
  return { region, endpoint: endpointOf(aws, service), credentials };
}

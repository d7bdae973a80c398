// The least that a function with the same three clients can be: what it imports and nothing else.
import { APIGatewayClient, GetStageCommand, GetStagesCommand } from '@aws-sdk/client-api-gateway';
import { GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

export async function handler(): Promise<void> {
  const [apiGateway, s3, sns] = [new APIGatewayClient({}), new S3Client({}), new SNSClient({})];
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: 'b' })) process.stdout.write(String(page));
  await s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }));
  await apiGateway.send(new GetStagesCommand({ restApiId: 'a' }));
  await apiGateway.send(new GetStageCommand({ restApiId: 'a', stageName: 's' }));
  await sns.send(new PublishCommand({ TopicArn: 't', Message: 'm' }));
}

import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

/**
 * Sends a check to the function's own queue, which hands it out after its delay.
 * @throws the SDK's error if the queue does not take it
 */
export async function sendCheck(queueUrl: string, body: string): Promise<void> {
  const client = new SQSClient({});
  try {
    await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body }));
  } finally {
    client.destroy();
  }
}

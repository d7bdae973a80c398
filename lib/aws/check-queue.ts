import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

/**
 * Sends a check to the function's own queue.
 * @param delaySeconds until it is handed out, `null` for the queue's own delay
 * @throws the SDK's error if the queue does not take it
 */
export async function sendCheck(queueUrl: string, body: string, delaySeconds: number | null): Promise<void> {
  const client = new SQSClient({});
  try {
    const delay = delaySeconds === null ? {} : { DelaySeconds: delaySeconds };
    await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body, ...delay }));
  } finally {
    client.destroy();
  }
}

import { PublishCommand } from '@aws-sdk/client-sns';
import { parse } from '@aws-sdk/util-arn-parser';
import type { ReportMessage } from '../report/message.ts';
import { createSnsClient } from './clients.ts';
import { awsFailure, describeFailure } from './error-reason.ts';

/** The report was not published: nobody has been told, so the run has failed and is to be made again. */
export class PublishError extends Error {
  override readonly name = 'PublishError';
}

/** @throws PublishError naming the topic */
export async function publish(topicArn: string, { subject, body, attributes }: ReportMessage): Promise<void> {
  const client = createSnsClient(parse(topicArn).region);
  try {
    await client.send(
      new PublishCommand({
        TopicArn: topicArn,
        Subject: subject,
        Message: body,
        MessageStructure: 'json',
        MessageAttributes: Object.fromEntries(
          attributes.map(({ name, type, value }) => [name, { DataType: type, StringValue: value }]),
        ),
      }),
    );
  } catch (error) {
    const reason = describeFailure('SNS', awsFailure(error));
    throw new PublishError(`The report was not published to ${topicArn}: ${reason}`, { cause: error });
  } finally {
    client.destroy();
  }
}

import { PublishCommand, type PublishCommandInput, SNSClient } from '@aws-sdk/client-sns';
import { parse } from '@aws-sdk/util-arn-parser';
// All that only a run with changes needs is imported here, so that the others need not load it.
import { chatCards } from '../../report/chat/chat-card.ts';
import { createMessage } from '../../report/message.ts';
import type { Report } from '../../report/report.ts';
import { awsFailure, describeFailure } from '../aws-failure.ts';
import { timeouts } from '../clients.ts';

/** Nobody was notified, or not of all of it, so the run has failed and is to be made again. */
export class PublishError extends Error {
  override readonly name = 'PublishError';
}

/**
 * @returns ids of the findings that there was room for
 * @throws PublishError naming the topic
 */
export async function publishReport(topicArn: string, report: Report): Promise<ReadonlySet<string>> {
  const { subject, body, attributes, findingIds } = createMessage(report);
  const message = {
    Subject: subject,
    Message: body,
    MessageStructure: 'json',
    MessageAttributes: Object.fromEntries(
      attributes.map(({ name, type, value }) => [name, { DataType: type, StringValue: value }]),
    ),
  };
  await publish(topicArn, 'The report', [message]);
  return findingIds;
}

/**
 * Publishes cards one after the other, so that a channel has them in their order. The chat service reads the message as
 * it is: it knows no body for each protocol.
 * @param topicArn of a topic that only chats are subscribed to; `null` where there is none
 * @returns why it failed, naming the topic: the cards that come before the one that failed are out
 */
export async function publishChat(topicArn: string | null, report: Report): Promise<string | null> {
  if (topicArn === null) return null;
  const messages = chatCards(report).map((card) => ({ Message: JSON.stringify(card) }));
  try {
    await publish(topicArn, messages.length === 1 ? 'The chat card' : `One of ${messages.length} chat cards`, messages);
    return null;
  } catch (error) {
    if (!(error instanceof PublishError)) throw error;
    return error.message;
  }
}

/** In the region of the topic, which need not be our own. */
async function publish(
  topicArn: string,
  what: string,
  messages: readonly Omit<PublishCommandInput, 'TopicArn'>[],
): Promise<void> {
  const client = new SNSClient({ region: parse(topicArn).region, requestHandler: timeouts, maxAttempts: 5 });
  try {
    for (const message of messages) await client.send(new PublishCommand({ TopicArn: topicArn, ...message }));
  } catch (error) {
    const reason = describeFailure('SNS', awsFailure(error));
    throw new PublishError(`${what} was not published to ${topicArn}: ${reason}`, { cause: error });
  } finally {
    client.destroy();
  }
}

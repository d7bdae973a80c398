import { PublishCommand, type PublishCommandInput, SNSClient } from '@aws-sdk/client-sns';
import { parse } from '@aws-sdk/util-arn-parser';
import type { ChatCard } from '../report/chat/chat-card.ts';
import type { ReportMessage } from '../report/message.ts';
import { timeouts } from './clients.ts';
import { awsFailure, describeFailure } from './error-reason.ts';

/** Nobody has been told, or not all of it, so the run has failed and is to be made again. */
export class PublishError extends Error {
  override readonly name = 'PublishError';
}

/** @throws PublishError naming the topic */
export function publish(topicArn: string, { subject, body, attributes }: ReportMessage): Promise<void> {
  const message = {
    Subject: subject,
    Message: body,
    MessageStructure: 'json',
    MessageAttributes: Object.fromEntries(
      attributes.map(({ name, type, value }) => [name, { DataType: type, StringValue: value }]),
    ),
  };
  return send(topicArn, 'The report', [message]);
}

/**
 * Publishes cards one after the other, so that a channel has them in their order. The chat service reads the message as
 * it is: it knows no body for each protocol.
 * @param topicArn of a topic that only chats are subscribed to; `null` where there is none
 * @returns why it failed, naming the topic: the cards that come before the one that failed are out
 */
export async function publishCards(topicArn: string | null, cards: readonly ChatCard[]): Promise<string | null> {
  if (topicArn === null) return null;
  const messages = cards.map((card) => ({ Message: JSON.stringify(card) }));
  try {
    await send(topicArn, cards.length === 1 ? 'The chat card' : `One of ${cards.length} chat cards`, messages);
    return null;
  } catch (error) {
    if (!(error instanceof PublishError)) throw error;
    return error.message;
  }
}

async function send(
  topicArn: string,
  what: string,
  messages: readonly Omit<PublishCommandInput, 'TopicArn'>[],
): Promise<void> {
  const client = createSnsClient(parse(topicArn).region);
  try {
    for (const message of messages) await client.send(new PublishCommand({ TopicArn: topicArn, ...message }));
  } catch (error) {
    const reason = describeFailure('SNS', awsFailure(error));
    throw new PublishError(`${what} was not published to ${topicArn}: ${reason}`, { cause: error });
  } finally {
    client.destroy();
  }
}

/** @param region of the topic, which need not be our own */
export function createSnsClient(region: string): SNSClient {
  return new SNSClient({ region, requestHandler: timeouts, maxAttempts: 5 });
}

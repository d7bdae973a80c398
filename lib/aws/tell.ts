// All that only a run with news needs is imported here, so that the others need not load it.
import { chatCards } from '../report/chat/chat-card.ts';
import { createMessage } from '../report/message.ts';
import type { Report } from '../report/report.ts';
import { publish, publishCards } from './publisher.ts';

/**
 * @returns ids of the findings that there was room for
 * @throws PublishError naming the topic
 */
export async function publishReport(topicArn: string, report: Report): Promise<ReadonlySet<string>> {
  const message = createMessage(report);
  await publish(topicArn, message);
  return message.findingIds;
}

/**
 * @param topicArn of a topic that only chats are subscribed to; `null` where there is none
 * @returns why it failed, naming the topic
 */
export function publishChat(topicArn: string | null, report: Report): Promise<string | null> {
  return publishCards(topicArn, chatCards(report));
}

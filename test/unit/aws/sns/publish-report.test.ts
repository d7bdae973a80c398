import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PublishError, publishChat, publishReport } from '../../../../lib/aws/sns/publish-report.ts';
import { chatCards } from '../../../../lib/report/chat/chat-card.ts';
import { createMessage } from '../../../../lib/report/message.ts';
import { expectValidCard } from '../../report/chat-card-schema.ts';
import { checked, modified, reportOf } from '../../report/sample.ts';
import { useLocalAws } from '../use-aws.ts';
import { whyNot } from '../why-not.ts';

const secret = 'a value that stands in the report alone';
const report = reportOf(
  checked('aws_api_gateway_stage.a', modified([['description'], secret, 'b'], [['variables', 'x'], 'c', 'd'])),
);

const aws = useLocalAws();
let topicArn: string;

beforeAll(() => {
  topicArn = aws().fauxqs.createTopic('drift').topicArn;
  aws().fauxqs.createQueue('drift');
  aws().fauxqs.subscribe({ topic: 'drift', queue: 'drift' });
});
beforeEach(() => aws().sns.setFault(undefined));

describe('a report', () => {
  it('arrives with its subject, the body for the subscriber, and its attributes', async () => {
    const { findingIds, subject, body } = createMessage(report);
    expect(body).toContain(secret);
    expect(await publishReport(topicArn, report)).toEqual(findingIds);
    const [delivery, ...others] = aws().fauxqs.inspectQueue('drift')?.messages.ready ?? [];

    expect(others).toEqual([]);
    const delivered: Record<string, unknown> = JSON.parse(delivery?.body ?? '');
    expect(delivered).toMatchObject({
      TopicArn: topicArn,
      Subject: subject,
      MessageAttributes: {
        status: { Type: 'String', Value: 'DRIFTED' },
        modified: { Type: 'Number', Value: '1' },
      },
    });
    expect(JSON.parse(String(delivered.Message))).toMatchObject({ status: 'DRIFTED', reportId: report.reportId });
  });

  it('that finds no topic is not published, and the error names the topic and keeps its cause', async () => {
    const gone = 'arn:aws:sns:eu-west-1:000000000000:gone';
    const error = await whyNot(PublishError, publishReport(gone, report));

    expect(error.name).toBe('PublishError');
    expect(error.message).toMatch(
      /^The report was not published to arn:aws:sns:eu-west-1:000000000000:gone: SNS refused/,
    );
    expect(error.cause).toMatchObject({ $metadata: { httpStatusCode: 404 } });
  });

  it.each([
    [{ status: 403, code: 'AuthorizationError', message: 'not authorized' }, 'access denied by SNS'],
    [{ status: 500, code: 'InternalError', message: 'oops' }, 'SNS failed: InternalError'],
    [{ status: 400, code: 'KMSAccessDenied', message: 'no key' }, 'SNS refused the request: KMSAccessDenied'],
  ])('that is answered %j is not published, and its body is not in the error', async (fault, reason) => {
    aws().sns.setFault(fault);
    const published = aws().sns.published();
    const error = await whyNot(PublishError, publishReport(topicArn, report));

    expect(error.message).toContain(`not published to ${topicArn}: ${reason}`);
    expect(error.cause).toMatchObject({ $metadata: { httpStatusCode: fault.status } });
    expect(`${error.message} ${error.stack} ${String(error.cause)}`).not.toContain(secret);
    expect(aws().sns.published()).toBe(published);
  });

  it('goes to the region of its topic', async () => {
    await expect(publishReport('arn:aws:sns:us-east-1:000000000000:elsewhere', report)).rejects.toThrow('us-east-1');
  });
});

describe('chat cards', () => {
  const one = reportOf(checked('aws_api_gateway_stage.a', modified([['description'], 'a', 'b'])));
  const none = reportOf(checked('aws_api_gateway_stage.a', { status: 'IN_SYNC' }));

  it('arrive in their order, each as a message of its own that the chat service can read', async () => {
    const { topicArn: chat } = aws().fauxqs.createTopic('chat');
    aws().fauxqs.createQueue('chat');
    aws().fauxqs.subscribe({ topic: 'chat', queue: 'chat' });
    await publishChat(chat, report);
    const messages = (aws().fauxqs.inspectQueue('chat')?.messages.ready ?? []).map(({ body }) => {
      const delivered: Record<string, unknown> = JSON.parse(body);
      return delivered.Message;
    });

    expect(messages.map((text) => JSON.parse(String(text)))).toEqual(chatCards(report));
    for (const text of messages) expectValidCard(JSON.parse(String(text)));
  });

  it('that find no topic are answered with the reason, which names it', async () => {
    const gone = 'arn:aws:sns:eu-west-1:000000000000:no-chat';

    expect(await publishChat(gone, report)).toMatch(`One of 2 chat cards was not published to ${gone}: SNS refused`);
    expect(await publishChat(gone, one)).toMatch(`The chat card was not published to ${gone}`);
  });

  it('ask SNS for nothing where there are none', async () => {
    const published = aws().sns.published();
    expect(await publishChat(topicArn, none)).toBeNull();
    expect(await publishChat(null, report)).toBeNull();

    expect(aws().sns.published()).toBe(published);
  });
});

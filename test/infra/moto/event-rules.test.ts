import { EventBridgeClient, PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type MotoServer, startMotoServer } from '../../moto-server.ts';
import { eventCases, type SampleEvent } from '../sample-events.ts';
import { packagedTemplate, resourceOf } from '../template.ts';

const region = 'eu-west-1';
const rules = ['StageChanges', 'WebAclChanges', 'StatesWritten'];

describe('the rules of the packaged template, in an EventBridge that is not ours', () => {
  let moto: MotoServer;
  let sqs: SQSClient;
  let events: EventBridgeClient;
  const queues = new Map<string, string>();

  beforeAll(async () => {
    moto = await startMotoServer();
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    sqs = new SQSClient({ region, endpoint: moto.url, credentials });
    events = new EventBridgeClient({ region, endpoint: moto.url, credentials });
    const template = packagedTemplate('plain');
    for (const name of rules) {
      const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
      const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
      const { EventPattern } = resourceOf(template, name).Properties;
      await events.send(new PutRuleCommand({ Name: name, EventPattern: JSON.stringify(EventPattern) }));
      await events.send(new PutTargetsCommand({ Rule: name, Targets: [{ Id: 'queue', Arn: Attributes?.QueueArn }] }));
      queues.set(name, QueueUrl);
    }
  });

  afterAll(async () => {
    sqs.destroy();
    events.destroy();
    await moto.stop();
  });

  it.each(eventCases())('$name', async ({ event, rule }) => {
    await put(event);

    expect(await received()).toEqual(rule === null ? [] : [rule]);
  });

  async function put(event: SampleEvent): Promise<void> {
    const { source, resources, detail } = event;
    const entry = {
      Source: source,
      DetailType: event['detail-type'],
      Resources: resources,
      Detail: JSON.stringify(detail),
    };
    const answer = await events.send(new PutEventsCommand({ Entries: [entry] }));
    expect(answer).toMatchObject({ FailedEntryCount: 0 });
  }

  /** Names of the rules that handed an event on since the last call. */
  async function received(): Promise<readonly string[]> {
    const names: string[] = [];
    for (const [name, QueueUrl] of queues) {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
      for (const { ReceiptHandle } of Messages) {
        names.push(name);
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
    }
    return names;
  }
});

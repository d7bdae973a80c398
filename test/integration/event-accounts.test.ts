import { readFileSync } from 'node:fs';
import { APIGatewayClient, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { afterAll, afterEach, expect, it } from '@jest/globals';
import { roleSession } from '@stagedrift/local-aws/trail-caller';
import { createFunctionPool } from '../function-pool.ts';
import { createEventWorld, type EventWorld } from './event-world.ts';
import { notifiedChanges } from './notified-changes.ts';

const functions = createFunctionPool();

afterAll(functions.end);

const home = '123456789012';
const member = '210987654321';
const restApiId = 'uvutuncxp1';

let events: EventWorld;

afterEach(() => events.stop());

/** Stages of a member account are live, and their state is among ours; all is checked once. */
async function begin(environment: Readonly<Record<string, string>>): Promise<void> {
  events = await createEventWorld({ API_REQUESTS_PER_SECOND: '1000', ...environment }, { functions });
  const read = (file: string) =>
    readFileSync(`test/fixtures/corpus/none-refreshed/${file}`, 'utf8').replaceAll(home, member);
  const { apiGateway } = events.aws;
  apiGateway.allowRole({ roleArn: `arn:aws:iam::${member}:role/stagedrift-reader` });
  apiGateway.loadRecorded(JSON.parse(read('stages.json')), { account: member, regionOf: () => 'eu-west-1' });
  await events.world.put('env:/prod/member/terraform.tfstate', read('state.json'));
  await events.drain();
  await events.checkEverything();
}

/** Somebody of the member account changes a stage there, and the event is forwarded to our bus. */
async function changeInMember(): Promise<void> {
  const accessKeyId = `ASIA${member}0001`;
  events.trail.identify(accessKeyId, roleSession(member, 'on-call', 'carol', '198.51.100.4'));
  const client = new APIGatewayClient({
    region: 'eu-west-1',
    endpoint: events.trail.url,
    credentials: { accessKeyId, secretAccessKey: 'local' },
  });
  const patchOperations = [{ op: 'replace' as const, path: '/description', value: 'by hand' }];
  await client.send(new UpdateStageCommand({ restApiId, stageName: 'basic', patchOperations }));
  await events.drain();
}

it('a change in a member account is checked there, by the role to assume', async () => {
  await begin({ CROSS_ACCOUNT_ROLE_NAME: 'stagedrift-reader' });
  await changeInMember();
  expect((await events.world.subscriber.receive()).flatMap(notifiedChanges)).toEqual([
    expect.stringMatching(/^OPENED basic description: CERTAIN carol \(role on-call\) by AWS SDK for JavaScript at /),
  ]);
});

it('where there is no role, it is notified once that the stages there cannot be checked', async () => {
  await begin({});
  const notified = (await events.world.subscriber.receive()).flatMap(notifiedChanges);
  expect(new Set(notified.map((line) => line.split(' ')[0]))).toEqual(new Set(['OPENED']));
  expect(notified).toContain('OPENED basic NOT_CHECKED: nobody known');
  await changeInMember();
  expect(events.mapping.deliveries.at(-1)?.invocation.output).toContain('"notChecked":2');
  expect(await events.world.subscriber.receive()).toEqual([]);
  expect(await events.queue.dead()).toBe(0);
});

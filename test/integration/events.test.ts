import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Mail } from '@stagedrift/local-aws/sns';
import type { BusEvent } from '@stagedrift/local-aws/trail-events';
import { createFunctionPool } from '../function-pool.ts';
import { expectValidReport } from '../unit/report-schema.ts';
import { createEventWorld, type EventWorld } from './event-world.ts';
import { notifiedChanges } from './notified-changes.ts';
import { calledAgo, deployOrders, ordersKey, sample } from './orders-stages.ts';
import { replay } from './replay.ts';

const functions = createFunctionPool();

afterAll(functions.end);

const alice = 'alice@acme.com (SSO AdministratorAccess) by console';
const bob = 'bob by AWS CLI';
const bot = 'i-0123456789abcdef0 (role incident-bot) by AWS SDK for Python';
const actions = 'GitHubActions (role deploy by token.actions.githubusercontent.com) by Terraform';

let events: EventWorld;
let restApiId: string;

async function begin(): Promise<void> {
  events = await createEventWorld({}, { functions });
  restApiId = await deployOrders(events);
  events.mails();
}

/** Makes the change that a sample reports, and lets its event happen. */
async function made(name: string) {
  const event = calledAgo(sample(name, restApiId));
  await replay(events.aws, event);
  return happens(event);
}

/** What comes of an event: rules, mails, what they tell as news, and the function's log. */
async function happens(event: BusEvent) {
  const rules = await events.bus.put(event);
  const deliveries = await events.drain();
  const mails = events.mails();
  const messages = await events.world.subscriber.receive();
  for (const { report } of messages) expectValidReport(report);
  const notified = messages.flatMap(notifiedChanges);
  return {
    at: event.detail.eventTime,
    rules,
    mails,
    notified,
    log: deliveries.map(({ invocation }) => invocation.output).join(''),
  };
}

describe('a change that somebody made is notified once, with who made it', () => {
  beforeEach(begin);
  afterEach(() => events.stop());

  it.each([
    ['change-update-stage', ['basic variables.LOG_LEVEL', 'basic xray_tracing_enabled'], alice],
    ['change-update-stage-flat', ['basic settings.0.logging_level'], bob],
    ['change-tag', ['basic tags.team'], alice],
    ['change-untag', ['basic tags.team'], bob],
    ['change-create-deployment', ['basic deployment_id'], bob],
    ['change-associate-web-acl', ['basic web_acl_arn'], alice],
    ['change-delete-stage', ['basic DELETED', 'basic DELETED'], alice],
    ['change-delete-rest-api', ['basic DELETED', 'basic DELETED', 'logs DELETED', 'plain DELETED'], alice],
  ])('%s', async (name, findings, who) => {
    const { notified, mails, at } = await made(name);
    expect(notified).toEqual(findings.map((finding) => `OPENED ${finding}: CERTAIN ${who} at ${at}`));
    expectMail(mails, who, at, findings);
  });

  it('also where Terraform made it, and has not written the state for an hour', async () => {
    // The state may have been written within this second.
    const event = calledAgo(sample('change-by-terraform', restApiId), -1);
    await replay(events.aws, event);
    events.beLater(2_000);
    const happening = happens(event);
    await events.deliveredTimes(2);
    events.beLater(61 * 60_000);
    const { notified, mails, at } = await happening;
    expect(notified).toEqual([`OPENED logs description: CERTAIN ${actions} at ${at}`]);
    expectMail(mails, actions, at, ['logs description']);
  });

  it('also where it made a stage that no state has, in a REST API of ours', async () => {
    const { notified, mails, at } = await made('change-create-stage');
    expect(notified).toEqual([`OPENED hotfix UNMANAGED: CERTAIN ${alice} at ${at}`]);
    expectMail(mails, alice, at, []);
    expect(mails[0]?.subject).toBe(`[stagedrift] In no state: stage hotfix of REST API ${restApiId}`);
  });

  it('also where CloudTrail had to leave out what was changed', async () => {
    await events.world.change(restApiId, 'basic', '/description', 'by hand');
    await events.queue.purge();
    const { notified, mails, at } = await happens(sample('change-update-stage-truncated', restApiId));
    expect(notified).toEqual([`OPENED basic description: ONE_OF ${bot} at ${at}`]);
    expectMail(mails, bot, at, ['basic description']);
  });

  it('also where the web ACL of a state was taken off', async () => {
    const webAcl = 'arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/strict/0e1f2a3b-4c5d-4e6f-8a9b-0c1d2e3f4a5b';
    await replay(events.aws, sample('change-associate-web-acl', restApiId));
    await events.world.put(
      ordersKey,
      (await events.world.get(ordersKey)).replace('"web_acl_arn":""', `"web_acl_arn":"${webAcl}"`),
    );
    await events.drain();
    const { notified, mails, at } = await made('change-disassociate-web-acl');
    expect(notified).toEqual([`OPENED basic web_acl_arn: CERTAIN ${alice} at ${at}`]);
    expectMail(mails, alice, at, ['basic web_acl_arn']);
  });
});

describe('an event of something that is no drift of a state tells nobody', () => {
  beforeAll(begin);
  afterAll(() => events.stop());

  it.each([
    ['change-update-deployment', 'Check finished'],
    ['change-delete-deployment', 'Check finished'],
    ['change-put-rest-api', 'Check finished'],
    ['state-written', 'Check finished'],
  ])('%s', async (name, logged) => {
    const { mails, log, rules } = await happens(sample(name, restApiId));
    expect(rules).toHaveLength(1);
    expect(mails).toEqual([]);
    expect(log).toContain(logged);
    expect(log).not.toContain('ERROR');
    expect(await events.queue.dead()).toBe(0);
  });

  it.each([
    'change-failed',
    'change-read-only',
    'change-http-api-create-stage',
    'change-import-rest-api',
    'lock-written',
  ])('%s does not even reach the queue', async (name) => {
    const { rules, log } = await happens(sample(name, restApiId));
    expect(rules).toEqual([]);
    expect(log).toBe('');
  });

  it.each([
    ['change-failed', 'the call of UpdateStage failed'],
    ['change-read-only', 'changes no stage of a REST API'],
    ['change-http-api-create-stage', 'it is about an HTTP or WebSocket API'],
    ['change-import-rest-api', 'ImportRestApi of apigateway.amazonaws.com changes no stage of a REST API'],
    ['lock-written', 'the object is none of the configured states'],
  ])('%s is done with where it does reach the queue', async (name, reason) => {
    await events.queue.send(JSON.stringify(sample(name, restApiId)));
    const [delivery, ...more] = await events.drain();
    expect(delivery?.invocation.output).toContain(reason);
    expect(more).toEqual([]);
    expect(events.mails()).toEqual([]);
    expect(await events.queue.dead()).toBe(0);
  });

  it('an event that does not tell of which API ends as a dead letter, with its reason in the log', async () => {
    const { log, mails } = await happens(sample('change-no-parameters', restApiId));
    expect(log).toContain('neither requestParameters nor responseElements names a REST API');
    expect(mails).toEqual([]);
    expect(events.mapping.deliveries.slice(-3).map(({ failed }) => failed)).toEqual([1, 1, 1]);
    expect(await events.queue.dead()).toBe(1);
  });

  it("the function's own reads are events that no rule takes", async () => {
    await happens(sample('change-update-stage', restApiId));
    const reads = events.trail.events.filter(({ detail }) => detail.readOnly === true);
    expect(reads.map(({ detail }) => detail.eventName)).toContain('GetStage');
    expect(await Promise.all(reads.map((read) => events.bus.put(read)))).toEqual(reads.map(() => []));
  });
});

/** One mail, which says who, when and with what, and names the stage and what of it changed. */
function expectMail(mails: readonly Mail[], who: string, at: unknown, findings: readonly string[]): void {
  expect(mails).toHaveLength(1);
  const [tool = ''] = who.split(' by ').slice(-1);
  const actor = who.slice(0, -` by ${tool}`.length);
  const time = String(at).replace('T', ' ').replace('Z', ' UTC');
  for (const word of [actor, tool, time]) expect(mails[0]?.body).toContain(word);
  for (const finding of findings) {
    const [stage = '', what = ''] = finding.split(' ');
    expect(mails[0]?.body).toMatch(new RegExp(`^ {2}Stage +${stage},`, 'm'));
    expect(mails[0]?.body).toContain(what.split('.').at(-1));
  }
}

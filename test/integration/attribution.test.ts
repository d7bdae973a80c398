import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createFunctionPool } from '../function-pool.ts';
import { createEventWorld, type EventWorld } from './event-world.ts';
import { notifiedChanges } from './notified-changes.ts';
import { deployOrders, sample } from './orders-stages.ts';
import { replay } from './replay.ts';

const functions = createFunctionPool();

afterAll(functions.end);

let events: EventWorld;
let restApiId: string;

beforeEach(async () => {
  events = await createEventWorld({ CLOUDTRAIL_LOOKUP: 'true' }, { functions });
  restApiId = await deployOrders(events);
  events.mails();
});

afterEach(() => events.stop());

/** Makes the change that a sample reports, of which CloudTrail knows, and whose event is lost. @returns its time */
async function madeUnseen(name: string): Promise<string> {
  const event = sample(name, restApiId);
  const eventTime = `${new Date().toISOString().slice(0, 19)}Z`;
  await replay(events.aws, event);
  events.aws.cloudTrail.record({ ...event.detail, eventTime });
  // Later than an apply would take to write the state.
  events.beLater(6 * 60_000);
  return eventTime;
}

/** Has the schedule check everything. @returns what it tells as news, the warnings of its report, and the mail */
async function checked() {
  await events.checkEverything();
  await events.drain();
  const deliveries = await events.world.subscriber.receive();
  const [mail] = events.mails();
  return { notified: deliveries.flatMap(notifiedChanges), mail: mail?.body ?? '' };
}

const lookedUp = () => events.aws.cloudTrail.calls.map(({ eventName }) => eventName).toSorted();

describe('a scheduled run', () => {
  it('looks up who is behind what is new, once, and says so', async () => {
    const at = await madeUnseen('change-update-stage');
    const { notified, mail } = await checked();
    const who = `CERTAIN alice@acme.com (SSO AdministratorAccess) by console at ${at}`;

    expect(notified).toEqual([`OPENED basic variables.LOG_LEVEL: ${who}`, `OPENED basic xray_tracing_enabled: ${who}`]);
    expect(mail).toContain(
      `  By      alice@acme.com (SSO AdministratorAccess), with the console from 203.0.113.7, ${at.replace('T', ' ').replace('Z', '')} UTC (UpdateStage, event `,
    );
    expect(lookedUp()).toEqual(['CreateDeployment', 'CreateStage', 'UpdateStage']);
  });

  it('asks no more about what it knows', async () => {
    await madeUnseen('change-update-stage');
    await checked();
    const asked = lookedUp().length;
    await checked();

    expect(asked).toBeGreaterThan(0);
    expect(lookedUp()).toHaveLength(asked);
  });

  it('tells which of several calls it may have been', async () => {
    const at = await madeUnseen('change-update-stage');
    const blind = sample('change-update-stage-truncated', restApiId);
    events.aws.cloudTrail.record({ ...blind.detail, eventTime: at });
    const { notified, mail } = await checked();

    expect(notified).toEqual([
      expect.stringMatching(/^OPENED basic variables.LOG_LEVEL: ONE_OF .* or .*$/),
      expect.stringMatching(/^OPENED basic xray_tracing_enabled: ONE_OF .* or .*$/),
    ]);
    expect(mail).toContain('  By      one of: ');
  });

  it('notifies people of the drift where it may not look up who made the change, and says what it would take', async () => {
    events.aws.cloudTrail.setFault(
      {},
      { kind: 'error', status: 400, code: 'AccessDeniedException', message: 'not authorized' },
    );
    await madeUnseen('change-delete-stage');
    // A run misses it, and five minutes later the next one reports it.
    await events.checkEverything();
    events.beLater(12 * 60_000);
    const { notified, mail } = await checked();

    expect(notified).toEqual(['OPENED basic DELETED: nobody known', 'OPENED basic DELETED: nobody known']);
    expect(mail).toContain(
      'WARNING  Who is behind some findings in account 123456789012, region eu-west-1 is not known: ' +
        'access denied by CloudTrail: AccessDeniedException: not authorized (cloudtrail:LookupEvents is needed)',
    );
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LocalAws, startLocalAws } from '@stagedrift/local-aws';
import * as v from 'valibot';
import { expectValidReport } from '../unit/report-schema.ts';
import { withoutStages } from '../without-stages.ts';
import { corpusState, createWorld, type World } from './world.ts';

const hour = 60 * 60_000;
const day = 24 * hour;
const stateKey = 'env:/prod/orders/terraform.tfstate';

/** Monday, 8 o'clock: every time of the story is so many hours later. */
const monday = Date.UTC(2026, 10, 30, 8);

const findingSchema = v.nullable(v.looseObject({ event: v.string() }));
const reportSchema = v.looseObject({
  reportId: v.string(),
  status: v.string(),
  resources: v.array(
    v.looseObject({
      id: v.looseObject({ stageName: v.string() }),
      finding: findingSchema,
      differences: v.array(v.looseObject({ path: v.array(v.union([v.string(), v.number()])), finding: findingSchema })),
    }),
  ),
  resolved: v.array(
    v.looseObject({
      resource: v.looseObject({ stageName: v.string() }),
      path: v.nullable(v.array(v.union([v.string(), v.number()]))),
      how: v.string(),
    }),
  ),
  warnings: v.array(v.string()),
});

const stateSchema = v.looseObject({
  serial: v.number(),
  resources: v.array(
    v.looseObject({
      type: v.string(),
      name: v.string(),
      instances: v.array(v.looseObject({ attributes: v.record(v.string(), v.unknown()) })),
    }),
  ),
});

describe('a week of a team with a ledger', () => {
  let aws: LocalAws;
  let world: World;
  let restApiId: string;
  let state: string;
  let eventNumber = 0;

  /** What left the system since the last call, one line for each event of each message. */
  async function messages(): Promise<readonly (readonly string[])[]> {
    const deliveries = await world.subscriber.receive();
    return deliveries.map(({ report }) => {
      expectValidReport(report);
      const { resources, resolved } = v.parse(reportSchema, report);
      const news = resources.flatMap(({ id, finding, differences }) => [
        ...(finding === null ? [] : [[finding.event, id.stageName]]),
        ...differences.map((difference) => [difference.finding?.event, id.stageName, ...difference.path]),
      ]);
      const over = resolved.map(({ how, resource, path }) => ['RESOLVED', how, resource.stageName, ...(path ?? [])]);
      return [...news, ...over].map((words) => words.join(' ')).filter((line) => !line.startsWith('KNOWN'));
    });
  }

  /** The schedule fires so many hours after Monday morning. */
  async function check(
    hours: number,
    options: { id?: string; environment?: Record<string, string>; remaining?: number } = {},
  ) {
    eventNumber += 1;
    const time = new Date(monday + hours * hour).toISOString();
    const id = options.id ?? `event-${eventNumber}`;
    const event = { source: 'aws.events', 'detail-type': 'Scheduled Event', id, time, resources: [], detail: {} };
    const environment = {
      ...world.environment,
      LEDGER_URI: 's3://acme-terraform-states/stagedrift',
      ...options.environment,
    };
    return world.functions.invoke(event, environment, {
      remainingMilliseconds: options.remaining ?? 60_000,
      timeOfDay: monday + hours * hour,
    });
  }

  const change = (stage: string, path: string, value: string) => world.change(restApiId, stage, path, value);

  /** Terraform writes a new state in which an attribute of a stage is another one. */
  async function adopt(stage: string, attribute: string, value: unknown): Promise<void> {
    const parsed = v.parse(stateSchema, JSON.parse(state));
    for (const { type, instances } of parsed.resources) {
      for (const { attributes } of instances) {
        if (type === 'aws_api_gateway_stage' && attributes.stage_name === stage) attributes[attribute] = value;
      }
    }
    state = JSON.stringify({ ...parsed, serial: parsed.serial + 1 });
    await world.put(stateKey, state);
  }

  beforeAll(async () => {
    aws = await startLocalAws();
    world = await createWorld({ name: 'local', ...aws });
    const ids = await world.deploy(stateKey, withoutStages(corpusState('none-refreshed'), ['full']));
    restApiId = [...ids.values()][0] ?? '';
    state = await world.get(stateKey);
  });

  afterAll(async () => {
    await world.stop();
  });

  it('on Monday morning all is in sync, and nothing is sent', async () => {
    expect((await check(0)).result).toMatchObject({ status: 'IN_SYNC', published: false });
    expect(await messages()).toEqual([]);
  });

  it('a changed setting is notified at the next check', async () => {
    await change('basic', '/description', 'temporarily, ask Kim');
    expect((await check(1)).result).toMatchObject({ status: 'DRIFTED', published: true });
    expect(await messages()).toEqual([['OPENED basic description']]);
  });

  it('the same drift is not notified again', async () => {
    expect((await check(2)).result).toMatchObject({ status: 'DRIFTED', published: false });
    expect((await check(3)).result).toMatchObject({ status: 'DRIFTED', published: false });
    expect(await messages()).toEqual([]);
  });

  it('more drift is notified, and only that', async () => {
    await change('basic', '/tracingEnabled', 'false');
    await change('logs', '/accessLogSettings/format', '$context.requestId');
    await check(4);
    expect(await messages()).toEqual([
      ['OPENED basic xray_tracing_enabled', 'OPENED logs access_log_settings 0 format'],
    ]);
  });

  it('another value of what was notified is a change', async () => {
    await change('basic', '/description', 'for good, ask Sam');
    await check(5);
    expect(await messages()).toEqual([['CHANGED basic description']]);
  });

  it('on Tuesday what is reverted in AWS is resolved', async () => {
    await change('basic', '/description', 'basic stage');
    await check(24);
    expect(await messages()).toEqual([['RESOLVED PUT_BACK basic description']]);
  });

  it('what a newer state takes over is resolved as adopted', async () => {
    await adopt('basic', 'xray_tracing_enabled', false);
    await check(25);
    expect(await messages()).toEqual([['RESOLVED ADOPTED basic xray_tracing_enabled']]);
  });

  it('what three runs in a row could not check, since they were throttled, is notified once, and nothing is resolved', async () => {
    aws.apiGateway.setFault({}, { kind: 'throttled' });
    for (const hour of [25.7, 25.8]) {
      expect((await check(hour, { remaining: 8_000 })).result).toMatchObject({
        status: 'INCOMPLETE',
        published: false,
      });
    }
    expect((await check(26, { remaining: 8_000 })).result).toMatchObject({ status: 'INCOMPLETE', published: true });
    const [notified = []] = await messages();
    expect(new Set(notified.map((line) => line.split(' ')[0]))).toEqual(new Set(['OPENED']));
    expect((await check(26.2, { remaining: 8_000 })).result).toMatchObject({ status: 'INCOMPLETE', published: false });
    aws.apiGateway.clearFaults();
    expect((await check(27)).result).toMatchObject({ status: 'DRIFTED', published: false });
    expect(await messages()).toEqual([]);
  });

  it('of two runs at once, one tells', async () => {
    await change('basic', '/description', 'again');
    const runs = await Promise.all([check(48), check(48.001), check(48.002)]);
    expect(runs.filter(({ result }) => result?.published === true)).toHaveLength(1);
    // What ended quietly with the throttling is notified along with it.
    expect((await messages()).map((lines) => lines.filter((line) => !line.includes('CHECKED')))).toEqual([
      ['OPENED basic description'],
    ]);
  });

  it('a message that could not be published is sent again for the same event, under the same id', async () => {
    await change('basic', '/tracingEnabled', 'true');
    aws.sns.setFault({ status: 500, code: 'InternalError', message: 'oops' });
    expect((await check(49, { id: 'event-failed' })).error?.name).toBe('PublishError');
    expect(await messages()).toEqual([]);
    aws.sns.setFault(undefined);
    expect((await check(49.02, { id: 'event-failed' })).result).toMatchObject({
      published: true,
      reportId: 'event-failed',
    });
    expect(await messages()).toEqual([['OPENED basic xray_tracing_enabled']]);
    expect((await check(50)).result).toMatchObject({ published: false });
  });

  const rules = { RULES_URI: 's3://acme-terraform-states/rules.yaml' };

  it('what a rule ignores is not notified', async () => {
    await world.put(
      'rules.yaml',
      `ignore:
  - address: aws_api_gateway_stage.plain
    path: description
    reason: a load test
    owner: kim@acme.example
    expires: 2026-12-03
`,
    );
    await change('plain', '/description', 'load test');
    expect((await check(72, { environment: rules })).result).toMatchObject({ ignored: 1, published: false });
    expect(await messages()).toEqual([]);
  });

  it('what stays open for three days is notified again', async () => {
    expect((await check(77, { environment: rules })).result).toMatchObject({ published: true });
    expect(await messages()).toEqual([['REMINDER logs access_log_settings 0 format']]);
  });

  it('what a rule ignored is notified on the day after its last', async () => {
    expect((await check(88, { environment: rules })).result).toMatchObject({ ignored: 0, published: true });
    expect(await messages()).toEqual([['OPENED plain description']]);
    expect((await check(89, { environment: rules })).result).toMatchObject({ published: false });
  });

  it('and each of its messages is kept, with its page, as the mail says', async () => {
    const keys = await world.list('stagedrift/reports/');
    const pages = keys.filter((key) => key.endsWith('.html'));
    expect(keys.filter((key) => key.endsWith('.json'))).toHaveLength(pages.length);
    // The message that failed was archived too, before it failed.
    expect(pages.length).toBe(aws.sns.published() + 1);
    for (const page of pages) expect(await world.get(page)).toContain('<!doctype html>');
  });

  it('a year of it would not make the ledger grow: what ended is forgotten after a week', async () => {
    await change('basic', '/description', 'basic stage');
    await change('basic', '/tracingEnabled', 'false');
    await change('plain', '/description', '');
    await change('logs', '/accessLogSettings/format', '{"requestId":"$context.requestId","status":"$context.status"}');
    await check(8 * 24);
    await check(8 * 24 + (8 * day) / hour);
    expect(JSON.parse(await world.get('stagedrift/ledger.json'))).toMatchObject({ version: 2, findings: [] });
  });
});

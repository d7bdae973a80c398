import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectValidReport } from '../unit/report-schema.ts';
import { withoutStages } from '../without-stages.ts';
import { corpusState, createWorld, sampleEvent, type World } from './world.ts';

// The same tests run against the embedded AWS and against moto, so they keep to what both can represent: moto forgets
// canary settings, documentation versions and client certificates.
const notInMoto = ['canary', 'canarymin', 'cert', 'docver', 'full'];

describe('the built function, invoked with the sample events', () => {
  let world: World;
  let restApiId: string;

  beforeAll(async () => {
    world = await createWorld();
    const orders = await world.deploy(
      'env:/prod/orders/terraform.tfstate',
      withoutStages(corpusState('none-refreshed'), notInMoto),
    );
    restApiId = [...orders.values()][0] ?? '';
    await world.deploy('env:/prod/shipping/terraform.tfstate', corpusState('mod-several'));
    await world.put('env:/prod/orders/terraform.tfstate.tflock', '{"ID":"1"}');
    await world.put('env:/prod/orders/terraform.tfstate.backup', '{}');
  });

  afterAll(async () => {
    await world.stop();
  });

  it('sends nothing while everything is in sync', async () => {
    const { result, error } = await world.invoke(sampleEvent('schedule'));

    expect(error).toBeUndefined();
    expect(result).toMatchObject({
      status: 'IN_SYNC',
      states: 2,
      resources: 29,
      inSync: 29,
      notChecked: 0,
      published: false,
    });
    expect(await world.subscriber.receive()).toEqual([]);
  });

  it('asks once for each REST API that has several stages', async () => {
    const { result } = await world.invoke(sampleEvent('scheduler'));

    expect(result).toMatchObject({ resources: 29, apiCalls: 7 });
  });

  describe('after two stages were changed by hand', () => {
    beforeAll(async () => {
      await world.change(restApiId, 'basic', '/description', 'changed by hand');
      await world.change(restApiId, 'basic', '/variables/k1', 'v1-hotfix');
      await world.change(restApiId, 'logs', '/accessLogSettings/format', '$context.requestId');
    });

    afterAll(async () => {
      await world.change(restApiId, 'basic', '/description', 'basic stage');
      await world.change(restApiId, 'basic', '/variables/k1', 'v1');
    });

    it('publishes one report that a queue receives and the JSON Schema accepts', async () => {
      const { result } = await world.invoke(sampleEvent('schedule'));
      const [delivery, ...others] = await world.subscriber.receive();

      expect(result).toMatchObject({ status: 'DRIFTED', modified: 2, inSync: 27, published: true });
      expect(others).toEqual([]);
      expectValidReport(delivery?.report);
      expect(delivery?.report).toMatchObject({
        reportId: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
        status: 'DRIFTED',
        trigger: { kind: 'schedule' },
        resources: expect.arrayContaining([
          expect.objectContaining({
            address: 'aws_api_gateway_stage.basic',
            type: 'aws_api_gateway_stage',
            state: 's3://acme-terraform-states/env:/prod/orders/terraform.tfstate',
            id: { accountId: '123456789012', region: 'eu-west-1', restApiId, stageName: 'basic' },
            status: 'MODIFIED',
            differences: [
              expect.objectContaining({ path: ['description'], expected: 'basic stage', actual: 'changed by hand' }),
              expect.objectContaining({
                path: ['variables', 'k1'],
                expected: '(masked)',
                actual: '(masked)',
                masked: true,
              }),
            ],
          }),
          expect.objectContaining({
            address: 'aws_api_gateway_stage.logs',
            differences: [expect.objectContaining({ path: ['access_log_settings', 0, 'format'] })],
          }),
        ]),
      });
    });

    it('says the news in the subject and in attributes to filter on', async () => {
      await world.invoke(sampleEvent('schedule'));
      const [delivery] = await world.subscriber.receive();

      expect(delivery?.subject).toBe('[stagedrift] Drift: 2 resources changed');
      expect(delivery?.attributes).toMatchObject({
        status: 'DRIFTED',
        modified: '2',
        deleted: '0',
        trigger: 'schedule',
      });
    });

    it('answers a dry run with the report and publishes nothing', async () => {
      const { result } = await world.invoke(sampleEvent('manual-dry-run'));

      expect(result).toMatchObject({ status: 'DRIFTED', published: false });
      expectValidReport(result?.report);
      expect(await world.subscriber.receive()).toEqual([]);
    });

    it.each([
      ['change-update-stage', { trigger: { kind: 'stage-changed' }, summary: { resources: 2, modified: 1 } }],
      ['state-written', { trigger: { kind: 'state-written' }, summary: { modified: 2 } }],
    ])('takes events/%s.json also by itself, as a rule without a queue would send it', async (name, notified) => {
      const event = JSON.parse(JSON.stringify(sampleEvent(name)).replaceAll('nz6fqhy5dm', restApiId));
      const { result } = await world.invoke(event);
      const [delivery, ...others] = await world.subscriber.receive();

      expect(result).toMatchObject({ status: 'DRIFTED', published: true });
      expect(delivery?.report).toMatchObject(notified);
      expect(others).toEqual([]);
    });

    it.each(['lock-written', 'change-read-only'])('does nothing upon events/%s.json, and says so', async (name) => {
      const { result, error } = await world.invoke(sampleEvent(name));

      expect(error).toBeUndefined();
      expect(result).toEqual({ ignored: expect.any(String) });
      expect(await world.subscriber.receive()).toEqual([]);
    });

    it('checks only the states and stages that a manual event names', async () => {
      const event = {
        states: ['s3://acme-terraform-states/env:/prod/orders/terraform.tfstate'],
        stages: [`${restApiId}/basic`, 'aws_api_gateway_stage.logs', `${restApiId}/nowhere`],
        dryRun: true,
      };
      const { result } = await world.invoke(event);

      expect(result).toMatchObject({ states: 1, resources: 4, modified: 2, notChecked: 1 });
      expect(result?.report).toMatchObject({
        resources: expect.arrayContaining([
          expect.objectContaining({ address: `${restApiId}/nowhere`, status: 'NOT_CHECKED', state: null }),
        ]),
      });
    });

    it('refuses to read a state that the configuration does not name', async () => {
      const { result } = await world.invoke({ states: ['s3://acme-terraform-states/secret.tfstate'], dryRun: true });

      expect(result).toMatchObject({ status: 'INCOMPLETE', resources: 0 });
      expect(JSON.stringify(result)).toContain('not one of the configured states');
    });

    it('keeps values out of its log', async () => {
      const { output } = await world.invoke(sampleEvent('schedule'));
      await world.subscriber.receive();

      expect(output).toContain('"Check finished"');
      expect(output).not.toMatch(/changed by hand|v1-hotfix|AWS_SECRET_ACCESS_KEY/);
    });

    it('counts what it did as metrics', async () => {
      const { output } = await world.invoke(sampleEvent('schedule'));
      await world.subscriber.receive();

      expect(output).toContain('"CloudWatchMetrics"');
      expect(output).toMatch(/"ResourcesDrifted":2/);
      expect(output).toMatch(/"ResourcesNotChecked":0/);
    });
  });

  describe('with states beside it that cannot be used', () => {
    it.each([
      ['empty', '', 'it is empty'],
      ['no JSON', 'hunter2', 'it is not JSON'],
      ['cut short', '{"version": 4, "serial": 1, "resources": [', 'its JSON ends too early'],
      ['of format 3', '{"version": 3}', 'it has state format 3'],
      ['of format 5', '{"version": 5}', 'it has state format 5'],
      [
        'encrypted',
        '{"serial":1,"lineage":"x","encrypted_data":"aGk=","encryption_version":"v0"}',
        'encrypted by OpenTofu',
      ],
    ])('a state that is %s is reported, and the others are checked', async (name, body, reason) => {
      const key = `bad/${name.replaceAll(' ', '-')}.tfstate`;
      await world.put(key, body);
      const { result } = await world.invoke(
        { dryRun: true },
        { STATE_SOURCES: `s3://acme-terraform-states/${key},${world.environment.STATE_SOURCES}` },
      );

      expect(result).toMatchObject({ states: 3, resources: 29, notChecked: 0 });
      const report = JSON.stringify(result?.report);
      expect(report).toContain(reason);
      expect(report).not.toContain('hunter2');
    });

    it('a missing state, a missing bucket and a glob without a match are each reported', async () => {
      const sources = [
        's3://acme-terraform-states/gone.tfstate',
        's3://no-such-bucket-here/x.tfstate',
        's3://acme-terraform-states/none/*',
      ];
      const { result } = await world.invoke({}, { STATE_SOURCES: sources.join(', ') });
      const [delivery] = await world.subscriber.receive();

      expect(result).toMatchObject({ status: 'INCOMPLETE', states: 3, resources: 0, published: true });
      expectValidReport(delivery?.report);
      expect(delivery?.subject).toBe('[stagedrift] Not everything was checked: 3 states not read');
      expect(delivery?.report).toMatchObject({
        states: [
          {
            uri: 's3://acme-terraform-states/gone.tfstate',
            status: 'FAILED',
            reason: expect.stringContaining('no such object'),
          },
          {
            uri: 's3://acme-terraform-states/none/*',
            status: 'FAILED',
            reason: expect.stringContaining('matches no object'),
          },
          { uri: 's3://no-such-bucket-here/x.tfstate', status: 'FAILED', reason: expect.stringContaining('no bucket') },
        ],
      });
    });
  });

  describe('with input that cannot be used', () => {
    it('names every problem of the environment at once and reads nothing', async () => {
      const { error } = await world.invoke(sampleEvent('schedule'), {
        STATE_SOURCES: 'prod.tfstate',
        REPORT_TOPIC_ARN: 'reports',
        API_REQUESTS_PER_SECOND: 'many',
      });

      expect(error?.name).toBe('ConfigError');
      expect(error?.message).toMatch(/STATE_SOURCES.*REPORT_TOPIC_ARN.*API_REQUESTS_PER_SECOND/);
    });

    it.each([
      [
        'an event of another service',
        { source: 'aws.s3', 'detail-type': 'Object Created', time: '2026-11-24T06:00:00Z' },
      ],
      ['an unknown key', { stage: ['x/y'] }],
      ['stages of the wrong type', { stages: 'x/y' }],
      ['a list', []],
    ])('refuses %s', async (_, event) => {
      const { error, result } = await world.invoke(event);

      expect(result).toBeUndefined();
      expect(error?.name).toBe('InvalidEventError');
    });

    it('refuses an event before anything is read, so that its error says nothing of what else may be wrong', async () => {
      const { error } = await world.invoke(
        { stages: 'x/y' },
        { RULES_URI: 's3://acme-terraform-states/no-rules.yaml' },
      );

      expect(error?.name).toBe('InvalidEventError');
    });

    it('is done with messages of no concern without reading anything', async () => {
      const body = JSON.stringify(sampleEvent('lock-written'));
      const event = { Records: [{ eventSource: 'aws:sqs', messageId: 'm1', body }] };
      const { error, result } = await world.invoke(event, { RULES_URI: 's3://acme-terraform-states/no-rules.yaml' });

      expect(error).toBeUndefined();
      expect(result).toEqual({ batchItemFailures: [] });
    });
  });
});

import { readFileSync } from 'node:fs';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LocalAws, startLocalAws } from '@stagedrift/local-aws';
import * as v from 'valibot';
import { expectValidReport } from '../unit/report-schema.ts';
import { corpusState, createWorld, sampleEvent, type World } from './world.ts';

const count = 2_000;
const stagesOfAnApi = 10;

const stateSchema = v.looseObject({
  resources: v.array(
    v.looseObject({
      type: v.string(),
      name: v.string(),
      mode: v.string(),
      provider: v.string(),
      instances: v.array(v.looseObject({ attributes: v.record(v.string(), v.unknown()) })),
    }),
  ),
});
const recordedSchema = v.record(v.string(), v.looseObject({ stageName: v.optional(v.string()) }));

/** @returns a state with so many copies of a real stage, and what is live of them with another description each */
function manyDriftedStages(): { state: string; live: Record<string, unknown> } {
  const original = v.parse(stateSchema, JSON.parse(stageOnly()));
  const [resource] = original.resources;
  const attributes = resource?.instances[0]?.attributes;
  if (resource === undefined || attributes === undefined) throw new Error('the recorded state has no stage');
  const recorded = v.parse(
    recordedSchema,
    JSON.parse(readFileSync('test/fixtures/corpus/none-refreshed/stages.json', 'utf8')),
  );
  const answer = recorded[`${attributes.rest_api_id}/${attributes.stage_name}`];
  const places = Array.from({ length: count }, (_, index) => ({
    restApiId: `api${String(Math.floor(index / stagesOfAnApi)).padStart(7, '0')}`,
    stageName: `stage${index % stagesOfAnApi}`,
  }));
  const instances = places.map(({ restApiId, stageName }, index) => ({
    ...resource.instances[0],
    index_key: index,
    attributes: { ...attributes, rest_api_id: restApiId, stage_name: stageName, id: `ags-${restApiId}-${stageName}` },
  }));
  return {
    state: JSON.stringify({ ...original, resources: [{ ...resource, each: 'list', instances }] }),
    live: Object.fromEntries(
      places.map(({ restApiId, stageName }, index) => [
        `${restApiId}/${stageName}`,
        { ...answer, stageName, description: `changed by hand, number ${index}` },
      ]),
    ),
  };
}

function stageOnly(): string {
  const state = v.parse(stateSchema, JSON.parse(corpusState('none-refreshed')));
  const isBasic = ({ attributes }: { attributes: Record<string, unknown> }) => attributes.stage_name === 'basic';
  const resources = state.resources.flatMap((resource) =>
    resource.type === 'aws_api_gateway_stage' && resource.instances.some(isBasic) ? [resource] : [],
  );
  return JSON.stringify({ ...state, resources });
}

describe('two thousand drifted stages', () => {
  let aws: LocalAws;
  let world: World;
  let first: Awaited<ReturnType<World['invoke']>>;

  const environment = () => ({
    LEDGER_URI: 's3://acme-terraform-states/stagedrift',
    API_REQUESTS_PER_SECOND: '100000',
  });

  beforeAll(async () => {
    aws = await startLocalAws();
    world = await createWorld({ name: 'local', ...aws });
    const sns = new SNSClient({
      region: 'eu-west-1',
      endpoint: aws.sns.url,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'stagedrift' }));
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'platform@acme.example' }));
    const { state, live } = manyDriftedStages();
    aws.apiGateway.loadRecorded(live, { account: '123456789012', regionOf: () => 'eu-west-1' });
    await world.put('env:/prod/orders/terraform.tfstate', state);
    first = await world.invoke(sampleEvent('schedule'), environment());
  }, 180_000);

  afterAll(async () => {
    await world.stop();
  });

  it('are notified in one mail within the limits, which says where the whole report is', async () => {
    expect(first).toMatchObject({
      error: undefined,
      result: { status: 'DRIFTED', modified: count, published: true },
    });
    expect(aws.sns.mails).toHaveLength(1);
    const [mail] = aws.sns.mails;
    expect(mail?.subject).toBe('[stagedrift] Drift: 2,000 stages changed');
    expect(mail?.body).toMatch(/^Findings: 2,000 new\. Drift: 2,000 stages changed\.\n/);
    expect(mail?.body).toMatch(
      /\n {0,2}Page {2,}https:\/\/console\.aws\.amazon\.com\/s3\/object\/acme-terraform-states\?prefix=/,
    );
    expect(mail?.body).toMatch(
      /Omitted to fit the size limit: [\d,]+ resources, .*All of it is in s3:\/\/acme-terraform-states\//,
    );
  });

  it('reach programs in a valid report that says how much it leaves out', async () => {
    const [delivery] = await world.subscriber.receive();
    expectValidReport(delivery?.report);
    const { resources, omitted } = v.parse(
      v.looseObject({ resources: v.array(v.unknown()), omitted: v.looseObject({ resources: v.number() }) }),
      delivery?.report,
    );
    expect(resources.length).toBeGreaterThan(100);
    expect(resources.length + omitted.resources).toBe(count);
  });

  it('are all in the archive, each with how to fix it', async () => {
    const [json = ''] = (await world.list('stagedrift/reports/')).filter((key) => key.endsWith('.json'));
    const report: unknown = JSON.parse(await world.get(json));
    expectValidReport(report);
    const { resources } = v.parse(
      v.looseObject({ resources: v.array(v.looseObject({ status: v.string(), differences: v.array(v.unknown()) })) }),
      report,
    );
    expect(
      resources.filter(({ status, differences }) => status === 'MODIFIED' && differences.length === 1),
    ).toHaveLength(count);
    expect(report).not.toHaveProperty('omitted');
    const page = await world.get(json.replace(/json$/, 'html'));
    expect(page.match(/changed by hand, number \d+/g)?.length).toBeGreaterThanOrEqual(count);
  });

  it('are not notified again', async () => {
    const { result } = await world.invoke(sampleEvent('schedule'), environment());
    expect(result).toMatchObject({ modified: count, published: false });
    expect(aws.sns.mails).toHaveLength(1);
  });
});

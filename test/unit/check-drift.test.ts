import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import * as v from 'valibot';
import { createStageReader } from '../../lib/aws/stage-reader.ts';
import { checkDrift, type StageReader } from '../../lib/check-drift.ts';
import type { Report, ReportResource } from '../../lib/report/report.ts';
import type { LiveAnswer } from '../../lib/resources/live-stage.ts';
import { type StageId, stageKey } from '../../lib/resources/stage-id.ts';
import { parseStageSelector } from '../../lib/resources/stage-selector.ts';
import { StateAccessError, type StateStore } from '../../lib/terraform/read-states.ts';
import { parseS3Source } from '../../lib/terraform/state-source.ts';
import type { CheckRequest } from '../../lib/trigger.ts';
import { type LocalAws, startLocalAws } from '../local-aws/local-aws.ts';
import { liveStage } from './live-stage-builder.ts';
import { expectValidReport } from './report-schema.ts';
import { fixture, instance, instanceText, resource, stageAttributes, stateText } from './terraform/state-builder.ts';

const everything: CheckRequest = {
  trigger: { kind: 'manual' },
  eventId: null,
  states: null,
  stages: null,
  dryRun: false,
};

/** States by their URI. */
type States = ReadonlyMap<string, string>;

function storeOf(states: States): StateStore {
  return {
    async *listKeys(bucket, prefix) {
      const start = `s3://${bucket}/`;
      for (const uri of states.keys()) if (uri.startsWith(start + prefix)) yield uri.slice(start.length);
    },
    async readState({ uri }) {
      const text = states.get(uri);
      if (text === undefined) throw new StateAccessError('there is no such object: the state was deleted or moved');
      return text;
    },
  };
}

async function check(
  states: States,
  stageReader: StageReader,
  request: Partial<CheckRequest> = {},
  sources = [...states.keys()],
): Promise<Report> {
  const report = await checkDrift({ ...everything, ...request }, 'report-1', sources.map(parseS3Source), {
    stateStore: storeOf(states),
    stageReader,
    now: () => new Date('2026-01-02T03:04:05Z'),
  });
  expectValidReport(report);
  return report;
}

/** Stages that are all as the built state has them, or as the answer says; it keeps what it was asked. */
class KnownStages implements StageReader {
  readonly asked: StageId[] = [];
  readonly #answer: LiveAnswer;

  constructor(
    answer: LiveAnswer = { kind: 'FOUND', stage: liveStage({ variables: new Map([['LOG_LEVEL', 'info']]) }) },
  ) {
    this.#answer = answer;
  }

  async readStages(ids: readonly StageId[]) {
    this.asked.push(...ids);
    return { answers: new Map(ids.map((id) => [stageKey(id), this.#answer])), apiCalls: ids.length };
  }
}

const one = 's3://acme-tf/one.tfstate';
const two = 's3://acme-tf/two.tfstate';
const address = 'aws_api_gateway_stage.this';
const stageArn = stageAttributes.arn;

function outcomes({ resources }: Report): [string, string | null, string][] {
  return resources.map((checked) => [checked.address, checked.state, checked.status]);
}

describe('a check', () => {
  it('reports time, trigger, id, states and calls', async () => {
    expect(await check(new Map([[one, stateText()]]), new KnownStages())).toMatchObject({
      reportId: 'report-1',
      detectedAt: '2026-01-02T03:04:05.000Z',
      trigger: { kind: 'manual' },
      status: 'IN_SYNC',
      summary: { states: 1, resources: 1, inSync: 1, apiCalls: 1 },
      states: [{ uri: one, status: 'READ', serial: 7 }],
    });
  });

  it.each<[LiveAnswer, string, string | undefined]>([
    [{ kind: 'FOUND', stage: liveStage() }, 'MODIFIED', undefined],
    [{ kind: 'NOT_FOUND', reason: 'it is gone' }, 'DELETED', 'it is gone'],
    [{ kind: 'UNREADABLE', reason: 'access denied' }, 'NOT_CHECKED', 'access denied'],
  ])('of a stage that is %j says %s', async (answer, status, reason) => {
    const { resources } = await check(new Map([[one, stateText()]]), new KnownStages(answer));

    expect(resources).toHaveLength(1);
    expect(resources[0]?.status).toBe(status);
    expect(resources[0]?.reason).toBe(reason);
  });

  it('asks once for a stage that several resources and states mean, and answers each of them', async () => {
    const copies = stateText({ resources: [resource(), resource({ name: 'copy' })] });
    const stages = new KnownStages();
    const report = await check(
      new Map([
        [two, stateText()],
        [one, copies],
      ]),
      stages,
    );

    expect(stages.asked).toHaveLength(1);
    expect(outcomes(report)).toEqual([
      ['aws_api_gateway_stage.copy', one, 'IN_SYNC'],
      [address, one, 'IN_SYNC'],
      [address, two, 'IN_SYNC'],
    ]);
  });

  it('gives one address in two states in the same order, whichever state is named first', async () => {
    const states: [string, string][] = [
      [one, stateText()],
      [two, stateText({ lineage: 'another' })],
    ];
    const reports = await Promise.all([
      check(new Map(states), new KnownStages()),
      check(new Map(states.toReversed()), new KnownStages()),
    ]);

    expect(JSON.stringify(reports[0])).toBe(JSON.stringify(reports[1]));
    expect(outcomes(reports[0])).toEqual([
      [address, one, 'IN_SYNC'],
      [address, two, 'IN_SYNC'],
    ]);
  });

  it('does not stop at states that fail, and says which and why', async () => {
    const broken = 's3://acme-tf/broken.tfstate';
    const report = await check(
      new Map([
        [one, stateText()],
        [broken, '{"version": 4,'],
      ]),
      new KnownStages(),
      {},
      ['s3://acme-tf/gone.tfstate', broken, one],
    );

    expect(report.status).toBe('INCOMPLETE');
    expect(report.states).toMatchObject([
      { uri: broken, status: 'FAILED', reason: expect.stringContaining('JSON') },
      { uri: 's3://acme-tf/gone.tfstate', status: 'FAILED', reason: expect.stringContaining('no such object') },
      { uri: one, status: 'READ' },
    ]);
    expect(outcomes(report)).toEqual([[address, one, 'IN_SYNC']]);
  });

  it('never takes silence for an answer', async () => {
    const silent: StageReader = { readStages: async () => ({ answers: new Map(), apiCalls: 0 }) };
    const { resources } = await check(new Map([[one, stateText()]]), silent);

    expect(resources).toMatchObject([{ status: 'NOT_CHECKED', reason: 'API Gateway was not asked for it' }]);
  });

  it('fails for a fault of this program, which is no result', async () => {
    const faulty: StageReader = { readStages: () => Promise.reject(new TypeError('a fault of this program')) };

    await expect(check(new Map([[one, stateText()]]), faulty)).rejects.toThrow('a fault of this program');
  });
});

describe('an instance', () => {
  it.each([
    ['has no execution_arn', { execution_arn: undefined }, /execution_arn is missing or malformed/],
    [
      'has a malformed execution_arn',
      { execution_arn: 'arn:aws:execute-api' },
      /execution_arn is missing or malformed/,
    ],
    ['has an execution_arn without an account', { execution_arn: 'arn:aws:execute-api:eu-west-1::x/y' }, /account/],
    ['tells no region', { arn: 'x', execution_arn: 'arn:aws:execute-api::123456789012:x/y' }, /region/],
    ['has a number for a REST API', { rest_api_id: 5 }, /no valid rest_api_id/],
    ['has a path for a stage name', { stage_name: '../prod' }, /no valid stage_name/],
    ['has a text for variables', { variables: 'LOG_LEVEL=info' }, /variables/],
    ['has a text for a Boolean', { xray_tracing_enabled: 'yes' }, /xray_tracing_enabled/],
  ])('that %s is not checked, with the reason, and all others are', async (_title, wrong, reason) => {
    const states = new Map([
      [
        one,
        stateText({
          resources: [
            resource({ name: 'wrong', instances: [instance({ attributes: { ...stageAttributes, ...wrong } })] }),
            resource({ name: 'well' }),
          ],
        }),
      ],
    ]);
    const report = await check(states, new KnownStages());

    expect(outcomes(report)).toEqual([
      ['aws_api_gateway_stage.well', one, 'IN_SYNC'],
      ['aws_api_gateway_stage.wrong', one, 'NOT_CHECKED'],
    ]);
    expect(report.resources[1]?.reason).toMatch(reason);
    expect(report.status).toBe('INCOMPLETE');
  });

  it('that has no attributes at all is not checked', async () => {
    const report = await check(new Map([[one, instanceText({ attributes: undefined })]]), new KnownStages());

    expect(outcomes(report)).toEqual([[address, one, 'NOT_CHECKED']]);
  });
});

describe('a stage that is asked for', () => {
  const other = {
    ...stageAttributes,
    arn: 'arn:aws:apigateway:us-east-1::/restapis/nz6fqhy5dm/stages/prod',
    execution_arn: 'arn:aws:execute-api:us-east-1:123456789012:nz6fqhy5dm/prod',
  };
  const dev = {
    arn: 'arn:aws:apigateway:eu-west-1::/restapis/nz6fqhy5dm/stages/dev',
    execution_arn: 'arn:aws:execute-api:eu-west-1:123456789012:nz6fqhy5dm/dev',
    rest_api_id: 'nz6fqhy5dm',
    stage_name: 'dev',
  };
  const states = new Map([
    [
      one,
      stateText({
        resources: [
          resource(),
          resource({ name: 'elsewhere', instances: [instance({ attributes: other })] }),
          resource({ name: 'dev', instances: [instance({ attributes: dev })] }),
        ],
      }),
    ],
  ]);

  it.each([
    ['its ID, in every region', 'nz6fqhy5dm/prod', ['aws_api_gateway_stage.elsewhere', address]],
    ['its ARN, in one region', stageArn, [address]],
    ['its address', 'aws_api_gateway_stage.dev', ['aws_api_gateway_stage.dev']],
  ])('by %s is checked, and no other stage is asked for', async (_title, selector, addresses) => {
    const stages = new KnownStages();
    const report = await check(states, stages, { stages: [parseStageSelector(selector)] });

    expect(report.resources.map((checked) => checked.address)).toEqual(addresses);
    expect(stages.asked).toHaveLength(addresses.length);
  });

  it('twice is checked once', async () => {
    const selectors = [parseStageSelector(stageArn), parseStageSelector(address)];
    const report = await check(states, new KnownStages(), { stages: selectors });

    expect(outcomes(report)).toEqual([[address, one, 'IN_SYNC']]);
  });

  it.each<[string, ReportResource['id']]>([
    ['nowhere123/prod', { accountId: null, region: null, restApiId: 'nowhere123', stageName: 'prod' }],
    [
      'arn:aws:apigateway:ap-south-1::/restapis/nz6fqhy5dm/stages/prod',
      { accountId: null, region: null, restApiId: 'nz6fqhy5dm', stageName: 'prod' },
    ],
    ['aws_api_gateway_stage.nowhere', { accountId: null, region: null, restApiId: null, stageName: null }],
  ])('as %s and is in no state is reported as not checked', async (selector, id) => {
    const stages = new KnownStages();
    const report = await check(states, stages, { stages: [parseStageSelector(selector)] });

    expect(report.resources).toEqual([
      {
        address: selector,
        type: 'aws_api_gateway_stage',
        state: null,
        id,
        status: 'NOT_CHECKED',
        reason: 'it was asked for by name, but no state that could be read has it',
        differences: [],
      },
    ]);
    expect(report.status).toBe('INCOMPLETE');
    expect(stages.asked).toEqual([]);
  });

  it('is looked for in the wanted states alone', async () => {
    const both = new Map([...states, [two, stateText()]]);
    const report = await check(both, new KnownStages(), { states: [two], stages: [parseStageSelector(address)] });

    expect(report.states).toMatchObject([{ uri: two }]);
    expect(outcomes(report)).toEqual([[address, two, 'IN_SYNC']]);
  });
});

describe('a recorded case', () => {
  const folder = new URL('../fixtures/corpus/', import.meta.url);
  const cases = readdirSync(folder).toSorted();
  const type = 'aws_api_gateway_stage';
  const account = '123456789012';
  const expectedSchema = v.object({ regions: v.record(v.string(), v.string()) });
  const verdictSchema = v.object({
    modified: v.record(v.string(), v.array(v.string())),
    deleted: v.array(v.string()),
    notChecked: v.array(v.string()),
  });
  const stateSchema = v.looseObject({ resources: v.array(v.unknown()) });

  let aws: LocalAws;

  beforeAll(async () => {
    aws = await startLocalAws();
    Object.assign(process.env, aws.environment);
  });
  afterAll(() => aws.stop());
  beforeEach(() => aws.apiGateway.reset());

  function load(name: string): void {
    const { regions } = v.parse(expectedSchema, json(name, 'expected'));
    aws.apiGateway.loadRecorded(json(name, 'stages'), {
      account,
      regionOf: (key) => regions[key] ?? regions['*'] ?? '',
    });
  }

  function checkState(text: string): Promise<Report> {
    const stageReader = createStageReader({
      crossAccountRole: null,
      requestsPerSecond: 1_000,
      ownAccount: async () => ({ kind: 'KNOWN', accountId: account }),
      deadline: new AbortController().signal,
      onProgress: () => {},
    });
    return check(new Map([[one, text]]), stageReader);
  }

  it('is one of 73', () => {
    expect(cases).toHaveLength(73);
  });

  it.each(cases)('%s gets the verdict of Terraform, in whatever order its state has the resources', async (name) => {
    load(name);
    const state = v.parse(stateSchema, json(name, 'state'));
    const report = await checkState(JSON.stringify(state));
    const shuffled = await checkState(JSON.stringify({ ...state, resources: shuffle(state.resources) }));

    const verdict = v.parse(verdictSchema, json(name, 'verdict'));
    expect(verdictOf(report)).toEqual({
      modified: Object.fromEntries(Object.entries(verdict.modified).filter(([key]) => isStage(key))),
      deleted: verdict.deleted.filter(isStage),
      notChecked: verdict.notChecked.filter(isStage),
    });
    expect(JSON.stringify(shuffled)).toBe(JSON.stringify(report));
  });

  function verdictOf({ resources }: Report) {
    const withStatus = (status: ReportResource['status']) => resources.filter((checked) => checked.status === status);
    const addresses = (status: ReportResource['status']) => withStatus(status).map((checked) => checked.address);
    return {
      modified: Object.fromEntries(
        withStatus('MODIFIED').map((checked) => [
          checked.address,
          [...new Set(checked.differences.map(({ path }) => String(path[0])))].toSorted(),
        ]),
      ),
      deleted: addresses('DELETED'),
      notChecked: addresses('NOT_CHECKED'),
    };
  }

  function isStage(resourceAddress: string): boolean {
    return resourceAddress.includes(`${type}.`);
  }

  function json(name: string, file: string): unknown {
    return JSON.parse(fixture(`corpus/${name}/${file}.json`));
  }

  /** Another order, and always the same. */
  function shuffle<Item>(items: readonly Item[]): Item[] {
    return items
      .map((item, index) => ({ item, place: (index * 7 + 3) % items.length }))
      .toSorted((a, b) => b.place - a.place)
      .map(({ item }) => item);
  }
});

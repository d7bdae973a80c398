import { describe, expect, it } from '@jest/globals';
import * as v from 'valibot';
import type { ReportResource } from '../../lib/report/report.ts';
import { type Answer, createLookupResults, ofKind } from '../../lib/resources/live.ts';
import { checkedTypes } from '../../lib/resources/registry.ts';
import type { ResourceType } from '../../lib/resources/resource-type.ts';
import type { LiveStage } from '../../lib/resources/rest-api/live-stage.ts';
import { stageSelectorForm } from '../../lib/resources/stage-selector-form.ts';
import { check, one, outcomes, stagesThatAre, two } from './check-drift-world.ts';
import { liveStage } from './live-stage-builder.ts';
import { instance, instanceText, resource, stageAttributes, stateText } from './terraform/state-builder.ts';

const address = 'aws_api_gateway_stage.this';
const stageArn = stageAttributes.arn;
const asTheStateHasIt = { kind: 'FOUND', live: liveStage({ variables: new Map([['LOG_LEVEL', 'info']]) }) } as const;

const quiet = { apiCalls: async () => 0, close: async () => {} };

describe('a check', () => {
  it('of a resource that this program itself fails on leaves out that one alone', async () => {
    const [stageType] = checkedTypes.values();
    if (stageType === undefined) throw new Error('there is no type');
    const faulty: ResourceType = {
      ...stageType,
      place(instance, stages) {
        const placed = stageType.place(instance, stages);
        const judge = () => {
          throw new TypeError('hunter2 is not a function');
        };
        return placed !== null && instance.address.endsWith('.faulty') ? { ...placed, judge } : placed;
      },
    };
    const state = stateText({ resources: [resource({ name: 'faulty' }), resource()] });
    const types = new Map([[stageType.type, faulty]]);

    const report = await check(new Map([[one, state]]), stagesThatAre(asTheStateHasIt), {}, [one], types);

    expect(report.status).toBe('INCOMPLETE');
    expect(outcomes(report).map(([name, , status]) => [name, status])).toEqual([
      ['aws_api_gateway_stage.faulty', 'NOT_CHECKED'],
      [address, 'IN_SYNC'],
    ]);
    expect(report.resources[0]?.reason).toMatch(/^stagedrift itself failed on it \(TypeError at (?!.*hunter2)/);
  });

  it('reports time, trigger, id, states and calls', async () => {
    expect(await check(new Map([[one, stateText()]]), stagesThatAre(asTheStateHasIt))).toMatchObject({
      reportId: 'report-1',
      detectedAt: '2026-01-02T03:04:05.000Z',
      trigger: { kind: 'manual' },
      status: 'IN_SYNC',
      summary: { states: 1, resources: 1, inSync: 1, apiCalls: 2 },
      states: [{ uri: one, status: 'READ', serial: 7 }],
    });
  });

  it.each<[Answer<LiveStage>, string, string | undefined]>([
    [{ kind: 'FOUND', live: liveStage() }, 'MODIFIED', undefined],
    [{ kind: 'NOT_FOUND', reason: 'it is gone' }, 'DELETED', 'it is gone'],
    [{ kind: 'UNREADABLE', reason: 'access denied' }, 'NOT_CHECKED', 'access denied'],
  ])('of a stage that is %j says %s', async (answer, status, reason) => {
    const { resources } = await check(new Map([[one, stateText()]]), stagesThatAre(answer));

    expect(resources).toHaveLength(1);
    expect(resources[0]?.status).toBe(status);
    expect(resources[0]?.reason).toBe(reason);
  });

  it('asks once for a stage that several resources and states mean, and answers each of them', async () => {
    const copies = stateText({ resources: [resource(), resource({ name: 'copy' })] });
    const stages = stagesThatAre(asTheStateHasIt);
    const report = await check(
      new Map([
        [two, stateText()],
        [one, copies],
      ]),
      stages,
    );

    expect(ofKind(stages.asked, 'STAGE')).toHaveLength(1);
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
      check(new Map(states), stagesThatAre(asTheStateHasIt)),
      check(new Map(states.toReversed()), stagesThatAre(asTheStateHasIt)),
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
      stagesThatAre(asTheStateHasIt),
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
    const silent = { ...quiet, read: async () => createLookupResults().answers };
    const { resources } = await check(new Map([[one, stateText()]]), silent);

    expect(resources).toMatchObject([{ status: 'NOT_CHECKED', reason: 'AWS was not asked about it' }]);
  });

  it('fails for a fault of this program, which is no result', async () => {
    const faulty = { ...quiet, read: () => Promise.reject(new TypeError('a fault of this program')) };

    await expect(check(new Map([[one, stateText()]]), faulty)).rejects.toThrow('a fault of this program');
  });
});

describe('an instance', () => {
  it.each([
    ['has no execution_arn', { execution_arn: undefined }, /execution_arn names none/],
    ['has a malformed execution_arn', { execution_arn: 'arn:aws:execute-api' }, /execution_arn names none/],
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
    const report = await check(states, stagesThatAre(asTheStateHasIt));

    expect(outcomes(report)).toEqual([
      ['aws_api_gateway_stage.well', one, 'IN_SYNC'],
      ['aws_api_gateway_stage.wrong', one, 'NOT_CHECKED'],
    ]);
    expect(report.resources[1]?.reason).toMatch(reason);
    expect(report.status).toBe('INCOMPLETE');
  });

  it('that has no attributes at all is not checked', async () => {
    const report = await check(
      new Map([[one, instanceText({ attributes: undefined })]]),
      stagesThatAre(asTheStateHasIt),
    );

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
    const stages = stagesThatAre(asTheStateHasIt);
    const report = await check(states, stages, { stages: [v.parse(stageSelectorForm, selector)] });

    expect(report.resources.map((checked) => checked.address)).toEqual(addresses);
    expect(stages.asked).toHaveLength(addresses.length);
  });

  it('twice is checked once', async () => {
    const selectors = [v.parse(stageSelectorForm, stageArn), v.parse(stageSelectorForm, address)];
    const report = await check(states, stagesThatAre(asTheStateHasIt), { stages: selectors });

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
    const stages = stagesThatAre(asTheStateHasIt);
    const report = await check(states, stages, { stages: [v.parse(stageSelectorForm, selector)] });

    expect(report.resources).toEqual([
      {
        address: selector,
        type: 'aws_api_gateway_stage',
        state: null,
        id,
        status: 'NOT_CHECKED',
        reason: 'it was asked for by name, but no state that could be read has it',
        differences: [],
        finding: expect.objectContaining({ event: 'OPENED', remedies: { restore: [], adopt: null } }),
        notes: [],
      },
    ]);
    expect(report.status).toBe('INCOMPLETE');
    expect(stages.asked).toEqual([]);
  });

  it('is looked for in the wanted states alone', async () => {
    const both = new Map([...states, [two, stateText()]]);
    const report = await check(both, stagesThatAre(asTheStateHasIt), {
      states: [two],
      stages: [v.parse(stageSelectorForm, address)],
    });

    expect(report.states).toMatchObject([{ uri: two }]);
    expect(outcomes(report)).toEqual([[address, two, 'IN_SYNC']]);
  });
});

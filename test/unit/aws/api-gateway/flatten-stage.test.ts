import { describe, expect, it } from '@jest/globals';
import { flattenListedStage, flattenStage, stagesByName } from '../../../../lib/aws/api-gateway/flatten-stage.ts';
import { UnusableAnswerError } from '../../../../lib/aws/flatten.ts';
import { liveStage } from '../../live-stage-builder.ts';

const nothing = { cacheClusterStatus: 'NOT_AVAILABLE' };

describe('a stage as the SDK hands it out', () => {
  it('has every member that API Gateway leaves out as empty, false, or no block', () => {
    expect(flattenStage({ stageName: 'prod', ...nothing })).toEqual(liveStage());
  });

  it('has null for what is not there', () => {
    const answer = {
      stageName: 'prod',
      ...nothing,
      description: null,
      tracingEnabled: null,
      variables: null,
      tags: null,
      accessLogSettings: null,
      canarySettings: null,
    };

    expect(flattenStage(answer)).toEqual(liveStage());
  });

  it('keeps every setting', () => {
    const settings = {
      stageName: 'prod',
      deploymentId: 'dep1',
      clientCertificateId: 'cert1',
      description: ' spaced ',
      cacheClusterEnabled: true,
      cacheClusterSize: '0.5',
      cacheClusterStatus: 'AVAILABLE',
      documentationVersion: '3',
      accessLogSettings: { destinationArn: 'arn:aws:logs:eu-west-1:123456789012:log-group:a', format: '$context' },
      tracingEnabled: true,
      webAclArn: 'arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/a/b',
    };
    const canarySettings = { deploymentId: 'dep2', percentTraffic: 12.5, useStageCache: true };

    expect(
      flattenStage({
        ...settings,
        lastUpdatedDate: new Date('2026-03-01T12:00:00Z'),
        variables: { a: '1' },
        tags: { Owner: 'platform' },
        canarySettings: { ...canarySettings, stageVariableOverrides: { a: '2' } },
      }),
    ).toEqual({
      ...settings,
      lastUpdatedDate: '2026-03-01T12:00:00.000Z',
      methodSettings: new Map(),
      variables: new Map([['a', '1']]),
      tags: new Map([['Owner', 'platform']]),
      canarySettings: { ...canarySettings, stageVariableOverrides: new Map([['a', '2']]) },
    });
  });

  it('has defaults within a block that is empty: a block that is there is a block', () => {
    expect(flattenStage({ stageName: 'prod', accessLogSettings: {}, canarySettings: {} })).toMatchObject({
      accessLogSettings: { destinationArn: '', format: '' },
      canarySettings: { deploymentId: '', percentTraffic: 0, stageVariableOverrides: new Map(), useStageCache: false },
    });
  });

  it.each([[new Date(Number.NaN)], ['yesterday'], [undefined]])('is usable with a time that is none: %p', (time) => {
    expect(flattenStage({ stageName: 'prod', lastUpdatedDate: time })).toMatchObject({ lastUpdatedDate: null });
  });

  it('keeps variables that are named as the members of every JavaScript object', () => {
    const variables: unknown = JSON.parse('{"__proto__":"a","constructor":"b","toString":"c","hasOwnProperty":"d"}');

    expect([...flattenStage({ stageName: 'prod', variables }).variables]).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['toString', 'c'],
      ['hasOwnProperty', 'd'],
    ]);
    expect({}).not.toHaveProperty('a');
  });

  it.each([{ loggingLevel: 'DEBUG' }, { new: { nested: [1] } }, { cacheClusterStatus: 'NEW_STATUS' }])(
    'may have members and values that nobody knows yet: %j',
    (unknown) => {
      expect(flattenStage({ stageName: 'prod', ...nothing, ...unknown })).toEqual(
        liveStage('cacheClusterStatus' in unknown ? unknown : {}),
      );
    },
  );

  it.each([
    [undefined, 'the whole answer is missing'],
    [null, 'the whole answer is not an object'],
    ['<html>', 'the whole answer is not an object'],
    [{}, 'stageName is missing'],
    [{ stageName: 5 }, 'stageName is not a text'],
    [{ stageName: 'prod', variables: 'text' }, 'variables is not an object'],
    [{ stageName: 'prod', tags: ['a'] }, 'tags is not an object'],
    [{ stageName: 'prod', variables: { LOG_LEVEL: 5 } }, 'variables.LOG_LEVEL is not a text'],
    [{ stageName: 'prod', tracingEnabled: 'yes' }, 'tracingEnabled is not true or false'],
    [{ stageName: 'prod', accessLogSettings: 7 }, 'accessLogSettings is not an object'],
    [{ stageName: 'prod', canarySettings: 'x' }, 'canarySettings is not an object'],
    [{ stageName: 'prod', canarySettings: { percentTraffic: 'x' } }, 'canarySettings.percentTraffic is not a number'],
  ])('that is %j is refused with what is wrong', (answer, problem) => {
    const flatten = () => flattenStage(answer);

    expect(flatten).toThrow(UnusableAnswerError);
    expect(flatten).toThrow(`AWS gave an answer that is not a stage: ${problem}`);
  });
});

describe('a list of stages', () => {
  it('gives each stage as it was answered, by its name, with the deployment it has, and when it was made', () => {
    const createdDate = new Date('2026-03-01T12:00:00Z');
    const prod = { stageName: 'prod', deploymentId: 'd1', createdDate, variables: 'not checked yet' };
    const dev = { stageName: 'dev', deploymentId: 5, createdDate: 'noon' };

    expect([...stagesByName({ item: [prod, dev] })]).toEqual([
      ['prod', prod],
      ['dev', dev],
    ]);
    expect([prod, dev].map(flattenListedStage)).toEqual([
      { stageName: 'prod', deploymentId: 'd1', createdDate: '2026-03-01T12:00:00.000Z' },
      { stageName: 'dev', deploymentId: '', createdDate: null },
    ]);
  });

  it.each([{}, { item: null }, { item: [] }])('that is %j has no stages', (answer) => {
    expect([...stagesByName(answer)]).toEqual([]);
  });

  it('leaves out what has no name', () => {
    expect([...stagesByName({ item: [null, 'x', 5, {}, { stageName: 5 }, { stageName: 'prod' }] }).keys()]).toEqual([
      'prod',
    ]);
  });

  it.each([
    [null, 'the whole answer is not an object'],
    [{ item: 'text' }, 'item is not a list'],
    [{ item: { stageName: 'prod' } }, 'item is not a list'],
  ])('that is %j is refused with what is wrong', (answer, problem) => {
    const list = () => stagesByName(answer);

    expect(list).toThrow(UnusableAnswerError);
    expect(list).toThrow(`AWS gave an answer that is not a list of stages: ${problem}`);
  });
});

it('a text is in composed form, as Terraform keeps it, so that a decomposed one is no change', () => {
  const decomposed = '\u0055\u0308bersicht';
  const stage = flattenStage({ stageName: 'prod', description: decomposed, variables: { [decomposed]: decomposed } });

  expect(stage.description).toBe('\u00DCbersicht');
  expect([...stage.variables]).toEqual([['\u00DCbersicht', '\u00DCbersicht']]);
});

import { describe, expect, it } from '@jest/globals';
import type { Leaf } from '../../../../lib/model/comparison.ts';
import type { LiveMethodSettings } from '../../../../lib/resources/rest-api/live-stage.ts';
import { methodSettings } from '../../../../lib/resources/rest-api/method-settings.ts';
import type { Verdict } from '../../../../lib/resources/verdict.ts';
import { liveMethodSettings, liveStage } from '../../live-stage-builder.ts';
import { instanceOf, judge, stageInstance } from '../placing.ts';

/** The verdict on method settings whose stage is in the state beside them, given what the stage has by method path. */
function verdict(attributes: object, live: Readonly<Record<string, Partial<LiveMethodSettings>>>): Verdict {
  const own = { rest_api_id: 'abcdefghij', stage_name: 'prod', method_path: '*/*' };
  const found = new Map(Object.entries(live).map(([path, members]) => [path, liveMethodSettings(members)]));
  return judge(
    instanceOf(methodSettings.type, { ...own, ...attributes }),
    { kind: 'FOUND', live: liveStage({ methodSettings: found }) },
    stageInstance(),
  );
}

function changed(field: string, expected: Leaf, actual: Leaf): Verdict {
  return {
    status: 'MODIFIED',
    differences: [{ path: ['settings', 0, field], differenceType: 'NOT_EQUAL', expected, actual }],
  };
}

const inSync: Verdict = { status: 'IN_SYNC' };

it('the type is aws_api_gateway_method_settings', () => {
  expect(methodSettings.type).toBe('aws_api_gateway_method_settings');
});

describe.each<[string, keyof LiveMethodSettings, Leaf, Leaf]>([
  ['metrics_enabled', 'metricsEnabled', true, false],
  ['logging_level', 'loggingLevel', 'INFO', 'ERROR'],
  ['data_trace_enabled', 'dataTraceEnabled', true, false],
  ['throttling_burst_limit', 'throttlingBurstLimit', 50, -1],
  ['throttling_rate_limit', 'throttlingRateLimit', 100.5, -1],
  ['caching_enabled', 'cachingEnabled', true, false],
  ['cache_ttl_in_seconds', 'cacheTtlInSeconds', 300, 0],
  ['cache_data_encrypted', 'cacheDataEncrypted', true, false],
  ['require_authorization_for_cache_control', 'requireAuthorizationForCacheControl', true, false],
  [
    'unauthorized_cache_control_header_strategy',
    'unauthorizedCacheControlHeaderStrategy',
    'FAIL_WITH_403',
    'SUCCEED_WITH_RESPONSE_HEADER',
  ],
])('%s', (field, member, one, other) => {
  it.each([one, other])('that is the same on both sides is no difference: %j', (value) => {
    expect(verdict({ settings: [{ [field]: value }] }, { '*/*': { [member]: value } })).toEqual(inSync);
  });

  it('that is another one is the one difference, in both directions', () => {
    const all = (value: Leaf) => ({ '*/*': { [member]: value } });
    expect(verdict({ settings: [{ [field]: one }] }, all(other))).toEqual(changed(field, one, other));
    expect(verdict({ settings: [{ [field]: other }] }, all(one))).toEqual(changed(field, other, one));
  });

  it('whose key the state does not have is not compared', () => {
    expect(verdict({ settings: [{}] }, { '*/*': { [member]: one } })).toEqual(inSync);
    expect(verdict({}, { '*/*': { [member]: one } })).toEqual(inSync);
  });

  it.each([null, ''])('that the state has as %j is what the service has by default', (unset) => {
    expect(verdict({ settings: [{ [field]: unset }] }, { '*/*': {} })).toEqual(inSync);
  });
});

describe('a throttling limit', () => {
  it.each<[unknown, number]>([
    [-1, -1],
    ['-1', -1],
    [-1.0, -1],
    [10000, 10000],
    ['10000.0', 10000],
  ])('is compared as a number: %j equals %j', (expected, throttlingRateLimit) => {
    expect(verdict({ settings: [{ throttling_rate_limit: expected }] }, { '*/*': { throttlingRateLimit } })).toEqual(
      inSync,
    );
  });

  it.each([
    ['that was switched off', 100, -1],
    ['that was switched on', -1, 10_000],
    ['of zero, which lets nobody in,', -1, 0],
  ])('%s is a difference', (_, expected, throttlingBurstLimit) => {
    expect(verdict({ settings: [{ throttling_burst_limit: expected }] }, { '*/*': { throttlingBurstLimit } })).toEqual(
      changed('throttling_burst_limit', expected, throttlingBurstLimit),
    );
  });
});

describe('a method path', () => {
  it.each([
    '*/*',
    'items/GET',
    '/tenant/{tenant-name}/GET',
    '~1/GET',
    '~1items~1{id}/GET',
    '/GET',
    '__proto__',
    'ü/GET',
  ])('is looked up exactly: %s', (method_path) => {
    const live = new Map([[method_path, liveMethodSettings({ loggingLevel: 'INFO' })]]);
    const own = { rest_api_id: 'abcdefghij', stage_name: 'prod', method_path, settings: [{ logging_level: 'INFO' }] };
    expect(
      judge(
        instanceOf(methodSettings.type, own),
        { kind: 'FOUND', live: liveStage({ methodSettings: live }) },
        stageInstance(),
      ),
    ).toEqual(inSync);
  });

  it.each([
    ['items/GET', '/items/GET'],
    ['/items/GET', 'items/GET'],
    ['items/GET', 'items/get'],
    ['a/b/GET', 'a~1b/GET'],
    ['~1/GET', '//GET'],
    ['constructor', '*/*'],
  ])('that is spelt otherwise is another one: %s is not %s', (method_path, key) => {
    expect(verdict({ method_path }, { [key]: {} })).toEqual({
      status: 'DELETED',
      reason: `the stage has no method settings under the key ${method_path}; it has ${key}`,
    });
  });

  it('that vanished is deleted, and the reason has the keys that are there in order', () => {
    expect(verdict({ method_path: 'items/GET' }, { 'orders/POST': {}, '*/*': {}, 'items/PUT': {} })).toEqual({
      status: 'DELETED',
      reason: 'the stage has no method settings under the key items/GET; it has */*, items/PUT, orders/POST',
    });
  });

  it('that vanished with all others is deleted', () => {
    expect(verdict({}, {})).toEqual({
      status: 'DELETED',
      reason: 'the stage has no method settings under the key */*; it has none',
    });
  });

  it('that no state knows is no drift of those that a state knows', () => {
    expect(verdict({ settings: [{}] }, { '*/*': {}, 'other/POST': { cachingEnabled: true } })).toEqual(inSync);
  });

  it.each([undefined, null, '', 7, ['*/*']])('that the state has as %j is not checked, and not deleted', (path) => {
    expect(verdict({ method_path: path }, { '*/*': {} })).toEqual({
      status: 'NOT_CHECKED',
      reason: 'the state has no valid method_path for it',
    });
  });
});

describe('settings of another type than the provider writes', () => {
  it('are not checked, and the reason says where', () => {
    expect(verdict({ settings: [{ cache_ttl_in_seconds: true }] }, { '*/*': {} })).toEqual({
      status: 'NOT_CHECKED',
      reason:
        'its attribute settings[0].cache_ttl_in_seconds is a boolean in the state, where the provider writes a number',
    });
  });
});

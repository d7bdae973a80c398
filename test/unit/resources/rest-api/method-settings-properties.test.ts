import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LiveMethodSettings } from '../../../../lib/resources/rest-api/live-stage.ts';
import { methodSettings } from '../../../../lib/resources/rest-api/method-settings.ts';
import type { Verdict } from '../../../../lib/resources/verdict.ts';
import { parseStateFile } from '../../../parse-state-file.ts';
import { liveMethodSettings, liveStage } from '../../live-stage-builder.ts';
import { instanceOf, judge, stageInstance } from '../placing.ts';

/** The block of a state, of the types that the provider writes: each key may be missing, each value null. */
type Block = Readonly<Record<string, unknown>>;

const optional = <Type>(arbitrary: fc.Arbitrary<Type>) => fc.option(arbitrary, { nil: null });
const flags = [
  'metrics_enabled',
  'data_trace_enabled',
  'caching_enabled',
  'cache_data_encrypted',
  'require_authorization_for_cache_control',
];
const texts = ['logging_level', 'unauthorized_cache_control_header_strategy'];
const numbers = ['throttling_burst_limit', 'throttling_rate_limit', 'cache_ttl_in_seconds'];
const fieldsOf = <Type>(names: readonly string[], arbitrary: fc.Arbitrary<Type>) =>
  Object.fromEntries(names.map((name) => [name, optional(arbitrary)]));

const block: fc.Arbitrary<Block> = fc.record(
  {
    ...fieldsOf(flags, fc.boolean()),
    ...fieldsOf(texts, fc.string()),
    ...fieldsOf(numbers, fc.oneof(fc.constant(-1), fc.nat(), fc.double({ min: 0, max: 1e6, noNaN: true }))),
  },
  { requiredKeys: [] },
);
const methodPath = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('*/*', '~1/GET', '/a/GET', '__proto__'));

/** The way back from a state to API Gateway, which leans on nothing of lib/resources, so that it can disagree. */
function expand(state: Block): LiveMethodSettings {
  return liveMethodSettings({
    metricsEnabled: state.metrics_enabled === true,
    loggingLevel: String(state.logging_level ?? ''),
    dataTraceEnabled: state.data_trace_enabled === true,
    throttlingBurstLimit: Number(state.throttling_burst_limit ?? 0),
    throttlingRateLimit: Number(state.throttling_rate_limit ?? 0),
    cachingEnabled: state.caching_enabled === true,
    cacheTtlInSeconds: Number(state.cache_ttl_in_seconds ?? 0),
    cacheDataEncrypted: state.cache_data_encrypted === true,
    requireAuthorizationForCacheControl: state.require_authorization_for_cache_control === true,
    unauthorizedCacheControlHeaderStrategy: String(state.unauthorized_cache_control_header_strategy ?? ''),
  });
}

function verdict(settings: unknown, live: LiveMethodSettings, path = '*/*'): Verdict {
  const attributes = { rest_api_id: 'abcdefghij', stage_name: 'prod', method_path: path, settings };
  const found = liveStage({ methodSettings: new Map([[path, live]]) });
  return judge(instanceOf(methodSettings.type, attributes), { kind: 'FOUND', live: found }, stageInstance());
}

const inSync: Verdict = { status: 'IN_SYNC' };

describe('method settings that are as their state has them', () => {
  it('are in sync in every recorded case', () => {
    const blocks = readdirSync('test/fixtures/corpus').flatMap((name) => {
      const text = readFileSync(`test/fixtures/corpus/${name}/state.json`, 'utf8');
      const { instances } = parseStateFile(text, new Set([methodSettings.type]));
      return instances.map(({ attributes }) => Object(attributes.get('settings'))[0] as Block);
    });
    expect(blocks.length).toBeGreaterThan(73);
    expect(blocks.map((state) => verdict([state], expand(state)))).toEqual(blocks.map(() => inSync));
  });

  it('are in sync for any settings under any method path', () => {
    fc.assert(
      fc.property(block, methodPath, (state, path) => expect(verdict([state], expand(state), path)).toEqual(inSync)),
    );
  });

  it('are in sync however the state spells what is not set', () => {
    fc.assert(
      fc.property(block, fc.infiniteStream(fc.constantFrom(null, '', {}, [])), (state, spellings) => {
        const spell = (value: unknown) => (value === null || value === '' ? spellings.next().value : value);
        const spelt = Object.fromEntries(Object.entries(state).map(([name, value]) => [name, spell(value)]));
        expect(verdict([spelt], expand(state))).toEqual(inSync);
      }),
    );
  });

  it('are in sync where the state has numbers and truth values as texts', () => {
    fc.assert(
      fc.property(block, (state) => {
        const asText = (value: unknown) => (value === null ? null : String(value));
        const spelt = Object.fromEntries(Object.entries(state).map(([name, value]) => [name, asText(value)]));
        expect(verdict([spelt], expand(state))).toEqual(inSync);
      }),
    );
  });
});

describe('one field that is changed on the stage', () => {
  it('is exactly one difference, at that leaf', () => {
    fc.assert(
      fc.property(block, fc.nat(), (state, pick) => {
        const names = Object.keys(state);
        const name = names[pick % Math.max(names.length, 1)];
        fc.pre(name !== undefined);
        expect(verdict([state], { ...expand(state), ...changed(expand(state), name) })).toMatchObject({
          status: 'MODIFIED',
          differences: [{ path: ['settings', 0, name], differenceType: 'NOT_EQUAL' }],
        });
      }),
    );
  });
});

describe('whatever a state holds', () => {
  it('gives a verdict, and never a fault', () => {
    const anything = fc.oneof(fc.anything(), fc.array(fc.dictionary(fc.string(), fc.anything())));
    const hostile = fc.oneof(
      anything,
      fc.tuple(fc.dictionary(fc.constantFrom(...flags, ...texts, ...numbers), anything)),
    );
    fc.assert(
      fc.property(hostile, block, (settings, state) => {
        expect(['IN_SYNC', 'MODIFIED', 'NOT_CHECKED']).toContain(verdict(settings, expand(state)).status);
      }),
      { numRuns: 300 },
    );
  });
});

/** Another live value for the field of that name in the state. */
function changed(live: LiveMethodSettings, name: string): Partial<LiveMethodSettings> {
  const member = name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  const value: unknown = Object.entries(live).find(([key]) => key === member)?.[1];
  if (typeof value === 'boolean') return { [member]: !value };
  return { [member]: typeof value === 'number' ? value / 2 + 1e7 : `${value}x` };
}

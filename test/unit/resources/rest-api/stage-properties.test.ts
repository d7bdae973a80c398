import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PropertyDifference } from '../../../../lib/model/comparison.ts';
import { AttributeError } from '../../../../lib/resources/attribute-type.ts';
import type { LiveStage } from '../../../../lib/resources/rest-api/live-stage.ts';
import { stage, stageSettings } from '../../../../lib/resources/rest-api/stage.ts';
import { compareSettings } from '../../../../lib/resources/setting.ts';
import { parseStateFile } from '../../../parse-state-file.ts';
import { expandStage, type StageAttributes } from '../expand-stage-attributes.ts';

const cases = readdirSync('test/fixtures/corpus');

it('there are recorded states to compare with', () => {
  expect(cases).toHaveLength(73);
});

const name = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'a.b', ''));
const texts = fc
  .array(fc.tuple(name, fc.string()), { maxLength: 4 })
  .map((entries): Record<string, string> => Object.fromEntries(entries));
const tags = texts.map((all) => Object.fromEntries(Object.entries(all).filter(([key]) => !key.startsWith('aws:'))));
const optional = <Type>(arbitrary: fc.Arbitrary<Type>) => fc.option(arbitrary, { nil: null });
const noneOrOne = <Type>(arbitrary: fc.Arbitrary<Type>) => fc.array(arbitrary, { maxLength: 1 });
const logDestination = fc.tuple(fc.string(), fc.constantFrom('', ':*')).map((parts) => parts.join(''));

/** What any provider of the last years may have written: each key may be missing, each value null. */
const generated = fc
  .record(
    {
      deployment_id: optional(fc.string()),
      description: optional(fc.string()),
      documentation_version: optional(fc.string()),
      client_certificate_id: optional(fc.string()),
      web_acl_arn: optional(fc.string()),
      xray_tracing_enabled: optional(fc.boolean()),
      cache_cluster_enabled: optional(fc.boolean()),
      cache_cluster_size: optional(fc.constantFrom('', '0.5', '1.6', '237')),
      variables: optional(texts),
      access_log_settings: noneOrOne(fc.record({ destination_arn: logDestination, format: optional(fc.string()) })),
      canary_settings: noneOrOne(
        fc.record(
          {
            deployment_id: optional(fc.string()),
            percent_traffic: optional(fc.double({ min: 0, max: 100, noNaN: true })),
            stage_variable_overrides: optional(texts),
            use_stage_cache: optional(fc.boolean()),
          },
          { requiredKeys: ['percent_traffic'] },
        ),
      ),
      tags: optional(tags),
      tags_all: optional(tags),
    },
    { requiredKeys: [] },
  )
  .map((attributes): StageAttributes => new Map(Object.entries(attributes)));

describe('a stage that is as its state has it', () => {
  it.each(cases)('is in sync, in the recorded case %s', (name) => {
    const text = readFileSync(`test/fixtures/corpus/${name}/state.json`, 'utf8');
    const { instances } = parseStateFile(text, new Set([stage.type]));
    const differences = instances.map(({ attributes }) => differencesOf(attributes, expandStage(attributes)));
    expect(differences.length).toBeGreaterThan(0);
    expect(differences.flat()).toEqual([]);
  });

  it('is in sync for any attributes', () => {
    fc.assert(
      fc.property(generated, (attributes) => {
        expect(differencesOf(attributes, expandStage(attributes))).toEqual([]);
      }),
    );
  });

  it('is in sync however the state spells what is not set', () => {
    fc.assert(
      fc.property(generated, fc.infiniteStream(fc.constantFrom(null, '', {}, [])), (attributes, spellings) => {
        const spelt = new Map([...attributes].map(([key, value]) => [key, respell(value, spellings)]));
        expect(differencesOf(spelt, expandStage(attributes))).toEqual([]);
      }),
    );
  });

  it('is in sync in the flat spelling of Terraform 0.11, where every leaf is a text', () => {
    fc.assert(
      fc.property(generated, (attributes) => {
        const flat = new Map([...attributes].map(([key, value]) => [key, asTexts(value)]));
        expect(differencesOf(flat, expandStage(attributes))).toEqual([]);
      }),
    );
  });
});

describe('one leaf that is changed on the stage', () => {
  it('is exactly one difference, at that leaf', () => {
    fc.assert(
      fc.property(generated, fc.nat(), (attributes, pick) => {
        const live = expandStage(attributes);
        const changes = possibleChanges(attributes, live);
        const change = changes[pick % Math.max(changes.length, 1)];
        fc.pre(change !== undefined);
        const differences = differencesOf(attributes, { ...live, ...change.members });
        expect(differences.map(({ path }) => path)).toEqual([change.path]);
      }),
    );
  });
});

describe('whatever a state holds', () => {
  it('is compared, or refused with an AttributeError', () => {
    const anything = fc.oneof(fc.anything(), fc.jsonValue(), fc.array(fc.dictionary(fc.string(), fc.anything())));
    const names = [...stageSettings.map((setting) => setting.name), 'tags_all'];
    const attributes = fc.array(fc.tuple(fc.constantFrom(...names), anything)).map((entries) => new Map(entries));
    fc.assert(
      fc.property(attributes, generated.map(expandStage), (hostile, live) => {
        expect(['compared', 'refused']).toContain(outcome(hostile, live));
      }),
      { numRuns: 300 },
    );
  });
});

function differencesOf(attributes: StageAttributes, live: LiveStage): PropertyDifference[] {
  return compareSettings(stageSettings, attributes, { ...live, webAclAssociated: false });
}

function outcome(attributes: StageAttributes, live: LiveStage): string {
  try {
    differencesOf(attributes, live);
    return 'compared';
  } catch (error) {
    return error instanceof AttributeError ? 'refused' : String(error);
  }
}

/** Spells in another way whatever is not set, at the top and in blocks; what is under a name of a map stays. */
function respell(value: unknown, spellings: Iterator<unknown>): unknown {
  const isUnset = value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
  if (isUnset) return spellings.next().value;
  if (!Array.isArray(value)) return value;
  return value.map((block: object) =>
    Object.fromEntries(Object.entries(block).map(([field, entry]) => [field, respell(entry, spellings)])),
  );
}

function asTexts(value: unknown): unknown {
  if (value === null) return null;
  if (Array.isArray(value)) return value.map(asTexts);
  if (typeof value !== 'object') return String(value);
  return Object.fromEntries(Object.entries(value).map(([field, entry]) => [field, asTexts(entry)]));
}

interface Change {
  readonly path: PropertyDifference['path'];
  readonly members: Partial<LiveStage>;
}

/** Every change of one leaf that the state can know of. */
function possibleChanges(attributes: StageAttributes, live: LiveStage): Change[] {
  const { accessLogSettings: logs, canarySettings: canary } = live;
  const inCanary = Object.keys(Object(listOf(attributes.get('canary_settings'))[0]));
  const changes: Change[] = [
    { path: ['deployment_id'], members: { deploymentId: `${live.deploymentId}x` } },
    { path: ['description'], members: { description: `${live.description}x` } },
    { path: ['documentation_version'], members: { documentationVersion: `${live.documentationVersion}x` } },
    { path: ['client_certificate_id'], members: { clientCertificateId: `${live.clientCertificateId}x` } },
    { path: ['web_acl_arn'], members: { webAclArn: `${live.webAclArn}x` } },
    { path: ['xray_tracing_enabled'], members: { tracingEnabled: !live.tracingEnabled } },
    { path: ['cache_cluster_enabled'], members: { cacheClusterEnabled: !live.cacheClusterEnabled } },
    ...(live.cacheClusterEnabled
      ? [{ path: ['cache_cluster_size'], members: { cacheClusterSize: `${live.cacheClusterSize}x` } }]
      : []),
    ...changesOf(live.variables).map(([key, variables]) => ({ path: ['variables', key], members: { variables } })),
    ...changesOf(live.tags).map(([key, changed]) => ({ path: ['tags', key], members: { tags: changed } })),
  ];
  if (logs !== null) {
    const destinationArn = `${logs.destinationArn}x`;
    changes.push(
      {
        path: ['access_log_settings', 0, 'destination_arn'],
        members: { accessLogSettings: { ...logs, destinationArn } },
      },
      {
        path: ['access_log_settings', 0, 'format'],
        members: { accessLogSettings: { ...logs, format: `${logs.format}x` } },
      },
    );
  }
  if (canary !== null) {
    const inBlock = (field: string, members: Partial<typeof canary>): Change[] =>
      inCanary.includes(field)
        ? [{ path: ['canary_settings', 0, field], members: { canarySettings: { ...canary, ...members } } }]
        : [];
    changes.push(
      ...inBlock('deployment_id', { deploymentId: `${canary.deploymentId}x` }),
      ...inBlock('percent_traffic', { percentTraffic: canary.percentTraffic + 1 }),
      ...inBlock('use_stage_cache', { useStageCache: !canary.useStageCache }),
      ...changesOf(canary.stageVariableOverrides).flatMap(([key, stageVariableOverrides]) =>
        inBlock('stage_variable_overrides', { stageVariableOverrides }).map(({ path, members }) => ({
          path: [...path, key],
          members,
        })),
      ),
    );
  }
  const known = (setting: unknown) =>
    attributes.has(setting === 'tags' && attributes.has('tags_all') ? 'tags_all' : String(setting));
  return changes.filter(({ path }) => known(path[0]));
}

/** Each entry changed, each entry gone, and an entry added. */
function changesOf(entries: ReadonlyMap<string, string>): [string, ReadonlyMap<string, string>][] {
  const without = (gone: string) => new Map([...entries].filter(([key]) => key !== gone));
  return [
    ...[...entries].map(([key, value]): [string, Map<string, string>] => [key, new Map(entries).set(key, `${value}x`)]),
    ...[...entries.keys()].map((key): [string, Map<string, string>] => [key, without(key)]),
    ['a name like no other', new Map(entries).set('a name like no other', '')],
  ];
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

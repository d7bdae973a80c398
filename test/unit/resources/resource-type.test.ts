import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PropertyDifference } from '../../../lib/comparison.ts';
import { AttributeError, flag, text } from '../../../lib/resources/attribute.ts';
import type { LiveStage } from '../../../lib/resources/live-stage.ts';
import { compareSettings, pathInReport, type Setting } from '../../../lib/resources/resource-type.ts';
import { stage } from '../../../lib/resources/stage.ts';
import { parseStateFile } from '../../../lib/terraform/state-file.ts';
import { liveStage } from '../live-stage-builder.ts';

describe('a table of settings', () => {
  const description: Setting = { name: 'description', type: text, actual: (live) => live.description || null };
  const tracing: Setting = { name: 'tracing', type: flag, actual: (live) => live.tracingEnabled };

  it('is compared row by row, in the order of the rows', () => {
    const attributes = new Map<string, unknown>([
      ['tracing', true],
      ['description', 'a'],
      ['unknown', 1],
    ]);
    expect(compareSettings([description, tracing], attributes, liveStage({ description: 'b' }))).toEqual([
      { path: ['description'], differenceType: 'NOT_EQUAL', expected: 'a', actual: 'b' },
      { path: ['tracing'], differenceType: 'NOT_EQUAL', expected: true, actual: false },
    ]);
  });

  it('leaves out a setting whose key the state does not have', () => {
    expect(compareSettings([description], new Map(), liveStage({ description: 'b' }))).toEqual([]);
  });

  it('compares a setting whose key the state has with null', () => {
    expect(compareSettings([description], new Map([['description', null]]), liveStage({ description: 'b' }))).toEqual([
      { path: ['description'], differenceType: 'ADD', expected: null, actual: 'b' },
    ]);
  });

  it('takes the first of the attributes that the state has', () => {
    const setting = { ...description, attributes: ['description_all', 'description'] };
    const both = new Map([
      ['description', 'a'],
      ['description_all', 'b'],
    ]);
    expect(compareSettings([setting], both, liveStage({ description: 'b' }))).toEqual([]);
    expect(compareSettings([setting], new Map([['description', 'b']]), liveStage({ description: 'b' }))).toEqual([]);
  });

  it.each([
    [true, 1],
    [false, 0],
  ])('compares a setting that counts on the live stage (%j) and no other', (counts, count) => {
    const setting = { ...description, counts: () => counts };
    expect(compareSettings([setting], new Map([['description', 'a']]), liveStage())).toHaveLength(count);
  });

  it('names the attribute in the error where the state holds something else', () => {
    const setting = { ...tracing, attributes: ['tracing_all', 'tracing'] };
    expect(() => compareSettings([setting], new Map([['tracing_all', 7]]), liveStage())).toThrow(
      new AttributeError('its attribute tracing_all is a number in the state, where the provider writes true or false'),
    );
  });
});

describe('a path of the state', () => {
  it('is the path in the report where the setting has the name of the attribute', () => {
    expect(pathInReport(stage.settings, ['variables', 'DB_URL'])).toEqual(['variables', 'DB_URL']);
  });

  it('has the name of the setting where the attribute is called otherwise', () => {
    expect(pathInReport(stage.settings, ['tags_all', 'Owner'])).toEqual(['tags', 'Owner']);
    expect(pathInReport(stage.settings, ['tags', 'Owner'])).toEqual(['tags', 'Owner']);
  });

  it.each([[['invoke_url']], [['tag', 'x']], [[]]])('stays as it is where no setting has it: %j', (path) => {
    expect(pathInReport(stage.settings, path)).toEqual(path);
  });
});

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
    const differences = instances.map(({ attributes }) =>
      compareSettings(stage.settings, attributes, expandStage(attributes)),
    );
    expect(differences.length).toBeGreaterThan(0);
    expect(differences.flat()).toEqual([]);
  });

  it('is in sync for any attributes', () => {
    fc.assert(
      fc.property(generated, (attributes) => {
        expect(compareSettings(stage.settings, attributes, expandStage(attributes))).toEqual([]);
      }),
    );
  });

  it('is in sync however the state spells what is not set', () => {
    fc.assert(
      fc.property(generated, fc.infiniteStream(fc.constantFrom(null, '', {}, [])), (attributes, spellings) => {
        const spelt = new Map([...attributes].map(([key, value]) => [key, respell(value, spellings)]));
        expect(compareSettings(stage.settings, spelt, expandStage(attributes))).toEqual([]);
      }),
    );
  });

  it('is in sync in the flat spelling of Terraform 0.11, where every leaf is a text', () => {
    fc.assert(
      fc.property(generated, (attributes) => {
        const flat = new Map([...attributes].map(([key, value]) => [key, asTexts(value)]));
        expect(compareSettings(stage.settings, flat, expandStage(attributes))).toEqual([]);
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
        const differences = compareSettings(stage.settings, attributes, { ...live, ...change.members });
        expect(differences.map(({ path }) => path)).toEqual([change.path]);
      }),
    );
  });
});

describe('whatever a state holds', () => {
  it('is compared, or refused with an AttributeError', () => {
    const anything = fc.oneof(fc.anything(), fc.jsonValue(), fc.array(fc.dictionary(fc.string(), fc.anything())));
    const names = [...stage.settings.map((setting) => setting.name), 'tags_all'];
    const attributes = fc.array(fc.tuple(fc.constantFrom(...names), anything)).map((entries) => new Map(entries));
    fc.assert(
      fc.property(attributes, generated.map(expandStage), (hostile, live) => {
        expect(['compared', 'refused']).toContain(outcome(hostile, live));
      }),
      { numRuns: 1_000 },
    );
  });
});

function outcome(attributes: StageAttributes, live: LiveStage): string {
  try {
    compareSettings(stage.settings, attributes, live);
    return 'compared';
  } catch (error) {
    return error instanceof AttributeError ? 'refused' : String(error);
  }
}

/** Spells anew whatever is not set, at the top and in blocks; what is under a name of a map stays. */
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

/** Attributes of a stage, of the types that the provider writes. */
type StageAttributes = ReadonlyMap<string, unknown>;

/**
 * The way back from a state to API Gateway: the stage that Terraform would find in sync with these attributes.
 * It leans on nothing of lib/resources, so that it can disagree.
 */
function expandStage(attributes: StageAttributes): LiveStage {
  const text = (name: string) => String(attributes.get(name) ?? '');
  const block = (name: string): Record<string, unknown> | undefined => {
    const list = attributes.get(name);
    return Array.isArray(list) ? list[0] : undefined;
  };
  const logs = block('access_log_settings');
  const canary = block('canary_settings');
  return liveStage({
    stageName: text('stage_name'),
    deploymentId: text('deployment_id'),
    clientCertificateId: text('client_certificate_id'),
    description: text('description'),
    cacheClusterEnabled: text('cache_cluster_enabled') === 'true',
    cacheClusterSize: text('cache_cluster_size'),
    variables: expandTexts(attributes.get('variables')),
    documentationVersion: text('documentation_version'),
    accessLogSettings: logs === undefined ? null : expandLogs(logs),
    canarySettings: canary === undefined ? null : expandCanary(canary),
    tracingEnabled: text('xray_tracing_enabled') === 'true',
    webAclArn: text('web_acl_arn'),
    tags: expandTexts(attributes.has('tags_all') ? attributes.get('tags_all') : attributes.get('tags')),
  });
}

function expandLogs({ destination_arn, format }: Record<string, unknown>): LiveStage['accessLogSettings'] {
  return { destinationArn: String(destination_arn ?? ''), format: String(format ?? '') };
}

function expandCanary(block: Record<string, unknown>): LiveStage['canarySettings'] {
  const { deployment_id, percent_traffic, stage_variable_overrides, use_stage_cache } = block;
  return {
    deploymentId: String(deployment_id ?? ''),
    percentTraffic: Number(percent_traffic ?? 0),
    stageVariableOverrides: expandTexts(stage_variable_overrides),
    useStageCache: String(use_stage_cache) === 'true',
  };
}

function expandTexts(value: unknown): ReadonlyMap<string, string> {
  return new Map(Object.entries(value ?? {}).map(([key, entry]) => [key, String(entry ?? '')]));
}

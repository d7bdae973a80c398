import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { methodPaths, methodSettingsArguments } from './method-settings-arguments.ts';
import type { Arguments, Place, Places } from './place.ts';
import type { Random } from './random.ts';
import { type Abilities, defaultTags, stageArguments } from './stage-arguments.ts';
import { expression, keyedResource, literal, numberedResource } from './terraform-json.ts';

/** A configuration of stages and method settings, file by file. */
export type Configuration = Readonly<Record<string, unknown>>;

interface StageWithSettings {
  readonly stage: Arguments;
  readonly settings: readonly Arguments[];
}

/** Keys that Terraform has to quote, and that an address must be put together from nevertheless. */
const awkwardKeys = [
  'plain',
  'eu/west',
  'a.b',
  'say "hi"',
  'back\\slash',
  'ключ',
  '日本',
  'with blank',
  `\${x}`,
  '%{y}',
  '[0]',
  "it's",
  '0',
];

const terraform = { required_providers: { aws: { source: 'hashicorp/aws' } } };
const stageType = 'aws_api_gateway_stage';
const settingsType = 'aws_api_gateway_method_settings';
const collections = ['keyed', 'numbered'] as const;

/**
 * Spreads stages over every way in which Terraform can have several of them: one block each, `count`, `for_each`, and
 * the same in modules that are themselves there once, counted, keyed, nested, or in another region.
 */
export function configuration(random: Random, places: Places, count: number, abilities: Abilities): Configuration {
  let made = 0;
  const stages = (of: readonly [Place, ...Place[]], share: number): readonly StageWithSettings[] =>
    Array.from({ length: Math.max(2, Math.round(count * share)) }, () => {
      made += 1;
      const stage = stageArguments(random, random.pick(of), random.pick([`s${made}`, `Stage-${made}_x`]), abilities);
      const paths = methodPaths(random, random.pick([0, 1, 1, 1, 2]), abilities);
      return { stage, settings: paths.map((path) => methodSettingsArguments(random, stage, path, abilities)) };
    });
  const { home, abroad } = places;
  const moduleOf = (share: number, from = home) => inputs(stages(from, share));
  return {
    'singles.tf.json': { resource: singles(stages(home, 0.3)) },
    'collections.tf.json': { locals: literal(moduleOf(0.25)), resource: collectionResources('local') },
    'modules.tf.json': {
      locals: literal({ counted: [moduleOf(0.06), moduleOf(0.06)], by_key: modulesByKey(() => moduleOf(0.02)) }),
      module: {
        once: { source: './stages', ...inputsOf(literal(moduleOf(0.1))) },
        counted: { source: './stages', count: 2, ...inputsFrom('local.counted[count.index]') },
        by_key: { source: './stages', for_each: expression('local.by_key'), ...inputsFrom('each.value') },
        outer: { source: './outer', modules: literal(modulesByKey(() => moduleOf(0.02), 3)) },
        abroad: { source: './stages', providers: { aws: 'aws.abroad' }, ...inputsOf(literal(moduleOf(0.07, abroad))) },
      },
    },
    'outer/main.tf.json': {
      terraform,
      variable: { modules: { type: 'any' } },
      module: { inner: { source: '../stages', for_each: expression('var.modules'), ...inputsFrom('each.value') } },
    },
    'stages/main.tf.json': {
      terraform,
      variable: Object.fromEntries(Object.keys(inputs([])).map((name) => [name, { type: 'any' }])),
      resource: collectionResources('var'),
    },
  };
}

/** @returns the file that names the provider, and the settings with which it calls nothing but the given endpoint */
export function providerFile(endpoint: string, regions: { readonly home: string; readonly abroad: string }): unknown {
  const provider = (region: string) => ({
    region,
    access_key: 'local',
    secret_key: 'local',
    skip_credentials_validation: true,
    skip_metadata_api_check: true,
    skip_region_validation: true,
    endpoints: [{ apigateway: endpoint, sts: endpoint, iam: endpoint }],
    default_tags: [{ tags: defaultTags }],
  });
  return {
    terraform,
    provider: { aws: [provider(regions.home), { alias: 'abroad', ...provider(regions.abroad) }] },
  };
}

/** Writes the files into a folder. */
export async function writeConfiguration(folder: string, files: Configuration): Promise<void> {
  await Promise.all(['outer', 'stages'].map((name) => mkdir(join(folder, name), { recursive: true })));
  await Promise.all(
    Object.entries(files).map(([name, content]) => writeFile(join(folder, name), JSON.stringify(content, null, 1))),
  );
}

function singles(stages: readonly StageWithSettings[]): Arguments {
  const single = stages.map(({ stage, settings }, index) => ({ name: `single_${index}`, stage, settings }));
  return {
    [stageType]: Object.fromEntries(
      single.map(({ name, stage }, index) => [
        name,
        { ...argumentsOf(stage), ...(index % 7 === 0 && ignoringChanges) },
      ]),
    ),
    [settingsType]: Object.fromEntries(
      single.flatMap(({ name, settings }) =>
        settings.map((one, index) => [
          `${name}_${index}`,
          { ...argumentsOf(one), depends_on: [`${stageType}.${name}`] },
        ]),
      ),
    ),
  };
}

/** What Terraform would not repair is drift all the same. */
const ignoringChanges = { lifecycle: { ignore_changes: ['description', 'deployment_id', 'variables', 'tags'] } };

function argumentsOf(all: Arguments): Arguments {
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, literal(value)]));
}

/** Stages and method settings as the collections `keyed` and `numbered` and the like of the settings. */
function inputs(stages: readonly StageWithSettings[]): Arguments {
  const half = Math.ceil(stages.length / 2);
  const keyed = stages.slice(0, half);
  const numbered = stages.slice(half);
  const settings = (of: readonly StageWithSettings[]) => of.flatMap((one) => one.settings);
  return {
    keyed: byKey(keyed.map(({ stage }) => stage)),
    numbered: numbered.map(({ stage }) => stage),
    keyed_settings: byKey(settings(keyed)),
    numbered_settings: settings(numbered),
  };
}

function inputsOf(values: unknown): object {
  return typeof values === 'object' && values !== null ? values : {};
}

function inputsFrom(source: string): Arguments {
  return Object.fromEntries(Object.keys(inputs([])).map((name) => [name, expression(`${source}.${name}`)]));
}

function byKey<Item>(items: readonly Item[]): Record<string, Item> {
  return Object.fromEntries(
    items.map((item, index) => {
      const round = Math.floor(index / awkwardKeys.length);
      return [`${awkwardKeys[index % awkwardKeys.length]}${round === 0 ? '' : ` ${round}`}`, item];
    }),
  );
}

function modulesByKey(make: () => Arguments, count = 5): Record<string, Arguments> {
  return byKey(Array.from({ length: count }, make));
}

function collectionResources(scope: 'local' | 'var'): Arguments {
  const depends_on = collections.map((name) => `${stageType}.${name}`);
  return {
    [stageType]: {
      keyed: keyedResource(stageType, `${scope}.keyed`),
      numbered: numberedResource(stageType, `${scope}.numbered`),
    },
    [settingsType]: {
      keyed: { ...keyedResource(settingsType, `${scope}.keyed_settings`), depends_on },
      numbered: { ...numberedResource(settingsType, `${scope}.numbered_settings`), depends_on },
    },
  };
}

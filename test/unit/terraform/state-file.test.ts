import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { LiveStage } from '../../../lib/resources/rest-api/live-stage.ts';
import { stageSettings } from '../../../lib/resources/rest-api/stage.ts';
import { compareSettings } from '../../../lib/resources/setting.ts';
import { readStateFile, type StateFile } from '../../../lib/terraform/state-file.ts';

import { UnusableStateError } from '../../../lib/terraform/unusable-state.ts';
import { parseStateFile } from '../../parse-state-file.ts';
import { fixture, instance, instanceText, resource, stageAttributes, stageType, stateText } from './state-builder.ts';

const secret = 'hunter2';
const withSecret = { password: secret };

function parsed(text: string): StateFile {
  return parseStateFile(text, stageType);
}

function addresses(text: string): string[] {
  return parsed(text).instances.map(({ address }) => address);
}

function refusalOf(text: string): unknown {
  try {
    return parsed(text);
  } catch (error) {
    return error;
  }
}

describe('what a state holds', () => {
  it('is its lineage, serial, version of Terraform and instances', () => {
    expect(parsed(stateText())).toEqual({
      lineage: '3dfedeb7-0b90-e56a-660f-61535c4c4ae8',
      serial: 7,
      terraformVersion: '1.11.4',
      instances: [
        {
          address: 'aws_api_gateway_stage.this',
          type: 'aws_api_gateway_stage',
          attributes: new Map(Object.entries(stageAttributes)),
          sensitivePaths: [],
        },
      ],
    });
  });

  it.each([
    ['missing', undefined],
    ['null', null],
  ])('is empty or 0 where it is %s', (_, value) => {
    expect(parsed(stateText({ terraform_version: value, serial: value, lineage: value }))).toMatchObject({
      terraformVersion: '',
      serial: 0,
      lineage: '',
      instances: [{ address: 'aws_api_gateway_stage.this' }],
    });
  });

  it('is the same behind a byte order mark', () => {
    expect(parsed(`\uFEFF${stateText()}`)).toEqual(parsed(stateText()));
  });

  it('is no instance where the state has no resources', () => {
    expect(parsed(stateText({ resources: [] })).instances).toEqual([]);
  });

  it('is no instance where the state has no stages', () => {
    expect(parsed(fixture('addresses/state.json'))).toMatchObject({ serial: 84, instances: [] });
  });

  it('is no instance where a resource has none', () => {
    expect(addresses(stateText({ resources: [resource({ instances: [] })] }))).toEqual([]);
  });

  it.each(readdirSync(new URL('../../fixtures/corpus', import.meta.url)))(
    'is every stage that the state of %s has, with its attributes',
    (name) => {
      const text = fixture(`corpus/${name}/state.json`);

      const { instances } = parsed(text);

      expect(instances.map(({ attributes }) => Object.fromEntries(attributes))).toEqual(stagesOf(JSON.parse(text)));
      expect(instances.every(({ attributes }) => attributes.has('rest_api_id'))).toBe(true);
    },
  );

  it('has the addresses of modules, counts and keys of a real state', () => {
    expect(addresses(fixture('corpus/mod-for-each-drift/state.json'))).toEqual(
      expect.arrayContaining([
        'aws_api_gateway_stage.root',
        'module.child.aws_api_gateway_stage.counted[1]',
        expect.stringMatching(/^module\.outer\.module\.inner\["y\.z"\]\.aws_api_gateway_stage\.each\[".+"\]$/),
      ]),
    );
  });
});

describe('a state of an unusual shape', () => {
  it('has all instances of a resource, however many there are', () => {
    const instances = Array.from({ length: 150_000 }, (_, index_key) => ({ index_key, attributes: {} }));
    expect(parsed(stateText({ resources: [resource({ instances })] })).instances).toHaveLength(150_000);
  });

  it('is refused where it is nested deeper than any that Terraform writes', () => {
    const nested = (levels: number) =>
      stateText().replace('"LOG_LEVEL":"info"', `"LOG_LEVEL":${'['.repeat(levels)}${']'.repeat(levels)}`);
    expect(parsed(nested(100)).instances).toHaveLength(1);
    expect(refusalOf(nested(5_000))).toEqual(new UnusableStateError('it is nested more than 256 levels deep'));
  });
});

describe('names that Terraform could not have written', () => {
  it.each([
    ['name', resourceText({ name: "x'; touch pwned #" })],
    ['name', resourceText({ name: `$${'{jsonencode(terraform)}'}` })],
    ['name', resourceText({ name: '' })],
    ['name', resourceText({ name: 'x'.repeat(1_025) })],
    ['module', resourceText({ module: 'module.a\nresource "y" "z" {}' })],
    ['module', resourceText({ module: "module.a['x']" })],
    ['module', resourceText({ module: 'module.a["x' })],
    ['module', resourceText({ module: 'data.a' })],
  ])('are refused, since commands and configurations are made of them: %s %#', (member, text) => {
    expect(refusalOf(text)).toEqual(
      new UnusableStateError(`it is not a state Terraform wrote: resources[0].${member} is no ${member} of Terraform`),
    );
  });

  it.each([
    ['name', resourceText({ name: 'tfer--owav8u29i4-002F-dev' })],
    ['name', resourceText({ name: 'größe_状態' })],
    ['name', resourceText({ name: '0_old' })],
    ['module', resourceText({ module: 'module.a["y.z [\\"] $${x}"].module.b[0].module.c-d' })],
  ])('are no other: %s %#', (_, text) => {
    expect(parsed(text).instances).toHaveLength(1);
  });
});

describe('a state that comes in pieces', () => {
  async function* piecesOf(text: string, bytes: number): AsyncGenerator<Uint8Array> {
    const whole = Buffer.from(text);
    for (let at = 0; at < whole.length; at += bytes) yield whole.subarray(at, at + bytes);
  }

  it.each([1, 2, 3, 7, 64, 10_000])('of %i bytes is the same as in one piece', async (bytes) => {
    const texts = [
      fixture('corpus/mod-for-each-drift/state.json'),
      `\uFEFF${stateText({ lineage: 'größe 状態 🙂' })}`,
      instanceText({ attributes: { description: '🙂'.repeat(20) } }),
    ];
    for (const text of texts) {
      expect(await readStateFile(piecesOf(text, bytes), stageType)).toEqual(parsed(text));
    }
  });

  it.each([
    ['a plan file', 'PK\u0003\u0004tfplan', 'it is a plan or another archive, not a state'],
    [
      'a state behind the line of the wrapper of setup-terraform',
      `[command]/home/runner/terraform-bin state pull\n${stateText(withSecret)}`,
      'it begins with a line of the wrapper of setup-terraform',
    ],
  ])('that is %s is refused with what it is and what to run', async (_, text, reason) => {
    for (const bytes of [1, 10_000]) {
      await expect(readStateFile(piecesOf(text, bytes), stageType)).rejects.toThrow(UnusableStateError);
      await expect(readStateFile(piecesOf(text, bytes), stageType)).rejects.toThrow(reason);
    }
  });

  it.each(['utf16le', 'utf-16be'])('of %s, as PowerShell writes it, is the same as of UTF-8', async (encoding) => {
    const text = stateText({ lineage: 'größe 状態 🙂' });
    const littleEndian = Buffer.from(`\uFEFF${text}`, 'utf16le');
    const bytes = encoding === 'utf16le' ? littleEndian : Buffer.from(littleEndian).swap16();
    async function* pieces(size: number): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    }

    expect(await readStateFile(pieces(1), stageType)).toEqual(parsed(text));
    expect(await readStateFile(pieces(10_000), stageType)).toEqual(parsed(text));
  });

  it.each([
    ['', 'it is empty'],
    [' \n', 'it is empty'],
    [stateText().slice(0, -1), `its JSON ends too early (after ${stateText().length - 1} characters)`],
    ['{"version": 4, "ü": 1 "b": 2}', 'it is not JSON'],
  ])('that is %j is refused as in one piece', async (text, reason) => {
    await expect(readStateFile(piecesOf(text, 3), stageType)).rejects.toThrow(UnusableStateError);
    await expect(readStateFile(piecesOf(text, 3), stageType)).rejects.toThrow(reason);
    expect(refusalOf(text)).toMatchObject({ message: expect.stringContaining(reason) });
  });

  it('fails as the pieces fail', async () => {
    const failure = new Error('the connection broke');
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('{"version": 4');
      throw failure;
    }

    await expect(readStateFile(broken(), stageType)).rejects.toBe(failure);
  });

  it('is refused where more is in one piece than can be held', async () => {
    const mebibyte = Buffer.alloc(1024 * 1024, 0x20);
    let sent = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('{"version": 4, "outputs": {"one": "');
      for (;;) {
        sent += 1;
        yield mebibyte;
      }
    }

    await expect(readStateFile(endless(), stageType)).rejects.toThrow(
      'it has more than 33554432 characters in one instance or outside its resources, and this program cannot hold so many',
    );
    expect(sent).toBe(32);
  });

  it('may be larger than what can be held, if no part of it is', async () => {
    const mebibyte = 'x'.repeat(1024 * 1024);
    const large = { mode: 'managed', type: 'aws_s3_object', name: 'large', instances: [{ attributes: { a: '' } }] };
    async function* parts(outputs: number, instances: number): AsyncGenerator<Uint8Array> {
      const [before, after] = stateText({ outputs: { a: '' }, resources: [] }).split('"a":""');
      const [start, end] = JSON.stringify(large).split('"a":""');
      yield Buffer.from(`${before}"a":"`);
      for (let index = 0; index < outputs; index += 1) yield Buffer.from(mebibyte);
      yield Buffer.from(`"${after?.slice(0, after.indexOf('[') + 1)}`);
      for (let index = 0; index < instances; index += 1) {
        yield Buffer.from(`${start}"a":"`);
        for (let sent = 0; sent < 9; sent += 1) yield Buffer.from(mebibyte);
        yield Buffer.from(`"${end},`);
      }
      yield Buffer.from(`${JSON.stringify(resource())}]}`);
    }

    expect((await readStateFile(parts(20, 3), stageType)).instances).toHaveLength(1);
    await expect(readStateFile(parts(24, 1), stageType)).rejects.toThrow('more than 33554432 characters');
  });
});

describe('what Terraform never writes', () => {
  const orders = resource({ name: 'orders' });

  it('is a list of resources that stands there twice: the last counts', () => {
    const text = stateText({ resources: [orders] }).replace('{', '{"resources":[{"mode":"managed","type":5}],');

    expect(addresses(text)).toEqual(['aws_api_gateway_stage.orders']);
  });

  it('is a type after the instances, which counts all the same', () => {
    const { type, ...others } = orders as { type: string };

    expect(addresses(stateText({ resources: [{ ...others, type }] }))).toEqual(['aws_api_gateway_stage.orders']);
  });

  it('is a second type after the instances, which nobody can make sense of', () => {
    const text = stateText({ resources: [{ ...orders, type: 'other', last: 0 }] });
    const changed = text.replace('"last":0', '"type":"aws_api_gateway_stage"');

    expect(refusalOf(changed)).toMatchObject({
      message: 'it is not a state Terraform wrote: resources[0] has two types',
    });
  });
});

function stagesOf(state: { resources: { type: string; instances: { attributes: unknown }[] }[] }): unknown[] {
  return state.resources
    .filter(({ type }) => type === 'aws_api_gateway_stage')
    .flatMap(({ instances }) => instances.map(({ attributes }) => attributes));
}

describe('which instances count', () => {
  it('are those of the types that were asked for', () => {
    const text = stateText({ resources: [resource(), resource({ type: 'aws_api_gateway_rest_api', name: 'api' })] });

    expect(addresses(text)).toEqual(['aws_api_gateway_stage.this']);
    expect(parseStateFile(text, new Set(['aws_api_gateway_rest_api'])).instances).toMatchObject([
      { address: 'aws_api_gateway_rest_api.api', type: 'aws_api_gateway_rest_api' },
    ]);
    expect(parseStateFile(text, new Set()).instances).toEqual([]);
  });

  it('are no data sources', () => {
    expect(addresses(stateText({ resources: [resource({ mode: 'data' })] }))).toEqual([]);
  });

  it('are no deposed objects, which wait for their deletion', () => {
    const instances = [instance(), instance({ deposed: '00000001' }), instance({ deposed: '00000002' })];

    expect(addresses(stateText({ resources: [resource({ instances })] }))).toEqual(['aws_api_gateway_stage.this']);
  });

  it.each(['', null])('are those whose deposed key is %j', (deposed) => {
    expect(addresses(instanceText({ deposed }))).toEqual(['aws_api_gateway_stage.this']);
  });

  it('are tainted ones too, since they are live until they are replaced', () => {
    expect(addresses(instanceText({ status: 'tainted' }))).toEqual(['aws_api_gateway_stage.this']);
  });

  it('are those whose provider stands on the instance, as OpenTofu 1.13 writes it', () => {
    const provider = 'provider["registry.opentofu.org/hashicorp/aws"].eu';
    const text = stateText({ resources: [resource({ provider: undefined, instances: [instance({ provider })] })] });

    expect(addresses(text)).toEqual(['aws_api_gateway_stage.this']);
  });

  it('have the key of count and for_each in their address', () => {
    const instances = [0, 10, 'eu', ''].map((index_key) => instance({ index_key }));

    expect(addresses(stateText({ resources: [resource({ module: 'module.api["a.b"]', instances })] }))).toEqual([
      'module.api["a.b"].aws_api_gateway_stage.this[0]',
      'module.api["a.b"].aws_api_gateway_stage.this[10]',
      'module.api["a.b"].aws_api_gateway_stage.this["eu"]',
      'module.api["a.b"].aws_api_gateway_stage.this[""]',
    ]);
  });

  it('have no key where it is null, nor a module where it is null', () => {
    const instances = [instance({ index_key: null })];

    expect(addresses(stateText({ resources: [resource({ module: null, instances })] }))).toEqual([
      'aws_api_gateway_stage.this',
    ]);
  });

  it('may have one address in common with a data source', () => {
    expect(addresses(stateText({ resources: [resource({ mode: 'data' }), resource()] }))).toHaveLength(1);
  });
});

describe('attributes', () => {
  it.each([
    ['missing', undefined],
    ['null', null],
  ])('are none where both forms are %s', (_, value) => {
    expect(parsed(instanceText({ attributes: value, attributes_flat: value })).instances).toMatchObject([
      { address: 'aws_api_gateway_stage.this', attributes: new Map() },
    ]);
  });

  it('may have any name, without harm to the objects of this program', () => {
    const names =
      '{"__proto__":{"polluted":1},"constructor":"c","toString":null,"variables":{"__proto__":"p","constructor":"c","toString":"t"}}';

    const [found] = parsed(stateText().replace(JSON.stringify(stageAttributes), names)).instances;

    expect([...(found?.attributes.keys() ?? [])]).toEqual(['__proto__', 'constructor', 'toString', 'variables']);
    expect(found?.attributes.get('__proto__')).toEqual({ polluted: 1 });
    expect(Object.entries(Object(found?.attributes.get('variables')))).toEqual([
      ['__proto__', 'p'],
      ['constructor', 'c'],
      ['toString', 't'],
    ]);
    expect({}).not.toHaveProperty('polluted');
  });

  it.each([
    ['as it is', '\uFEFF'],
    ['escaped', '\\ufeff'],
  ])('keep a byte order mark in texts and names, %s', (_, mark) => {
    const text = stateText().replace(JSON.stringify(stageAttributes), `{"${mark}a":"${mark}b${mark}"}`);

    expect([...(parsed(text).instances[0]?.attributes ?? [])]).toEqual([['\uFEFFa', '\uFEFFb\uFEFF']]);
  });

  it('that are sensitive are known by their paths', () => {
    const sensitive_attributes = [
      [{ type: 'get_attr', value: 'description' }],
      [
        { type: 'get_attr', value: 'variables' },
        { type: 'index', value: { value: 'DB.PASSWORD', type: 'string' } },
      ],
      [
        { type: 'get_attr', value: 'access_log_settings' },
        { type: 'index', value: { value: 0, type: 'number' } },
        { type: 'get_attr', value: 'format' },
      ],
      [],
    ];

    expect(parsed(instanceText({ sensitive_attributes })).instances[0]?.sensitivePaths).toEqual([
      ['description'],
      ['variables', 'DB.PASSWORD'],
      ['access_log_settings', 0, 'format'],
      [],
    ]);
  });

  it.each([undefined, null])('are not sensitive where the list of sensitive paths is %s', (sensitive_attributes) => {
    expect(parsed(instanceText({ sensitive_attributes })).instances[0]?.sensitivePaths).toEqual([]);
  });
});

describe('a stage that Terraform 0.11 wrote', () => {
  const attributes_flat = {
    'access_log_settings.#': '1',
    'access_log_settings.0.destination_arn': 'arn:aws:logs:eu-west-1:123456789012:log-group:access:*',
    'access_log_settings.0.format': '$context.requestId',
    arn: stageAttributes.arn,
    cache_cluster_enabled: 'false',
    cache_cluster_size: '',
    client_certificate_id: '',
    deployment_id: 'rrf0xfcmz2',
    description: 'orders',
    documentation_version: '',
    execution_arn: stageAttributes.execution_arn,
    id: 'ags-nz6fqhy5dm-prod',
    rest_api_id: 'nz6fqhy5dm',
    stage_name: 'prod',
    'tags.%': '1',
    'tags.cost.centre': '42',
    'variables.%': '0',
    xray_tracing_enabled: 'true',
  };
  const text = instanceText({ attributes: undefined, attributes_flat });
  const live: LiveStage = {
    stageName: 'prod',
    deploymentId: 'rrf0xfcmz2',
    clientCertificateId: '',
    description: 'orders',
    cacheClusterEnabled: false,
    cacheClusterSize: '',
    cacheClusterStatus: 'NOT_AVAILABLE',
    variables: new Map(),
    documentationVersion: '',
    accessLogSettings: {
      destinationArn: 'arn:aws:logs:eu-west-1:123456789012:log-group:access',
      format: '$context.requestId',
    },
    canarySettings: null,
    tracingEnabled: true,
    webAclArn: '',
    tags: new Map([['cost.centre', '42']]),
    methodSettings: new Map(),
    lastUpdatedDate: null,
  };

  function differences(actual: LiveStage) {
    return compareSettings(stageSettings, parsed(text).instances[0]?.attributes ?? new Map(), {
      ...actual,
      webAclAssociated: false,
    });
  }

  it('has its attributes in the form of today', () => {
    expect(Object.fromEntries(parsed(text).instances[0]?.attributes ?? [])).toMatchObject({
      access_log_settings: [
        {
          destination_arn: 'arn:aws:logs:eu-west-1:123456789012:log-group:access:*',
          format: '$context.requestId',
        },
      ],
      cache_cluster_enabled: 'false',
      rest_api_id: 'nz6fqhy5dm',
      tags: { 'cost.centre': '42' },
      variables: {},
    });
  });

  it('is in sync with the live stage it describes', () => {
    expect(differences(live)).toEqual([]);
  });

  it('differs from a live stage that was changed', () => {
    const changed = {
      ...live,
      description: 'changed',
      tracingEnabled: false,
      variables: new Map([['LOG_LEVEL', 'debug']]),
      tags: new Map(),
      accessLogSettings: null,
    };

    expect(differences(changed).map(({ path, differenceType }) => [path, differenceType])).toEqual([
      [['description'], 'NOT_EQUAL'],
      [['xray_tracing_enabled'], 'NOT_EQUAL'],
      [['variables', 'LOG_LEVEL'], 'ADD'],
      [['access_log_settings', 0, 'destination_arn'], 'REMOVE'],
      [['access_log_settings', 0, 'format'], 'REMOVE'],
      [['tags', 'cost.centre'], 'REMOVE'],
    ]);
  });

  it('gives way to attributes of today, where an instance has both', () => {
    const both = instanceText({ attributes: { description: 'new' }, attributes_flat: { description: 'old' } });

    expect(parsed(both).instances[0]?.attributes).toEqual(new Map([['description', 'new']]));
  });
});

/** What is wrong, the text, the sentence. Every text that can holds the secret. */
const refusals: readonly (readonly [string, string, string])[] = [
  ['an empty text', '', 'it is empty'],
  ['a blank text', ' \n\t ', 'it is empty'],
  ['a lone byte order mark', '\uFEFF', 'it is empty'],
  ['no JSON', `${secret} is the password`, 'it is not JSON'],
  ['a number that looks like a place', `position 4711${secret}`, 'it is not JSON'],
  ['a text that speaks of an end', `Unterminated ${secret}`, 'it is not JSON'],
  ['HTML', `<html>${secret}</html>`, 'it is not JSON'],
  ['something behind the JSON', `{"a":"${secret}"} trailing`, 'it is not JSON'],
  ['a missing comma', `{"a":"${secret}" "b":1}`, 'it is not JSON'],
  [
    'JSON that ends within a text',
    `{"a":"${secret}`,
    'its JSON ends too early (after 13 characters): the upload may have been cut short',
  ],
  [
    'JSON that ends behind a value',
    `{"a":"${secret}"`,
    'its JSON ends too early (after 14 characters): the upload may have been cut short',
  ],
  [
    'JSON that ends early behind a byte order mark',
    `\uFEFF{"a":"${secret}"`,
    'its JSON ends too early (after 14 characters): the upload may have been cut short',
  ],
  [
    'JSON that ends where a value is due',
    `{"a":"${secret}","b":`,
    'its JSON ends too early (after 19 characters): the upload may have been cut short',
  ],
  ['a list', JSON.stringify([secret]), 'it is JSON, but not a Terraform state (no version number)'],
  ['null', 'null', 'it is JSON, but not a Terraform state'],
  ['a number', '4', 'it is JSON, but not a Terraform state'],
  ['a text', JSON.stringify(secret), 'it is JSON, but not a Terraform state'],
  ['an empty object', '{}', 'it is JSON, but not a Terraform state (no version number)'],
  ['another object', JSON.stringify(withSecret), 'it is JSON, but not a Terraform state (no version number)'],
  [
    'version "4"',
    stateText({ ...withSecret, version: '4' }),
    'it is JSON, but not a Terraform state (no version number)',
  ],
  [
    'version null',
    stateText({ ...withSecret, version: null }),
    'it is JSON, but not a Terraform state (no version number)',
  ],
  [
    'version 3',
    JSON.stringify({ version: 3, modules: [{ path: ['root'], outputs: withSecret }] }),
    'it has state format 3, as Terraform 0.11 wrote it: run "terraform state replace-provider -- -/aws hashicorp/aws" with a newer Terraform, which writes it in format 4',
  ],
  [
    'version 3 of another tool',
    JSON.stringify({ version: 3, terraform_version: '0.12.31', modules: [] }),
    'it has state format 3, as Terraform 0.11 wrote it, but names Terraform 0.12.31, so another tool such as Terraformer made it: run "terraform state replace-provider -- -/aws hashicorp/aws" with a newer Terraform, which writes it in format 4',
  ],
  [
    'version 3 that names no version',
    JSON.stringify({ version: 3, terraform_version: `0.12.31 ${secret}`, modules: [] }),
    'it has state format 3, as Terraform 0.11 wrote it: run "terraform state replace-provider -- -/aws hashicorp/aws" with a newer Terraform, which writes it in format 4',
  ],
  [
    'the pointer to a backend in S3',
    JSON.stringify({
      version: 3,
      backend: { type: 's3', config: { bucket: 'acme-tf', key: 'orders/terraform.tfstate', access_key: secret } },
      modules: [],
    }),
    'it only says where the state is: check s3://acme-tf/orders/terraform.tfstate, or the state of your workspace below env:/ in that bucket',
  ],
  [
    'the pointer to another backend',
    JSON.stringify({ version: 3, backend: { type: 'gcs', config: { bucket: secret } } }),
    'it only says where the state is: run "terraform state pull > terraform.tfstate" and check that file',
  ],
  [
    'the pointer to a backend that is no place in S3',
    JSON.stringify({ version: 3, backend: { type: 's3', config: { bucket: `acme ${secret}`, key: 'x' } } }),
    'it only says where the state is: run "terraform state pull > terraform.tfstate" and check that file',
  ],
  [
    'the output of terraform show',
    JSON.stringify({ format_version: '1.0', terraform_version: '1.11.4', values: withSecret }),
    'it is the output of "terraform show -json": run "terraform state pull > terraform.tfstate" and check that file',
  ],
  [
    'a plan as JSON',
    JSON.stringify({ format_version: '1.2', planned_values: withSecret, resource_changes: [] }),
    'it is a plan, not a state: run "terraform state pull > terraform.tfstate" and check that file',
  ],
  [
    'version 5',
    stateText({ ...withSecret, version: 5 }),
    'it has state format 5, which is newer than the format 4 this program reads: update stagedrift',
  ],
  [
    'encryption by OpenTofu',
    JSON.stringify({
      serial: 3,
      lineage: '3dfedeb7-0b90-e56a-660f-61535c4c4ae8',
      meta: { 'key_provider.pbkdf2.main': 'eyJzYWx0Ijoi' },
      encrypted_data: secret,
      encryption_version: 'v0',
    }),
    'it is encrypted by OpenTofu, and this program has no key to read it',
  ],
  ['no resources', stateText({ ...withSecret, resources: undefined }), refused('resources is missing')],
  ['null for resources', stateText({ ...withSecret, resources: null }), refused('resources is not a list')],
  ['an object for resources', stateText({ resources: withSecret }), refused('resources is not a list')],
  ['a text for a resource', stateText({ resources: [resource(), secret] }), refused('resources[1] is not an object')],
  ['a list for a resource', stateText({ resources: [[secret]] }), refused('resources[0] is not an object')],
  [
    'a number for the version of Terraform',
    stateText({ ...withSecret, terraform_version: 1 }),
    refused('terraform_version is not a text'),
  ],
  ['a text for the serial', stateText({ serial: secret }), refused('serial is not a number')],
  ['a list for the lineage', stateText({ lineage: [secret] }), refused('lineage is not a text')],
  ['a resource without type', resourceText({ type: undefined }), refused('resources[0].type is missing')],
  ['a list for a type', resourceText({ type: [secret] }), refused('resources[0].type is not a text')],
  ['a resource without mode', resourceText({ mode: undefined }), refused('resources[0].mode is missing')],
  ['an unknown mode', resourceText({ mode: secret }), refused('resources[0].mode is neither "managed" nor "data"')],
  ['a resource without name', resourceText({ name: undefined }), refused('resources[0].name is missing')],
  ['a number for a module', resourceText({ module: 1 }), refused('resources[0].module is not a text')],
  [
    'a resource without instances',
    resourceText({ instances: undefined }),
    refused('resources[0].instances is missing'),
  ],
  ['an object for instances', resourceText({ instances: withSecret }), refused('resources[0].instances is not a list')],
  [
    'a text for an instance',
    resourceText({ instances: [secret] }),
    refused('resources[0].instances[0] is not an object'),
  ],
  [
    'a list for an instance',
    resourceText({ instances: [[secret]] }),
    refused('resources[0].instances[0] is not an object'),
  ],
  [
    'a number for a deposed key',
    instanceText({ deposed: 1 }),
    refused('resources[0].instances[0].deposed is not a text'),
  ],
  [
    'a Boolean for the key of an instance',
    instanceText({ ...withSecret, index_key: true }),
    refused('resources[0].instances[0].index_key is neither a text nor a number'),
  ],
  [
    'a list for attributes',
    instanceText({ attributes: [secret] }),
    refused('resources[0].instances[0].attributes is not an object'),
  ],
  [
    'a text for attributes',
    instanceText({ attributes: secret }),
    refused('resources[0].instances[0].attributes is not an object'),
  ],
  [
    'a list for flat attributes',
    instanceText({ attributes_flat: [secret] }),
    refused('resources[0].instances[0].attributes_flat is not an object'),
  ],
  [
    'a flat attribute that is no text',
    instanceText({ attributes_flat: { [`variables.${secret}`]: { password: secret } } }),
    refused('resources[0].instances[0].attributes_flat holds something other than texts'),
  ],
  [
    'an object for sensitive paths',
    instanceText({ sensitive_attributes: withSecret }),
    refused('resources[0].instances[0].sensitive_attributes is not a list'),
  ],
  [
    'a text for a sensitive path',
    instanceText({ sensitive_attributes: [[], secret] }),
    refused('resources[0].instances[0].sensitive_attributes[1] is not a list'),
  ],
  ...[
    secret,
    1,
    null,
    {},
    { type: secret, value: 'a' },
    { type: 'get_attr', value: 1 },
    { type: 'index', value: 0 },
  ].map(
    (step) =>
      [
        `the step ${JSON.stringify(step)} in a sensitive path`,
        instanceText({ ...withSecret, sensitive_attributes: [[{ type: 'get_attr', value: 'variables' }, step]] }),
        refused('resources[0].instances[0].sensitive_attributes[0][1] is not a step of a path'),
      ] as const,
  ),
  [
    'one address twice in a resource',
    resourceText({ instances: [instance({ index_key: 'eu' }), instance({ index_key: 'eu' })] }),
    'it holds aws_api_gateway_stage.this["eu"] twice, and only one can be right',
  ],
  [
    'one address twice in two resources',
    stateText({ resources: [resource({ module: 'module.api' }), resource(), resource({ module: 'module.api' })] }),
    'it holds module.api.aws_api_gateway_stage.this twice, and only one can be right',
  ],
];

function refused(problem: string): string {
  return `it is not a state Terraform wrote: ${problem}`;
}

function resourceText(given: Readonly<Record<string, unknown>>): string {
  return stateText({ resources: [resource({ ...withSecret, ...given })] });
}

describe('what is no state that can be used', () => {
  it.each(refusals)('%s is refused in a sentence', (_, text, message) => {
    expect(refusalOf(text)).toEqual(new UnusableStateError(message));
  });

  it.each(refusals)('%s is refused without a word of its content', (_, text) => {
    const error = refusalOf(text);

    expect(error).toBeInstanceOf(UnusableStateError);
    expect(error).toMatchObject({ name: 'UnusableStateError' });
    expect(error).not.toHaveProperty('cause');
    expect(`${String(error)} ${JSON.stringify(error)} ${(error as Error).stack}`).not.toContain(secret);
  });

  it('says of a real state that is cut short, wherever that is, that it ends too early', () => {
    const whole = fixture('corpus/tags-value/state.json').trimEnd();
    const step = 97;
    const places = Array.from({ length: Math.floor((whole.length - 2) / step) }, (_, index) => 1 + index * step);

    const messages = [...places, whole.length - 1].map((end) => String(refusalOf(whole.slice(0, end))));

    expect(
      messages.filter((message) => !/its JSON ends too early.*: the upload may have been cut short$/.test(message)),
    ).toEqual([]);
    expect(messages.length).toBeGreaterThan(100);
  });

  it('is refused with an UnusableStateError whatever JSON it is', () => {
    fc.assert(fc.property(fc.json(), (text) => expect(isFileOrRefusal(refusalOf(text))).toBe(true)));
  });

  it('is refused with an UnusableStateError whatever text it is', () => {
    const awkward = fc.constantFrom(...'{}[]":,4n \\', '\u0000', '\uFEFF', '\uD800', 'ü', '😀');
    const text = fc.oneof(fc.string(), fc.string({ unit: awkward }));

    fc.assert(fc.property(text, (content) => expect(isFileOrRefusal(refusalOf(content))).toBe(true)));
  });

  it('is refused with an UnusableStateError whatever one part of a state is', () => {
    const parts = [
      'version',
      'terraform_version',
      'serial',
      'lineage',
      'resources',
      'module',
      'mode',
      'type',
      'name',
      'instances',
      'index_key',
      'deposed',
      'attributes',
      'attributes_flat',
      'sensitive_attributes',
    ];
    const whole = stateText({
      resources: [
        resource({
          module: 'module.api',
          instances: [instance({ index_key: 0, deposed: '', attributes_flat: { a: 'b' } })],
        }),
      ],
    });
    const mutated = fc
      .tuple(fc.constantFrom(...parts), fc.jsonValue())
      .map(([part, value]) => JSON.stringify(JSON.parse(whole, (key, old) => (key === part ? value : old))));

    fc.assert(
      fc.property(mutated, (text) => expect(isFileOrRefusal(refusalOf(text))).toBe(true)),
      { numRuns: 500 },
    );
  });
});

function isFileOrRefusal(outcome: unknown): boolean {
  return (
    outcome instanceof UnusableStateError ||
    (typeof outcome === 'object' && Object.hasOwn(Object(outcome), 'instances'))
  );
}

import { describe, expect, it } from '@jest/globals';
import type { Leaf, Path } from '../../../lib/model/comparison.ts';
import type { ManagedInstance } from '../../../lib/terraform/state-file.ts';
import { executionArn, instanceOf, place, stageArn, stageInstance } from './placing.ts';

interface Put {
  readonly path: Path;
  readonly expected?: Leaf | null;
  readonly actual?: Leaf | null;
  /** Setting elsewhere that must not be shown. */
  readonly hidden?: string;
}

/** @returns the words after `aws`, `null` where there is no command */
function words(instance: ManagedInstance, put: Put, ...neighbours: readonly ManagedInstance[]): string[] | null {
  const { path, expected = null, actual = null, hidden } = put;
  const placed = place(instance, ...neighbours);
  const isHidden = (elsewhere: Path) => elsewhere.includes(hidden ?? '');
  const command = placed.revert({ path, expected, actual, expectedAt: placed.expectedAt, isHidden });
  return command === null ? null : command.slice(1);
}

/** @returns the patch operations that a difference of a stage is reverted by */
function patch(attributes: object, put: Put): unknown {
  const command = words(stageInstance(attributes), put);
  return command === null ? null : JSON.parse(command.at(-1) ?? '');
}

const replace = (path: string, value: string) => ({ op: 'replace', path, value });
const remove = (path: string) => ({ op: 'remove', path });

describe('a setting of a stage', () => {
  it('is reverted by one UpdateStage of that stage', () => {
    expect(words(stageInstance(), { path: ['description'], expected: 'a', actual: 'b' })).toEqual([
      'apigateway',
      'update-stage',
      '--region',
      'eu-west-1',
      '--rest-api-id',
      'abcdefghij',
      '--stage-name',
      'prod',
      '--patch-operations',
      '[{"op":"replace","path":"/description","value":"a"}]',
    ]);
  });

  it.each<[string, Leaf | null, unknown]>([
    ['deployment_id', 'd1', [replace('/deploymentId', 'd1')]],
    ['deployment_id', null, null],
    ['description', null, [replace('/description', '')]],
    ['documentation_version', 'v1', [replace('/documentationVersion', 'v1')]],
    ['documentation_version', null, [replace('/documentationVersion', '')]],
    ['client_certificate_id', 'c1', [replace('/clientCertificateId', 'c1')]],
    ['client_certificate_id', null, [replace('/clientCertificateId', '')]],
    ['xray_tracing_enabled', true, [replace('/tracingEnabled', 'true')]],
    ['xray_tracing_enabled', false, [replace('/tracingEnabled', 'false')]],
  ])('%s to %j', (setting, expected, operations) => {
    expect(patch({}, { path: [setting], expected, actual: 'x' })).toEqual(operations);
  });

  it('that this program does not know is not reverted', () => {
    expect(patch({}, { path: ['of_the_future'], expected: 'x' })).toBeNull();
  });
});

describe('the paths of a setting, which say who set it', () => {
  const settings = instanceOf('aws_api_gateway_method_settings', {
    rest_api_id: 'abcdefghij',
    stage_name: 'prod',
    method_path: '*/*',
  });

  it.each<[Path, ManagedInstance]>([
    [['deployment_id'], stageInstance()],
    [['description'], stageInstance()],
    [['xray_tracing_enabled'], stageInstance()],
    [['cache_cluster_enabled'], stageInstance()],
    [['cache_cluster_size'], stageInstance({ cache_cluster_enabled: true })],
    [['variables', 'a/b'], stageInstance()],
    [['access_log_settings', 0, 'format'], stageInstance({ access_log_settings: [{ format: 'f' }] })],
    [['canary_settings', 0, 'percent_traffic'], stageInstance({ canary_settings: [{ percent_traffic: 5 }] })],
    [['settings', 0, 'logging_level'], settings],
  ])('are those that it is reverted at: %j', (path, instance) => {
    const placed = place(instance, stageInstance());
    const put = { path, expected: 'x', actual: 'y', expectedAt: placed.expectedAt, isHidden: () => false };
    const [{ path: patched }] = JSON.parse(placed.revert(put)?.at(-1) ?? '[{}]');

    expect(placed.apiPaths(path)).toContain(patched);
  });

  it('are none for what is unknown, or not at a place that is known', () => {
    const { execution_arn: _, ...unplaced } = Object.fromEntries(stageInstance().attributes);

    expect(place(stageInstance()).apiPaths(['of_the_future'])).toEqual([]);
    expect(place(instanceOf('aws_api_gateway_stage', unplaced)).apiPaths(['description'])).toEqual([]);
  });
});

describe('the cache of a stage', () => {
  const on = { cache_cluster_enabled: true, cache_cluster_size: '1.6' };

  it('goes on with its size, which would be another one otherwise', () => {
    expect(patch(on, { path: ['cache_cluster_enabled'], expected: true, actual: false })).toEqual([
      replace('/cacheClusterEnabled', 'true'),
      replace('/cacheClusterSize', '1.6'),
    ]);
  });

  it('goes on alone where the state has no size, and not at all where its size is hidden', () => {
    const put = { path: ['cache_cluster_enabled'], expected: true, actual: false };
    expect(patch({ cache_cluster_enabled: true }, put)).toEqual([replace('/cacheClusterEnabled', 'true')]);
    expect(patch(on, { ...put, hidden: 'cache_cluster_size' })).toBeNull();
  });

  it('goes off', () => {
    expect(patch({}, { path: ['cache_cluster_enabled'], expected: false, actual: true })).toEqual([
      replace('/cacheClusterEnabled', 'false'),
    ]);
  });

  it('gets its size back, or goes off where the state has none, since a size counts only then', () => {
    const put = { path: ['cache_cluster_size'], expected: '1.6', actual: '6.1' };
    expect(patch(on, put)).toEqual([replace('/cacheClusterSize', '1.6')]);
    expect(patch({ ...on, cache_cluster_enabled: false }, put)).toEqual([replace('/cacheClusterEnabled', 'false')]);
    expect(patch({ cache_cluster_enabled: true }, { ...put, expected: null })).toBeNull();
  });
});

describe('a stage variable', () => {
  it('is set under its name, as a JSON pointer has it', () => {
    expect(patch({}, { path: ['variables', 'a/b~c'], expected: '', actual: 'x' })).toEqual([
      replace('/variables/a~1b~0c', ''),
    ]);
  });

  it('that was added is taken away', () => {
    expect(patch({}, { path: ['variables', 'a~1'], actual: 'x' })).toEqual([remove('/variables/a~01')]);
  });
});

describe('the access log of a stage', () => {
  const state = { access_log_settings: [{ destination_arn: 'arn:x:*', format: 'f' }] };
  const format = ['access_log_settings', 0, 'format'];

  it('is changed field by field', () => {
    expect(patch(state, { path: format, expected: 'f', actual: 'g' })).toEqual([
      replace('/accessLogSettings/format', 'f'),
    ]);
  });

  it('that is gone comes back as a whole, less the spelling of its destination', () => {
    expect(patch(state, { path: format, expected: 'f' })).toEqual([
      replace('/accessLogSettings/destinationArn', 'arn:x'),
      replace('/accessLogSettings/format', 'f'),
    ]);
  });

  it('that is gone and of which a part is hidden does not come back', () => {
    expect(patch(state, { path: format, expected: 'f', hidden: 'destination_arn' })).toBeNull();
  });

  it('that was added goes as a whole', () => {
    expect(patch({ access_log_settings: [] }, { path: format, actual: 'g' })).toEqual([remove('/accessLogSettings')]);
  });
});

describe('the canary of a stage', () => {
  const block = {
    deployment_id: 'd2',
    percent_traffic: 0,
    use_stage_cache: false,
    stage_variable_overrides: { A: 'a' },
  };
  const state = { canary_settings: [block] };
  const override = ['canary_settings', 0, 'stage_variable_overrides', 'A/'];

  it('that is gone comes back without its overrides, each of which has a command of its own', () => {
    expect(patch(state, { path: ['canary_settings', 0, 'percent_traffic'], expected: 0 })).toEqual([
      replace('/canarySettings/deploymentId', 'd2'),
      replace('/canarySettings/percentTraffic', '0'),
      replace('/canarySettings/useStageCache', 'false'),
    ]);
  });

  it('of a state that does not know its deployment comes back without one', () => {
    const { deployment_id: _, ...old } = block;
    expect(patch({ canary_settings: [old] }, { path: ['canary_settings', 0, 'percent_traffic'], expected: 0 })).toEqual(
      [replace('/canarySettings/percentTraffic', '0'), replace('/canarySettings/useStageCache', 'false')],
    );
  });

  it.each<[string, Put, unknown]>([
    [
      'changed',
      { path: override, expected: 'a', actual: 'b' },
      replace('/canarySettings/stageVariableOverrides/A~1', 'a'),
    ],
    ['taken away', { path: override, expected: 'a' }, replace('/canarySettings/stageVariableOverrides/A~1', 'a')],
    ['added', { path: override, actual: 'b' }, remove('/canarySettings/stageVariableOverrides/A~1')],
  ])('reverts an override that was %s alone', (_title, put, operation) => {
    expect(patch(state, put)).toEqual([operation]);
  });

  it('that was added goes as a whole, whichever part of it is reverted', () => {
    expect(patch({ canary_settings: [] }, { path: override, actual: 'b' })).toEqual([remove('/canarySettings')]);
  });

  it('keeps a part that only the live side could have', () => {
    expect(patch(state, { path: ['canary_settings', 0, 'percent_traffic'], actual: 5 })).toBeNull();
    expect(patch(state, { path: ['canary_settings', 0, 'of_the_future'], expected: 5 })).toBeNull();
  });
});

describe('the web ACL of a stage', () => {
  const webAcl = 'arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/a/1';
  const classic = 'arn:aws:waf-regional:eu-west-1:123456789012:webacl/1';
  const put = (expected: Leaf | null, actual: Leaf | null) =>
    words(stageInstance(), { path: ['web_acl_arn'], expected, actual });

  it('is attached again', () => {
    expect(put(webAcl, null)).toEqual([
      'wafv2',
      'associate-web-acl',
      '--region',
      'eu-west-1',
      '--web-acl-arn',
      webAcl,
      '--resource-arn',
      stageArn,
    ]);
  });

  it('is never taken off: an empty attribute is no wish', () => {
    expect(put(null, webAcl)).toBeNull();
  });

  it('is left alone where Firewall Manager would attach its own again', () => {
    const managed = 'arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/FMManagedWebACLV2-edge-1/2';
    expect(put(webAcl, managed)).toBeNull();
    expect(put(managed, null)).not.toBeNull();
  });

  it('of WAF Classic is left alone', () => {
    expect([put(classic, null), put(null, classic), put(webAcl, classic)]).toEqual([null, null, null]);
  });
});

describe('a tag', () => {
  it.each([
    ['eu-west-1', 'aws'],
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
    ['us-iso-east-1', 'aws-iso'],
    ['us-isob-east-1', 'aws-iso-b'],
    ['us-isof-south-1', 'aws-iso-f'],
    ['eu-isoe-west-1', 'aws-iso-e'],
    ['eusc-de-east-1', 'aws-eusc'],
    ['us-east-1', 'aws'],
  ])('of a stage in %s is reverted by an ARN of the partition %s', (region, partition) => {
    const stage = stageInstance({ arn: null, execution_arn: executionArn.replace('eu-west-1', region) });
    const arn = `arn:${partition}:apigateway:${region}::/restapis/abcdefghij/stages/prod`;
    expect(words(stage, { path: ['tags', 'a b'], expected: "it's", actual: 'x' })).toEqual([
      'apigateway',
      'tag-resource',
      '--region',
      region,
      '--resource-arn',
      arn,
      '--tags',
      `{"a b":"it's"}`,
    ]);
  });

  it('that was added is taken away', () => {
    expect(words(stageInstance(), { path: ['tags', '__proto__'], actual: 'x' })?.slice(-2)).toEqual([
      '--tag-keys',
      '["__proto__"]',
    ]);
  });
});

describe('method settings', () => {
  const settings = (method_path: string) =>
    instanceOf('aws_api_gateway_method_settings', { rest_api_id: 'abcdefghij', stage_name: 'prod', method_path });
  const of = (method_path: string, field: string, expected: Leaf | null) =>
    words(settings(method_path), { path: ['settings', 0, field], expected, actual: 'x' }, stageInstance())?.at(-1);

  it.each([
    ['metrics_enabled', 'metrics/enabled'],
    ['logging_level', 'logging/loglevel'],
    ['data_trace_enabled', 'logging/dataTrace'],
    ['throttling_burst_limit', 'throttling/burstLimit'],
    ['throttling_rate_limit', 'throttling/rateLimit'],
    ['caching_enabled', 'caching/enabled'],
    ['cache_ttl_in_seconds', 'caching/ttlInSeconds'],
    ['cache_data_encrypted', 'caching/dataEncrypted'],
    ['require_authorization_for_cache_control', 'caching/requireAuthorizationForCacheControl'],
    ['unauthorized_cache_control_header_strategy', 'caching/unauthorizedCacheControlHeaderStrategy'],
  ])('%s is reverted under %s', (field, where) => {
    expect(of('items/GET', field, -1)).toBe(`[{"op":"replace","path":"/items/GET/${where}","value":"-1"}]`);
  });

  it('keep their method path as the state has it, escaped or not', () => {
    expect(of('~1a~1{id}/GET', 'metrics_enabled', true)).toContain('"/~1a~1{id}/GET/metrics/enabled"');
    expect(of('*/*', 'metrics_enabled', true)).toContain('"/*/*/metrics/enabled"');
  });

  it('that the state has no value of cannot be reverted', () => {
    expect([of('*/*', 'logging_level', ''), of('*/*', 'logging_level', null), of('*/*', 'new', 1)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('a companion', () => {
  const stage = stageInstance({
    deployment_id: 'd1',
    client_certificate_id: 'c1',
    access_log_settings: [{ destination_arn: 'arn:aws:logs:eu-west-1:123456789012:log-group:-x', format: 'f' }],
  });
  const described = { path: ['description'], expected: null, actual: 'x' };
  const emptied = ['--patch-operations', '[{"op":"replace","path":"/description","value":""}]'];

  it('deployment is described again', () => {
    const deployment = instanceOf('aws_api_gateway_deployment', { id: 'd1', rest_api_id: 'abcdefghij' });
    const place = ['--region', 'eu-west-1', '--rest-api-id', 'abcdefghij', '--deployment-id', 'd1'];
    expect(words(deployment, described, stage)).toEqual(['apigateway', 'update-deployment', ...place, ...emptied]);
  });

  it('client certificate is described and tagged again', () => {
    const certificate = instanceOf('aws_api_gateway_client_certificate', { id: 'c1' });
    const place = ['--region', 'eu-west-1', '--client-certificate-id', 'c1'];
    expect(words(certificate, described, stage)).toEqual([
      'apigateway',
      'update-client-certificate',
      ...place,
      ...emptied,
    ]);
    expect(words(certificate, { path: ['tags', 'a'], actual: 'x' }, stage)).toContain(
      'arn:aws:apigateway:eu-west-1::/clientcertificates/c1',
    );
  });

  it.each<[string, Put, readonly string[] | null]>([
    [
      'is kept as long',
      { path: ['retention_in_days'], expected: 30 },
      ['put-retention-policy', '--retention-in-days', '30'],
    ],
    ['is kept for ever', { path: ['retention_in_days'], expected: 0 }, ['delete-retention-policy']],
    ['gets its key', { path: ['kms_key_id'], expected: 'k' }, ['associate-kms-key', '--kms-key-id', 'k']],
    ['loses a key', { path: ['kms_key_id'] }, ['disassociate-kms-key']],
    ['gets no key from a file', { path: ['kms_key_id'], expected: 'file:///etc/passwd' }, null],
    ['cannot get its class', { path: ['log_group_class'], expected: 'STANDARD' }, null],
  ])('log group %s', (_title, put, expected) => {
    const group = instanceOf('aws_cloudwatch_log_group', {
      name: '-x',
      arn: 'arn:aws:logs:eu-west-1:123456789012:log-group:-x',
    });
    const [operation = '', ...options] = expected ?? [];
    const place = ['--region', 'eu-west-1', '--log-group-name=-x'];
    expect(words(group, put, stage)).toEqual(expected === null ? null : ['logs', operation, ...place, ...options]);
    expect(words(group, { path: ['tags', 'a'] }, stage)).toContain('arn:aws:logs:eu-west-1:123456789012:log-group:-x');
  });

  it.each([
    [true, '--deletion-protection-enabled'],
    [null, '--no-deletion-protection-enabled'],
  ])('log group is protected again from deletion as before: %s', (expected, option) => {
    const group = instanceOf('aws_cloudwatch_log_group', {
      name: '-x',
      arn: 'arn:aws:logs:eu-west-1:123456789012:log-group:-x',
    });
    expect(words(group, { path: ['deletion_protection_enabled'], expected }, stage)).toEqual([
      ...['logs', 'put-log-group-deletion-protection', '--region', 'eu-west-1'],
      ...['--log-group-identifier=-x', option],
    ]);
  });

  describe('base path mapping', () => {
    const mapping = (attributes: object) =>
      instanceOf('aws_api_gateway_base_path_mapping', {
        domain_name: 'api.acme.example',
        api_id: 'abcdefghij',
        stage_name: 'prod',
        ...attributes,
      });
    const put = { path: ['api_id'], expected: 'abcdefghij', actual: 'x' };

    it('leads to its REST API and its stage again at once, since a stage is one of its REST API', () => {
      expect(words(mapping({ base_path: 'a', domain_name_id: 'i1' }), put, stage)).toEqual([
        'apigateway',
        'update-base-path-mapping',
        '--region',
        'eu-west-1',
        '--domain-name',
        'api.acme.example',
        '--domain-name-id',
        'i1',
        '--base-path',
        'a',
        '--patch-operations',
        '[{"op":"replace","path":"/restapiId","value":"abcdefghij"},{"op":"replace","path":"/stage","value":"prod"}]',
      ]);
    });

    it('leads to no stage again', () => {
      expect(words(mapping({ stage_name: '' }), put, stage)?.at(-1)).toContain(
        '{"op":"replace","path":"/stage","value":""}',
      );
      expect(words(mapping({}), put, stage)).toContain('(none)');
    });

    it('is left alone where one of the two is hidden', () => {
      expect(words(mapping({}), { ...put, hidden: 'stage_name' }, stage)).toBeNull();
    });
  });
});

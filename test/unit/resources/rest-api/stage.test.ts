import { describe, expect, it } from '@jest/globals';
import type { Leaf, PropertyDifference } from '../../../../lib/model/comparison.ts';
import type { LiveCanarySettings, LiveStage } from '../../../../lib/resources/rest-api/live-stage.ts';
import { stage, stageSettings } from '../../../../lib/resources/rest-api/stage.ts';
import { compareSettings } from '../../../../lib/resources/setting.ts';
import { liveStage } from '../../live-stage-builder.ts';

function differences(attributes: object, live: Partial<LiveStage>): PropertyDifference[] {
  return compareSettings(stageSettings, new Map(Object.entries(attributes)), {
    ...liveStage(live),
    webAclAssociated: false,
  });
}

function added(path: PropertyDifference['path'], actual: Leaf): PropertyDifference {
  return { path, differenceType: 'ADD', expected: null, actual };
}

function removed(path: PropertyDifference['path'], expected: Leaf): PropertyDifference {
  return { path, differenceType: 'REMOVE', expected, actual: null };
}

function changed(path: PropertyDifference['path'], expected: Leaf, actual: Leaf): PropertyDifference {
  return { path, differenceType: 'NOT_EQUAL', expected, actual };
}

it('the table is of aws_api_gateway_stage', () => {
  expect(stage.type).toBe('aws_api_gateway_stage');
});

it('every setting of the provider is compared, and nothing that says which stage it is', () => {
  expect(stageSettings.map(({ name }) => name)).toEqual([
    'deployment_id',
    'description',
    'documentation_version',
    'client_certificate_id',
    'web_acl_arn',
    'xray_tracing_enabled',
    'cache_cluster_enabled',
    'cache_cluster_size',
    'variables',
    'access_log_settings',
    'canary_settings',
    'tags',
  ]);
});

it('what says which stage it is is no setting', () => {
  const identity = {
    id: 'ags-abc-dev',
    arn: 'arn:aws:apigateway:eu-west-1::/restapis/abc/stages/dev',
    execution_arn: 'arn:aws:execute-api:eu-west-1:123456789012:abc/dev',
    invoke_url: 'https://abc.execute-api.eu-west-1.amazonaws.com/dev',
    region: 'eu-west-1',
    rest_api_id: 'abc',
    stage_name: 'dev',
  };
  expect(differences(identity, { stageName: 'prod' })).toEqual([]);
});

describe.each<[string, keyof LiveStage]>([
  ['deployment_id', 'deploymentId'],
  ['description', 'description'],
  ['documentation_version', 'documentationVersion'],
  ['client_certificate_id', 'clientCertificateId'],
  ['web_acl_arn', 'webAclArn'],
])('%s', (attribute, member) => {
  it('that is the same on both sides is no difference', () => {
    expect(differences({ [attribute]: 'v1' }, { [member]: 'v1' })).toEqual([]);
  });

  it('that is another one is a difference', () => {
    expect(differences({ [attribute]: 'v1' }, { [member]: 'v2' })).toEqual([changed([attribute], 'v1', 'v2')]);
  });

  it.each(['', null])('that the state has as %j and the stage has not is no difference', (value) => {
    expect(differences({ [attribute]: value }, { [member]: '' })).toEqual([]);
  });

  it.each(['', null])('that the state has as %j and the stage has is added', (value) => {
    expect(differences({ [attribute]: value }, { [member]: 'v2' })).toEqual([added([attribute], 'v2')]);
  });

  it('that the stage has not any more is removed', () => {
    expect(differences({ [attribute]: 'v1' }, { [member]: '' })).toEqual([removed([attribute], 'v1')]);
  });

  it('whose key the state does not have is not compared', () => {
    expect(differences({}, { [member]: 'v2' })).toEqual([]);
  });
});

describe('description', () => {
  it.each([
    ['case', 'Orders', 'orders'],
    ['a blank at its end', 'orders', 'orders '],
    ['a line break', 'orders', 'orders\n'],
  ])('is compared exactly: %s counts', (_, expected, actual) => {
    expect(differences({ description: expected }, { description: actual })).toEqual([
      changed(['description'], expected, actual),
    ]);
  });
});

describe('xray_tracing_enabled', () => {
  it.each<[unknown, boolean]>([
    [true, true],
    [false, false],
    [null, false],
    ['true', true],
    ['false', false],
  ])('that the state has as %j equals %j', (expected, actual) => {
    expect(differences({ xray_tracing_enabled: expected }, { tracingEnabled: actual })).toEqual([]);
  });

  it('that was turned off is a difference', () => {
    expect(differences({ xray_tracing_enabled: true }, { tracingEnabled: false })).toEqual([
      changed(['xray_tracing_enabled'], true, false),
    ]);
  });

  it.each([false, null])('that the state has as %j and was turned on is a difference', (expected) => {
    expect(differences({ xray_tracing_enabled: expected }, { tracingEnabled: true })).toEqual([
      changed(['xray_tracing_enabled'], false, true),
    ]);
  });

  it('whose key the state does not have is not compared', () => {
    expect(differences({}, { tracingEnabled: true })).toEqual([]);
  });
});

describe('cache_cluster_enabled', () => {
  const on: Partial<LiveStage> = { cacheClusterEnabled: true, cacheClusterStatus: 'AVAILABLE' };

  it('that was turned on is a difference', () => {
    expect(differences({ cache_cluster_enabled: false }, on)).toEqual([
      changed(['cache_cluster_enabled'], false, true),
    ]);
  });

  it('that was turned off is a difference', () => {
    expect(differences({ cache_cluster_enabled: true }, {})).toEqual([changed(['cache_cluster_enabled'], true, false)]);
  });

  it('counts as off while the cache is being deleted, as that can take for ever', () => {
    const deleting = { ...on, cacheClusterStatus: 'DELETE_IN_PROGRESS' };
    expect(differences({ cache_cluster_enabled: false }, deleting)).toEqual([]);
    expect(differences({ cache_cluster_enabled: true }, deleting)).toEqual([
      changed(['cache_cluster_enabled'], true, false),
    ]);
  });

  it.each(['CREATE_IN_PROGRESS', 'AVAILABLE', 'NOT_AVAILABLE', 'FLUSH_IN_PROGRESS', ''])(
    'is what the service says in status "%s"',
    (cacheClusterStatus) => {
      expect(differences({ cache_cluster_enabled: true }, { ...on, cacheClusterStatus })).toEqual([]);
      expect(differences({ cache_cluster_enabled: false }, { cacheClusterEnabled: false, cacheClusterStatus })).toEqual(
        [],
      );
    },
  );
});

describe('cache_cluster_size', () => {
  const on: Partial<LiveStage> = { cacheClusterEnabled: true, cacheClusterStatus: 'AVAILABLE' };

  it('that is another one while the cache is on is a difference', () => {
    expect(differences({ cache_cluster_size: '0.5' }, { ...on, cacheClusterSize: '6.1' })).toEqual([
      changed(['cache_cluster_size'], '0.5', '6.1'),
    ]);
  });

  it('that the stage has and the state has not is added while the cache is on', () => {
    expect(differences({ cache_cluster_size: null }, { ...on, cacheClusterSize: '0.5' })).toEqual([
      added(['cache_cluster_size'], '0.5'),
    ]);
  });

  it('that the stage does not tell is removed while the cache is on', () => {
    expect(differences({ cache_cluster_size: '0.5' }, { ...on, cacheClusterSize: '' })).toEqual([
      removed(['cache_cluster_size'], '0.5'),
    ]);
  });

  it.each<[string, Partial<LiveStage>]>([
    ['off', { cacheClusterEnabled: false, cacheClusterStatus: 'NOT_AVAILABLE' }],
    ['being deleted', { cacheClusterEnabled: true, cacheClusterStatus: 'DELETE_IN_PROGRESS' }],
  ])('counts for nothing while the cache is %s, as the provider then keeps what the state has', (_, cache) => {
    expect(differences({ cache_cluster_size: '0.5' }, { ...cache, cacheClusterSize: '' })).toEqual([]);
    expect(differences({ cache_cluster_size: '' }, { ...cache, cacheClusterSize: '6.1' })).toEqual([]);
  });

  it('appears together with a cache that was turned on', () => {
    const attributes = { cache_cluster_enabled: false, cache_cluster_size: '' };
    expect(differences(attributes, { ...on, cacheClusterSize: '0.5' })).toEqual([
      changed(['cache_cluster_enabled'], false, true),
      added(['cache_cluster_size'], '0.5'),
    ]);
  });
});

describe('variables', () => {
  it.each([null, {}])('that the state has as %j and the stage has none of are no difference', (variables) => {
    expect(differences({ variables }, {})).toEqual([]);
  });

  it('are compared name by name', () => {
    const variables = new Map([
      ['LOG_LEVEL', 'debug'],
      ['URL', 'https://example.org'],
      ['NEW', 'x'],
    ]);
    expect(
      differences({ variables: { LOG_LEVEL: 'info', URL: 'https://example.org', OLD: 'y' } }, { variables }),
    ).toEqual([
      changed(['variables', 'LOG_LEVEL'], 'info', 'debug'),
      removed(['variables', 'OLD'], 'y'),
      added(['variables', 'NEW'], 'x'),
    ]);
  });

  it.each([null, {}])('that the state has as %j: a variable added with an empty value is a difference', (variables) => {
    expect(differences({ variables }, { variables: new Map([['EMPTY', '']]) })).toEqual([
      added(['variables', 'EMPTY'], ''),
    ]);
  });

  it('that lost a variable with an empty value have lost something', () => {
    expect(differences({ variables: { EMPTY: '' } }, {})).toEqual([removed(['variables', 'EMPTY'], '')]);
  });

  it('whose value was emptied are changed, not removed', () => {
    expect(differences({ variables: { URL: 'x' } }, { variables: new Map([['URL', '']]) })).toEqual([
      changed(['variables', 'URL'], 'x', ''),
    ]);
  });

  it('tell names apart by case', () => {
    expect(differences({ variables: { url: 'x' } }, { variables: new Map([['URL', 'x']]) })).toEqual([
      removed(['variables', 'url'], 'x'),
      added(['variables', 'URL'], 'x'),
    ]);
  });

  it.each(['__proto__', 'constructor', 'log.level'])('may have the name %s', (name) => {
    const attributes = JSON.parse(`{"variables": {"${name}": "a"}}`);
    expect(differences(attributes, { variables: new Map([[name, 'b']]) })).toEqual([
      changed(['variables', name], 'a', 'b'),
    ]);
  });
});

describe('access_log_settings', () => {
  const arn = 'arn:aws:logs:eu-west-1:123456789012:log-group:/apigw';
  const inState = [{ destination_arn: arn, format: '$context.requestId' }];
  const live = { destinationArn: arn, format: '$context.requestId' };

  it.each([[[]], [null]])('that the state has as %j and the stage has not are no difference', (settings) => {
    expect(differences({ access_log_settings: settings }, { accessLogSettings: null })).toEqual([]);
  });

  it('that are the same are no difference', () => {
    expect(differences({ access_log_settings: inState }, { accessLogSettings: live })).toEqual([]);
  });

  it('that were removed are reported leaf by leaf', () => {
    expect(differences({ access_log_settings: inState }, { accessLogSettings: null })).toEqual([
      removed(['access_log_settings', 0, 'destination_arn'], arn),
      removed(['access_log_settings', 0, 'format'], '$context.requestId'),
    ]);
  });

  it('that were added are reported leaf by leaf', () => {
    expect(differences({ access_log_settings: [] }, { accessLogSettings: live })).toEqual([
      added(['access_log_settings', 0, 'destination_arn'], arn),
      added(['access_log_settings', 0, 'format'], '$context.requestId'),
    ]);
  });

  it('that are an empty block are a block', () => {
    expect(differences({ access_log_settings: [] }, { accessLogSettings: { destinationArn: '', format: '' } })).toEqual(
      [added(['access_log_settings', 0, 'destination_arn'], ''), added(['access_log_settings', 0, 'format'], '')],
    );
  });

  it.each<[string, string, string]>([
    ['in the state', `${arn}:*`, arn],
    ['on the stage', arn, `${arn}:*`],
    ['on both sides', `${arn}:*`, `${arn}:*`],
  ])('may have :* at the end of the destination %s', (_, expected, destinationArn) => {
    expect(
      differences(
        { access_log_settings: [{ destination_arn: expected, format: 'f' }] },
        { accessLogSettings: { destinationArn, format: 'f' } },
      ),
    ).toEqual([]);
  });

  it('tell another destination, without :*', () => {
    expect(
      differences(
        { access_log_settings: [{ destination_arn: `${arn}:*`, format: 'f' }] },
        { accessLogSettings: { destinationArn: `${arn}-other:*`, format: 'f' } },
      ),
    ).toEqual([changed(['access_log_settings', 0, 'destination_arn'], arn, `${arn}-other`)]);
  });

  it('compare the format exactly, JSON spacing and :* included', () => {
    const other = { ...live, format: '$context.requestId:*' };
    expect(differences({ access_log_settings: inState }, { accessLogSettings: other })).toEqual([
      changed(['access_log_settings', 0, 'format'], '$context.requestId', '$context.requestId:*'),
    ]);
  });

  it('compare of a block only the fields that the state has', () => {
    expect(
      differences({ access_log_settings: [{ format: 'f' }] }, { accessLogSettings: { ...live, format: 'f' } }),
    ).toEqual([]);
  });
});

describe('canary_settings', () => {
  const inState = {
    deployment_id: 'd2',
    percent_traffic: 10.5,
    stage_variable_overrides: { A: 'b' },
    use_stage_cache: true,
  };
  const live: LiveCanarySettings = {
    deploymentId: 'd2',
    percentTraffic: 10.5,
    stageVariableOverrides: new Map([['A', 'b']]),
    useStageCache: true,
  };
  const { deployment_id: _, ...beforeDeploymentId } = inState;

  it.each([[[]], [null]])('that the state has as %j and the stage has not are no difference', (settings) => {
    expect(differences({ canary_settings: settings }, { canarySettings: null })).toEqual([]);
  });

  it('that are the same are no difference', () => {
    expect(differences({ canary_settings: [inState] }, { canarySettings: live })).toEqual([]);
  });

  it.each<[string, Partial<LiveCanarySettings>, PropertyDifference]>([
    ['deployment', { deploymentId: 'd3' }, changed(['canary_settings', 0, 'deployment_id'], 'd2', 'd3')],
    ['share of traffic', { percentTraffic: 50 }, changed(['canary_settings', 0, 'percent_traffic'], 10.5, 50)],
    ['cache', { useStageCache: false }, changed(['canary_settings', 0, 'use_stage_cache'], true, false)],
    [
      'override',
      { stageVariableOverrides: new Map([['A', 'c']]) },
      changed(['canary_settings', 0, 'stage_variable_overrides', 'A'], 'b', 'c'),
    ],
    [
      'override less',
      { stageVariableOverrides: new Map() },
      removed(['canary_settings', 0, 'stage_variable_overrides', 'A'], 'b'),
    ],
  ])('with another %s differ there', (_name, members, difference) => {
    expect(differences({ canary_settings: [inState] }, { canarySettings: { ...live, ...members } })).toEqual([
      difference,
    ]);
  });

  it('that were removed are reported leaf by leaf', () => {
    expect(differences({ canary_settings: [inState] }, { canarySettings: null })).toEqual([
      removed(['canary_settings', 0, 'deployment_id'], 'd2'),
      removed(['canary_settings', 0, 'percent_traffic'], 10.5),
      removed(['canary_settings', 0, 'stage_variable_overrides', 'A'], 'b'),
      removed(['canary_settings', 0, 'use_stage_cache'], true),
    ]);
  });

  it('that were added are reported leaf by leaf, the deployment included', () => {
    expect(differences({ canary_settings: [] }, { canarySettings: live })).toEqual([
      added(['canary_settings', 0, 'deployment_id'], 'd2'),
      added(['canary_settings', 0, 'percent_traffic'], 10.5),
      added(['canary_settings', 0, 'stage_variable_overrides', 'A'], 'b'),
      added(['canary_settings', 0, 'use_stage_cache'], true),
    ]);
  });

  it('that are an empty block are a block', () => {
    const empty = { deploymentId: '', percentTraffic: 0, stageVariableOverrides: new Map(), useStageCache: false };
    expect(differences({ canary_settings: [] }, { canarySettings: empty })).toEqual([
      added(['canary_settings', 0, 'deployment_id'], ''),
      added(['canary_settings', 0, 'percent_traffic'], 0),
      added(['canary_settings', 0, 'use_stage_cache'], false),
    ]);
  });

  it('of a provider that did not know the deployment of a canary leave it out', () => {
    expect(
      differences({ canary_settings: [beforeDeploymentId] }, { canarySettings: { ...live, deploymentId: 'd9' } }),
    ).toEqual([]);
  });

  it('of a provider that did not know the deployment of a canary are compared in all else', () => {
    expect(
      differences({ canary_settings: [beforeDeploymentId] }, { canarySettings: { ...live, percentTraffic: 0 } }),
    ).toEqual([changed(['canary_settings', 0, 'percent_traffic'], 10.5, 0)]);
  });

  it.each([10.5, '10.5'])('have the share of traffic as a number, however it is spelt: %j', (percent_traffic) => {
    expect(differences({ canary_settings: [{ ...inState, percent_traffic }] }, { canarySettings: live })).toEqual([]);
  });

  it('whose fields the state has as null have their defaults', () => {
    const unset = {
      deployment_id: 'd2',
      percent_traffic: null,
      stage_variable_overrides: null,
      use_stage_cache: null,
    };
    const defaults = { deploymentId: 'd2', percentTraffic: 0, stageVariableOverrides: new Map(), useStageCache: false };
    expect(differences({ canary_settings: [unset] }, { canarySettings: defaults })).toEqual([]);
  });

  it('whose key the state does not have are not compared', () => {
    expect(differences({}, { canarySettings: live })).toEqual([]);
  });
});

describe('tags', () => {
  it('are what tags_all has, the default tags of the provider included', () => {
    const attributes = { tags: { Team: 'orders' }, tags_all: { Team: 'orders', Owner: 'platform' } };
    const tags = new Map([
      ['Team', 'orders'],
      ['Owner', 'platform'],
    ]);
    expect(differences(attributes, { tags })).toEqual([]);
  });

  it('are reported under tags, where the configuration has them', () => {
    expect(differences({ tags: null, tags_all: { Owner: 'a' } }, { tags: new Map([['Owner', 'b']]) })).toEqual([
      changed(['tags', 'Owner'], 'a', 'b'),
    ]);
  });

  it('are what tags has, in a state that is older than tags_all', () => {
    expect(differences({ tags: { Owner: 'a' } }, { tags: new Map([['Owner', 'b']]) })).toEqual([
      changed(['tags', 'Owner'], 'a', 'b'),
    ]);
  });

  it.each([null, {}])('that the state has as %j and the stage has none of are no difference', (tags_all) => {
    expect(differences({ tags_all }, {})).toEqual([]);
  });

  it('that were added and removed are both reported', () => {
    expect(differences({ tags_all: { Old: 'x' } }, { tags: new Map([['New', '']]) })).toEqual([
      removed(['tags', 'Old'], 'x'),
      added(['tags', 'New'], ''),
    ]);
  });

  it("of AWS's own are not compared", () => {
    expect(differences({ tags_all: {} }, { tags: new Map([['aws:cloudformation:stack-name', 's']]) })).toEqual([]);
  });

  it.each(['AWS:owner', 'Aws:owner', 'aws', 'awsome', 'my-aws:tag'])('with the key %s are compared', (key) => {
    expect(differences({ tags_all: {} }, { tags: new Map([[key, 'x']]) })).toEqual([added(['tags', key], 'x')]);
  });

  it('whose key the state does not have are not compared', () => {
    expect(differences({}, { tags: new Map([['Owner', 'x']]) })).toEqual([]);
  });
});

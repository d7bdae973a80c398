import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { attribute } from '../../../lib/attribution/attribute.ts';
import type { Attribution } from '../../../lib/attribution/attribution.ts';
import type { FindingKind } from '../../../lib/findings/finding.ts';
import type { ApiCall } from '../../../lib/model/api-call.ts';
import type { Path } from '../../../lib/model/comparison.ts';
import type { PlacedResource } from '../../../lib/resources/resource-type.ts';
import { instanceOf, place, stageInstance } from '../resources/placing.ts';
import { callAt, unknown, update, whole } from './calls.ts';

const stage = place(
  stageInstance({ deployment_id: 'd1', client_certificate_id: 'c1', canary_settings: [{ percent_traffic: 5 }] }),
);

function companion(type: string, attributes: object): PlacedResource {
  const log = { destination_arn: 'arn:aws:logs:eu-west-1:123456789012:log-group:x' };
  const user = stageInstance({ deployment_id: 'd1', client_certificate_id: 'c1', access_log_settings: [log] });
  return place(instanceOf(type, attributes), user);
}

const deployment = companion('aws_api_gateway_deployment', { id: 'd1', rest_api_id: 'abcdefghij' });
const settingsOf = (method_path: string) =>
  place(
    instanceOf('aws_api_gateway_method_settings', { rest_api_id: 'abcdefghij', stage_name: 'prod', method_path }),
    stageInstance(),
  );

/** @returns the certainty and the ids of the calls, `nobody` where there is no attribution */
function behind(resource: PlacedResource, path: Path | null, kind: FindingKind, ...calls: ApiCall[]): string {
  return behindOf(attribute({ resource, path, kind }, calls));
}

function behindOf(attribution: Attribution | null): string {
  return attribution === null
    ? 'nobody'
    : `${attribution.certainty} ${attribution.calls.map(({ eventId }) => eventId).join(' ')}`;
}

const difference = (path: Path, ...calls: ApiCall[]) => behind(stage, path, 'DIFFERENCE', ...calls);
const level: Path = ['variables', 'LOG_LEVEL'];

describe('a difference is attributed to the call that set it', () => {
  it('with all that is known of who made it', () => {
    expect(
      attribute({ resource: stage, path: level, kind: 'DIFFERENCE' }, [update(1, '/variables/LOG_LEVEL')]),
    ).toEqual({
      certainty: 'CERTAIN',
      calls: [
        {
          eventId: 'UpdateStage@1',
          eventName: 'UpdateStage',
          time: '2026-11-24T12:00:01Z',
          actor: 'bob',
          arn: 'arn:aws:iam::123456789012:user/bob',
          sourceAddress: '203.0.113.7',
          tool: 'AWS CLI',
          userAgent: 'aws-cli/2.31.9',
          isVerified: true,
        },
      ],
    });
  });

  it.each<[Path, string]>([
    [['deployment_id'], '/deploymentId'],
    [['description'], '/description'],
    [['documentation_version'], '/documentationVersion'],
    [['client_certificate_id'], '/clientCertificateId'],
    [['web_acl_arn'], '/webAclArn'],
    [['xray_tracing_enabled'], '/tracingEnabled'],
    [['cache_cluster_enabled'], '/cacheClusterEnabled'],
    [['cache_cluster_size'], '/cacheClusterSize'],
    [['cache_cluster_size'], '/cacheClusterEnabled'],
    [['variables', 'a/b'], '/variables/a~1b'],
    [['variables', '__proto__'], '/variables/__proto__'],
    [['access_log_settings', 0, 'format'], '/accessLogSettings/format'],
    [['access_log_settings', 0, 'destination_arn'], '/accessLogSettings'],
    [['canary_settings', 0, 'percent_traffic'], '/canarySettings/percentTraffic'],
    [['canary_settings', 0, 'stage_variable_overrides', 'A'], '/canarySettings/stageVariableOverrides/A'],
    [['canary_settings', 0, 'stage_variable_overrides', 'A'], '/canarySettings'],
    [['canary_settings', 0, 'of_the_future'], '/canarySettings/ofTheFuture'],
    [['tags', 'a/b'], '/tags/a~1b'],
  ])('%j by %s', (path, touched) => {
    expect(difference(path, update(1, touched))).toBe('CERTAIN UpdateStage@1');
  });

  it.each<[Path, string]>([
    [level, '/variables/LOG'],
    [level, '/tags/LOG_LEVEL'],
    [['description'], '/documentationVersion'],
    [['access_log_settings', 0, 'format'], '/accessLogSettings/destinationArn'],
    [['canary_settings', 0, 'percent_traffic'], '/canarySettings/useStageCache'],
    [['of_the_future'], '/ofTheFuture'],
  ])('%j not by %s', (path, touched) => {
    expect(difference(path, update(1, touched))).toBe('nobody');
  });

  it('and to the last of several, in whatever order they come and however often', () => {
    const calls = [1, 5, 3, 5].map((at) => update(at, '/variables/LOG_LEVEL'));

    expect(difference(level, ...calls, update(9, '/description'))).toBe('CERTAIN UpdateStage@5');
  });

  it('and to one of two within the same second', () => {
    const one = { ...update(1, '/variables/LOG_LEVEL'), eventId: 'a' };
    const other = { ...update(1, '/variables'), eventId: 'b' };

    expect(difference(level, other, one, update(0, '/variables/LOG_LEVEL'))).toBe('ONE_OF a b');
  });

  it.each([
    ['a path of another escaping', '/~1orders~1{id}/GET'],
    ['a plain path', '/orders/{id}/GET'],
  ])('of a method by %s, whatever the state has', (_title, methodPath) => {
    for (const inState of ['orders/{id}/GET', '~1orders~1{id}/GET', '/orders/{id}/GET']) {
      const path = ['settings', 0, 'logging_level'];
      const settings = settingsOf(inState);
      expect(behind(settings, path, 'DIFFERENCE', update(1, `${methodPath}/logging/loglevel`))).toBe(
        'CERTAIN UpdateStage@1',
      );
      expect(behind(settings, path, 'DIFFERENCE', update(1, `${methodPath}/metrics/enabled`))).toBe('nobody');
      expect(behind(settings, path, 'DIFFERENCE', update(1, '/*/*/logging/loglevel'))).toBe('nobody');
    }
  });

  it('of a deployment by a call about that deployment, and by none about its stage', () => {
    const path = ['description'];
    const about = (id: string) =>
      callAt(1, 'UpdateDeployment', { kind: 'PATHS', paths: [`/deployments/${id}/description`] }, { stageName: null });

    expect(behind(deployment, path, 'DIFFERENCE', about('d1'))).toBe('CERTAIN UpdateDeployment@1');
    expect(behind(deployment, path, 'DIFFERENCE', about('d2'), update(1, '/description'))).toBe('nobody');
    expect(behind(deployment, path, 'DIFFERENCE', callAt(1, 'UpdateStage', unknown))).toBe('nobody');
    expect(behind(deployment, path, 'DIFFERENCE', callAt(1, 'CreateStage', whole))).toBe('nobody');
    expect(difference(path, about('d1'))).toBe('nobody');
  });
});

describe('where it cannot be known which call it was', () => {
  it('it is one of those that do not say what they touched', () => {
    expect(difference(level, callAt(1, 'UpdateStage', unknown))).toBe('ONE_OF UpdateStage@1');
    expect(difference(level, callAt(1, 'CreateStage', whole))).toBe('ONE_OF CreateStage@1');
  });

  it('it is the one that set it or a later one, and none before', () => {
    const calls = [
      callAt(1, 'UpdateStage', unknown),
      update(2, '/variables/LOG_LEVEL'),
      callAt(3, 'UpdateStage', unknown),
    ];

    expect(difference(level, ...calls)).toBe('ONE_OF UpdateStage@3 UpdateStage@2');
    expect(difference(level, ...calls.slice(0, 2))).toBe('CERTAIN UpdateStage@2');
  });

  it('it is perhaps the one that set it, where the stage was changed later by one that is not known', () => {
    const calls = [update(0, '/variables/LOG_LEVEL'), update(10, '/variables/LOG_LEVEL')];
    const changed = (seconds: number) =>
      behindOf(
        attribute({ resource: stage, path: level, kind: 'DIFFERENCE' }, calls, {
          known: null,
          unexplainedAt: new Date(Date.UTC(2026, 10, 24, 12, 0, seconds)).toISOString(),
        }),
      );

    expect([9, 10, 11].map(changed)).toEqual([
      'CERTAIN UpdateStage@10',
      'CERTAIN UpdateStage@10',
      'ONE_OF UpdateStage@10',
    ]);
  });

  it('a change of a stage says nothing of its deployment, nor of who made the stage or deleted it', () => {
    const later = { known: null, unexplainedAt: '2026-11-24T12:00:59.000Z' };
    const dropped = { kind: 'PATHS', paths: ['/deployments/d1'] } as const;
    const drop = callAt(1, 'DeleteDeployment', dropped, { stageName: null });

    expect(behindOf(attribute({ resource: deployment, path: null, kind: 'DELETED' }, [drop], later))).toBe(
      'CERTAIN DeleteDeployment@1',
    );
    expect(
      behindOf(attribute({ resource: stage, path: null, kind: 'UNMANAGED' }, [callAt(1, 'CreateStage', whole)], later)),
    ).toBe('CERTAIN CreateStage@1');
    expect(
      behindOf(attribute({ resource: stage, path: null, kind: 'DELETED' }, [callAt(1, 'DeleteStage', whole)], later)),
    ).toBe('CERTAIN DeleteStage@1');
    expect(
      behindOf(attribute({ resource: settingsOf('*/*'), path: null, kind: 'DELETED' }, [update(1, '/*/*')], later)),
    ).toBe('ONE_OF UpdateStage@1');
  });

  it('no more than the five latest are named', () => {
    const calls = Array.from({ length: 9 }, (_, at) => callAt(at, 'UpdateStage', unknown));

    expect(difference(level, ...calls)).toBe(
      'ONE_OF UpdateStage@8 UpdateStage@7 UpdateStage@6 UpdateStage@5 UpdateStage@4',
    );
  });
});

describe('a finding that was attributed to somebody', () => {
  const setting = (at: number, eventId: string) => ({ ...update(at, '/variables/LOG_LEVEL'), eventId });
  const blind = (at: number, eventId: string) => ({ ...callAt(at, 'UpdateStage', unknown), eventId });

  const behindLevel = (known: Attribution | null, calls: readonly ApiCall[], unexplainedAt: string | null = null) =>
    attribute({ resource: stage, path: level, kind: 'DIFFERENCE' }, calls, { known, unexplainedAt });

  it.each<[string, ApiCall[], ApiCall[], string]>([
    ['is put down to a later one', [setting(1, 'alice')], [setting(2, 'bob')], 'CERTAIN bob'],
    ['is not put down to an earlier one', [setting(2, 'bob')], [setting(1, 'alice')], 'as before'],
    ['is not put down to the same one anew', [setting(1, 'alice')], [setting(1, 'alice')], 'as before'],
    ['stays so where no call bears on it', [setting(1, 'alice')], [update(2, '/description')], 'as before'],
    ['is of one of two within a second', [setting(1, 'alice')], [setting(1, 'bob')], 'ONE_OF alice bob'],
    ['is perhaps of a later one', [setting(1, 'alice')], [blind(2, 'bob')], 'ONE_OF bob alice'],
    ['is of a later one for sure', [blind(1, 'alice')], [setting(2, 'bob')], 'CERTAIN bob'],
    ['is perhaps still of the first', [blind(2, 'alice')], [setting(1, 'bob')], 'ONE_OF alice bob'],
  ])('%s', (_title, before, later, expected) => {
    const attribution = behindLevel(behindLevel(null, before), later);

    expect(attribution === null ? 'as before' : behindOf(attribution)).toBe(expected);
  });

  it('is as certain as before, where no call is new', () => {
    const changed = '2026-11-24T12:00:59.000Z';
    const certain = behindLevel(null, [setting(1, 'alice')]);
    const doubtful = behindLevel(null, [setting(1, 'alice')], changed);

    expect(behindLevel(certain, [], changed)).toBe(null);
    expect(behindLevel(certain, [setting(1, 'alice')], changed)).toBe(null);
    expect(behindLevel(doubtful, [setting(1, 'alice')])).toBe(null);
  });

  it('has all who may be behind it, in whatever order word of the calls comes, and no other for certain', () => {
    const calls = [setting(1, 'a'), blind(2, 'b'), setting(3, 'c'), setting(3, 'd'), blind(4, 'e')];
    fc.assert(
      fc.property(fc.shuffledSubarray(calls), fc.nat({ max: calls.length }), (drawn, first) => {
        const known = behindLevel(null, drawn.slice(0, first));
        const notified = behindLevel(known, drawn.slice(first)) ?? known;
        const atOnce = behindLevel(null, drawn);
        expect(notified?.calls ?? []).toEqual(expect.arrayContaining(atOnce?.calls.slice() ?? []));
        if (notified?.certainty === 'CERTAIN') expect(notified).toEqual(atOnce);
      }),
    );
  });
});

describe('a call counts only where it was made', () => {
  const touched = { kind: 'PATHS', paths: ['/variables/LOG_LEVEL'] } as const;

  it.each([
    { family: 'REST', accountId: '210987654321' },
    { region: 'eu-central-1' },
    { apiId: 'other' },
    { stageName: 'basic' },
  ])('not elsewhere: %j', (elsewhere) => {
    expect(difference(level, callAt(1, 'UpdateStage', touched, elsewhere))).toBe('nobody');
  });

  it('and at every stage of the API where it names none', () => {
    expect(difference(level, callAt(1, 'UpdateStage', unknown, { stageName: null }))).toBe('ONE_OF UpdateStage@1');
    expect(difference(level, callAt(1, 'PutRestApi', { kind: 'PATHS', paths: [] }, { stageName: null }))).toBe(
      'nobody',
    );
  });
});

describe('what is gone is attributed to the call that took it away', () => {
  const deleteApi = callAt(1, 'DeleteRestApi', whole, { stageName: null });
  const deleteStage = callAt(1, 'DeleteStage', whole);
  const create = callAt(2, 'CreateStage', whole);
  const blind = callAt(3, 'UpdateStage', unknown);
  const dropSettings = update(4, '/~1orders/GET');
  const dropDeployment = callAt(
    1,
    'DeleteDeployment',
    { kind: 'PATHS', paths: ['/deployments/d1'] },
    { stageName: null },
  );

  it.each<[string, PlacedResource, ApiCall[], string]>([
    ['a stage by its deletion', stage, [deleteStage, blind, update(3, '/description')], 'CERTAIN DeleteStage@1'],
    ['a stage by that of its API', stage, [deleteApi], 'CERTAIN DeleteRestApi@1'],
    ['a stage by nobody who made it', stage, [create, blind], 'nobody'],
    ['method settings by their removal', settingsOf('orders/GET'), [dropSettings], 'CERTAIN UpdateStage@4'],
    ['method settings with their stage', settingsOf('orders/GET'), [deleteStage], 'CERTAIN DeleteStage@1'],
    ['method settings of a stage made anew', settingsOf('orders/GET'), [create], 'ONE_OF CreateStage@2'],
    ['method settings by somebody', settingsOf('orders/GET'), [blind], 'ONE_OF UpdateStage@3'],
    ['method settings not by a change of one', settingsOf('*/*'), [update(1, '/*/*/metrics/enabled')], 'nobody'],
    ['a deployment by its deletion', deployment, [dropDeployment, deleteStage, blind], 'CERTAIN DeleteDeployment@1'],
    ['a deployment with its API', deployment, [deleteApi, create], 'CERTAIN DeleteRestApi@1'],
  ])('%s', (_title, resource, calls, expected) => {
    expect(behind(resource, null, 'DELETED', ...calls)).toBe(expected);
  });

  it('but companions of other services are not attributed to anybody', () => {
    const certificate = companion('aws_api_gateway_client_certificate', { id: 'c1' });
    const group = companion('aws_cloudwatch_log_group', {
      name: 'x',
      arn: 'arn:aws:logs:eu-west-1:123456789012:log-group:x',
    });

    expect(behind(certificate, null, 'DELETED', deleteStage, deleteApi)).toBe('nobody');
    expect(behind(certificate, ['tags', 'a'], 'DIFFERENCE', update(1, '/tags/a'))).toBe('nobody');
    expect(behind(group, null, 'DELETED', deleteStage, deleteApi)).toBe('nobody');
    expect(behind(group, ['retention_in_days'], 'DIFFERENCE', update(1, '/'))).toBe('nobody');
  });
});

describe('other findings', () => {
  const deploy = callAt(5, 'CreateDeployment', { kind: 'PATHS', paths: ['/deploymentId'] });

  it('a stage that nobody manages is attributed to its creation, or perhaps a deployment to it', () => {
    expect(behind(stage, null, 'UNMANAGED', callAt(1, 'CreateStage', whole), update(2, '/x'))).toBe(
      'CERTAIN CreateStage@1',
    );
    expect(behind(stage, null, 'UNMANAGED', deploy)).toBe('ONE_OF CreateDeployment@5');
    expect(behind(stage, null, 'UNMANAGED', { ...deploy, target: { ...deploy.target, stageName: null } })).toBe(
      'nobody',
    );
    expect(behind(stage, null, 'UNMANAGED', callAt(1, 'DeleteStage', whole))).toBe('nobody');
  });

  it('what could not be checked is nobody’s doing', () => {
    expect(behind(stage, null, 'NOT_CHECKED', callAt(1, 'DeleteStage', whole), callAt(2, 'UpdateStage', unknown))).toBe(
      'nobody',
    );
  });

  it('an operation that this version does not know is nobody’s creation and nobody’s deletion', () => {
    const future = callAt(1, 'ReplaceStage', whole);

    expect(difference(level, future)).toBe('nobody');
    expect(behind(stage, null, 'UNMANAGED', future)).toBe('nobody');
  });
});

describe('whatever calls there are', () => {
  const calls = fc.array(
    fc.record({
      at: fc.nat({ max: 59 }),
      name: fc.constantFrom('UpdateStage', 'CreateStage', 'DeleteStage', 'CreateDeployment', '__proto__'),
      touched: fc.oneof(
        fc.constantFrom(whole, unknown),
        fc.record({
          kind: fc.constant('PATHS' as const),
          paths: fc.array(fc.constantFrom('/variables/LOG_LEVEL', '/variables', '', '/tags/a', '/description')),
        }),
      ),
    }),
  );

  it('an attribution has the latest first, at most five, each once, and is the same in any order', () => {
    fc.assert(
      fc.property(calls, fc.constantFrom<FindingKind>('DIFFERENCE', 'DELETED', 'UNMANAGED'), (drawn, kind) => {
        const list = drawn.map(({ at, name, touched }, index) => ({
          ...callAt(at, name, touched),
          eventId: `${index}`,
        }));
        const path = kind === 'DIFFERENCE' ? level : null;
        const attribution = attribute({ resource: stage, path, kind }, list);
        expect(attribute({ resource: stage, path, kind }, [...list, ...list].toReversed())).toEqual(attribution);
        if (attribution === null) return;
        const times = attribution.calls.map(({ time }) => time);
        expect(times).toEqual(times.toSorted().toReversed());
        expect(times.length).toBeGreaterThan(0);
        expect(times.length).toBeLessThanOrEqual(attribution.certainty === 'CERTAIN' ? 1 : 5);
        expect(new Set(attribution.calls.map(({ eventId }) => eventId)).size).toBe(times.length);
      }),
    );
  });
});

describe('what callers say of themselves', () => {
  it('is hidden where it looks like a credential', () => {
    const call = update(1, '/variables/LOG_LEVEL');
    const secret = `AKIA${'0'.repeat(16)}`;
    const caller = {
      actor: `x ${secret}`,
      arn: secret,
      sourceAddress: secret,
      tool: secret,
      userAgent: `a ${secret} b`,
      isVerified: true,
    };

    expect(
      JSON.stringify(attribute({ resource: stage, path: level, kind: 'DIFFERENCE' }, [{ ...call, caller }])),
    ).not.toContain(secret);
  });

  it('may be nothing', () => {
    const call = update(1, '/variables/LOG_LEVEL');
    const caller = { ...call.caller, arn: null, sourceAddress: null, userAgent: null };

    expect(attribute({ resource: stage, path: level, kind: 'DIFFERENCE' }, [{ ...call, caller }])?.calls).toMatchObject(
      [{ arn: null, sourceAddress: null, userAgent: null }],
    );
  });
});

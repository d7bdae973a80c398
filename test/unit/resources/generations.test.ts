import { describe, expect, it } from '@jest/globals';
import * as v from 'valibot';
import { flattenStage } from '../../../lib/aws/api-gateway/flatten-stage.ts';
import { createLookupResults, ofKind } from '../../../lib/resources/live.ts';
import { checkedTypes, typesToRead } from '../../../lib/resources/registry.ts';
import type { LiveStage } from '../../../lib/resources/rest-api/live-stage.ts';
import { createStageDirectory } from '../../../lib/resources/stage-directory.ts';
import type { Verdict } from '../../../lib/resources/verdict.ts';
import { parseStateFile } from '../../parse-state-file.ts';
import { fixture } from '../terraform/state-builder.ts';
import { inState } from './placing.ts';

/**
 * One and the same stages and method settings, as each generation of provider and program writes them. 5.100 is
 * recorded; the others are that state less the attributes that their generation did not have, or more those it added.
 */
const generations = ['provider-3', 'provider-4', 'provider-5.0', 'provider-5.100', 'provider-6', 'opentofu'];

const recorded = v.parse(v.record(v.string(), v.unknown()), JSON.parse(fixture('corpus/none-fresh/stages.json')));

/** The verdicts on all that the state has, given the recorded stages with what is changed on each of them. */
function verdicts(generation: string, change: (stage: LiveStage) => Partial<LiveStage> = () => ({})) {
  const { instances } = parseStateFile(fixture(`generations/${generation}.json`), typesToRead);
  const directory = createStageDirectory(inState(generation, ...instances));
  return new Map(
    instances.flatMap((instance): [string, Verdict][] => {
      const placed = checkedTypes.get(instance.type)?.place(instance, { stages: directory, state: generation }) ?? null;
      const [question] = ofKind(placed?.questions ?? [], 'STAGE');
      if (placed === null || question === undefined) return [];
      const live = flattenStage(recorded[`${question.id.apiId}/${question.id.stageName}`]);
      const { put, answers } = createLookupResults();
      put(question, { kind: 'FOUND', live: { ...live, ...change(live) } });
      return [[instance.address, placed.judge(answers)]];
    }),
  );
}

const stage = 'aws_api_gateway_stage.full';

function pathsOf(verdict: Verdict | undefined): readonly unknown[] {
  return verdict?.status === 'MODIFIED' ? verdict.differences.map(({ path }) => path) : [verdict?.status];
}

describe.each(generations)('a state of %s', (generation) => {
  it('is in sync with what it describes: no absent key is a difference, and every account and region is found', () => {
    expect(Object.fromEntries(verdicts(generation))).toEqual({
      'aws_api_gateway_method_settings.all': { status: 'IN_SYNC' },
      'aws_api_gateway_method_settings.one': { status: 'IN_SYNC' },
      'aws_api_gateway_stage.basic': { status: 'IN_SYNC' },
      'aws_api_gateway_stage.full': { status: 'IN_SYNC' },
    });
  });

  it('has every change of what it knows', () => {
    const found = verdicts(generation, ({ tags, methodSettings }) => ({
      deploymentId: 'changed',
      tags: new Map(tags).set('Owner', 'changed'),
      methodSettings: new Map([...methodSettings].map(([key, live]) => [key, { ...live, throttlingBurstLimit: 7 }])),
    }));
    expect(pathsOf(found.get(stage))).toEqual([['deployment_id'], ['tags', 'Owner']]);
    expect(pathsOf(found.get('aws_api_gateway_method_settings.one'))).toEqual([
      ['settings', 0, 'throttling_burst_limit'],
    ]);
  });
});

const webAclArn = 'arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/orders/1';
const otherCanary = ({ canarySettings: canary }: LiveStage) => ({
  canarySettings: canary && { ...canary, deploymentId: 'changed' },
});

describe('what a generation did not have is no difference, and is one from then on', () => {
  it.each<[string, string, (live: LiveStage) => Partial<LiveStage>, readonly unknown[]]>([
    ['a web ACL', 'provider-3', () => ({ webAclArn }), ['IN_SYNC']],
    ['a web ACL', 'provider-4', () => ({ webAclArn }), [['web_acl_arn']]],
    ['a canary that is gone', 'provider-3', () => ({ canarySettings: null }), ['IN_SYNC']],
    [
      'a canary that is gone',
      'provider-4',
      () => ({ canarySettings: null }),
      [
        ['canary_settings', 0, 'percent_traffic'],
        ['canary_settings', 0, 'use_stage_cache'],
      ],
    ],
    ['another deployment of a canary', 'provider-3', otherCanary, ['IN_SYNC']],
    ['another deployment of a canary', 'provider-4', otherCanary, ['IN_SYNC']],
    ['another deployment of a canary', 'provider-5.0', otherCanary, ['IN_SYNC']],
    ['another deployment of a canary', 'provider-5.100', otherCanary, [['canary_settings', 0, 'deployment_id']]],
    ['another deployment of a canary', 'provider-6', otherCanary, [['canary_settings', 0, 'deployment_id']]],
  ])('%s, in a state of %s', (_, generation, change, paths) => {
    expect(pathsOf(verdicts(generation, change).get(stage))).toEqual(paths);
  });
});

describe('a state of a generation', () => {
  it.each(['provider-6', 'opentofu'])(
    'that has the region as an attribute reports it without any ARN: %s',
    (generation) => {
      const text = fixture(`generations/${generation}.json`).replaceAll(/"arn": "[^"]*",/g, '');
      const { instances } = parseStateFile(text, typesToRead);
      const directory = createStageDirectory(inState(generation, ...instances));

      expect(directory.stages.map(({ id }) => id.region)).toEqual(['eu-west-1', 'eu-west-1']);
    },
  );

  it('whose deployments have no ARN has them still', () => {
    const { instances } = parseStateFile(fixture('generations/provider-6.json'), typesToRead);
    const deployment = instances.find(({ type }) => type === 'aws_api_gateway_deployment');

    expect(deployment?.attributes.has('execution_arn')).toBe(false);
    expect(deployment?.attributes.get('rest_api_id')).toBe('nz6fqhy5dm');
  });
});

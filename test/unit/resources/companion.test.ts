import { describe, expect, it } from '@jest/globals';
import { firstStage } from '../../../lib/resources/companion.ts';
import { createStageDirectory } from '../../../lib/resources/stage-directory.ts';
import { answering, directoryOf, inState, instanceOf, place, stageInstance } from './placing.ts';

describe('the stage that a companion is reported with', () => {
  const [one, two] = [inState('s3://b/1', stageInstance()), inState('s3://b/2', stageInstance())];

  it('is the first in order of state where two states have it under one address', () => {
    expect(firstStage(createStageDirectory([...two, ...one]).stages)?.state).toBe('s3://b/1');
    expect(firstStage(createStageDirectory([...one, ...two]).stages)?.state).toBe('s3://b/1');
  });

  it('is the first in order of address before that', () => {
    const first = inState('s3://b/3', stageInstance({}, 'a'));
    expect(firstStage(createStageDirectory([...one, ...first]).stages)?.address).toBe('aws_api_gateway_stage.a');
  });

  it('is none where there is none', () => {
    expect(firstStage(directoryOf().stages)).toBeUndefined();
  });
});

describe('a base path mapping that leads nowhere any more', () => {
  it('has lost its REST API and its stage', () => {
    const attributes = { domain_name: 'api.example.org', base_path: '', api_id: 'abcdefghij', stage_name: 'prod' };
    const placed = place(instanceOf('aws_api_gateway_base_path_mapping', attributes), stageInstance());
    const verdict = placed.judge(
      answering(
        {
          kind: 'BASE_PATH_MAPPING',
          accountId: '123456789012',
          region: 'eu-west-1',
          id: { domainName: 'api.example.org', basePath: '(none)', domainNameId: '' },
        },
        { kind: 'FOUND', live: { restApiId: '', stage: '' } },
      ),
    );
    expect(verdict).toEqual({
      status: 'MODIFIED',
      differences: [
        { path: ['api_id'], differenceType: 'REMOVE', expected: 'abcdefghij', actual: null },
        { path: ['stage_name'], differenceType: 'REMOVE', expected: 'prod', actual: null },
      ],
    });
  });
});

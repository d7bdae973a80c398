import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { probeStage } from '../../../../lib/aws/api-gateway/stage-probe.ts';
import type { StageId } from '../../../../lib/model/stage-id.ts';
import { managedStage } from '../../../../lib/resources/api-families.ts';
import { parseStateFile } from '../../../parse-state-file.ts';
import { createHastyClock } from '../../../virtual-clock.ts';
import { useLocalServices } from '../use-aws.ts';

const read = (file: string) => readFileSync(`test/fixtures/corpus/none-refreshed/${file}`, 'utf8');
const clock = createHastyClock();
const aws = useLocalServices();

beforeEach(() => {
  aws().apiGateway.reset();
  aws().apiGateway.loadRecorded(JSON.parse(read('stages.json')), {
    account: '123456789012',
    regionOf: () => 'eu-west-1',
  });
});

function stageId(): StageId {
  const { instances } = parseStateFile(read('state.json'), new Set(['aws_api_gateway_stage']));
  const [id] = instances.flatMap((instance) => managedStage(instance) ?? []);
  if (id === undefined) throw new Error('the fixture has no stage');
  return { ...id, region: 'eu-west-1' };
}

describe('a probe of a stage', () => {
  it('reads that stage and nothing else', async () => {
    expect(await probeStage(stageId(), null, clock)).toBe('FOUND');
    expect(aws().apiGateway.calls.map(({ operation }) => operation)).toEqual(['GetCallerIdentity', 'GetStage']);
  });

  it('knows one that is gone', async () => {
    expect(await probeStage({ ...stageId(), stageName: 'gone' }, null, clock)).toBe('NOT_FOUND');
  });

  it('names the right that is missing', async () => {
    aws().apiGateway.setFault(
      { operation: 'GetStage' },
      { kind: 'error', status: 403, code: 'AccessDeniedException', message: 'no' },
    );

    await expect(probeStage(stageId(), null, clock)).rejects.toMatchObject({
      message: expect.stringContaining('access denied by API Gateway'),
      remedy: 'have apigateway:GET on /restapis/*/stages/* granted to the identity that runs this',
    });
  });

  it('assumes the role in another account', async () => {
    const roleArn = 'arn:aws:iam::210987654321:role/reader';
    aws().apiGateway.allowRole({ roleArn });

    await probeStage({ ...stageId(), accountId: '210987654321' }, { name: 'reader', externalId: null }, clock);
    expect(aws().apiGateway.calls.map(({ operation }) => operation)).toEqual([
      'GetCallerIdentity',
      'AssumeRole',
      'GetStage',
    ]);
  });

  it('says of a role that does not let us in that it may let the function in', async () => {
    const role = { name: 'reader', externalId: null };

    await expect(probeStage({ ...stageId(), accountId: '210987654321' }, role, clock)).rejects.toMatchObject({
      message: expect.stringContaining('arn:aws:iam::210987654321:role/reader'),
      remedy: expect.stringContaining('may trust the function alone'),
    });
  });
});

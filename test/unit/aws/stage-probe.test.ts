import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { probeStage } from '../../../lib/aws/stage-probe.ts';
import { known } from '../../../lib/doctor/fact.ts';
import { completeStageId, type StageId, statedStageId } from '../../../lib/resources/stage-id.ts';
import { parseStateFile } from '../../../lib/terraform/state-file.ts';
import { type LocalServices, startLocalServices } from '../../local-aws/local-aws.ts';
import { createHastyClock } from '../../virtual-clock.ts';

const access = { crossAccountRole: null, requestsPerSecond: 100 };
const read = (file: string) => readFileSync(`test/fixtures/corpus/none-refreshed/${file}`, 'utf8');
const clock = createHastyClock();
let aws: LocalServices;

beforeAll(async () => {
  aws = await startLocalServices();
  Object.assign(process.env, aws.environment);
});
afterAll(() => aws.stop());
beforeEach(() => {
  aws.apiGateway.reset();
  aws.apiGateway.loadRecorded(JSON.parse(read('stages.json')), {
    account: '123456789012',
    regionOf: () => 'eu-west-1',
  });
});

function stageId(): StageId {
  const { instances } = parseStateFile(read('state.json'), new Set(['aws_api_gateway_stage']));
  const [id] = instances.flatMap(({ attributes }) => completeStageId(statedStageId(attributes)) ?? []);
  if (id === undefined) throw new Error('the fixture has no stage');
  return { ...id, region: 'eu-west-1' };
}

describe('a probe of stages', () => {
  it('reads one stage by itself and in the list, which are two rights', async () => {
    expect(await probeStage(stageId(), access, clock)).toEqual(known('THERE'));
    expect(aws.apiGateway.calls.map(({ operation }) => operation)).toEqual([
      'GetCallerIdentity',
      'GetStage',
      'GetStages',
    ]);
  });

  it('knows one that is gone', async () => {
    expect(await probeStage({ ...stageId(), stageName: 'gone' }, access, clock)).toEqual(known('GONE'));
  });

  it.each(['GetStage', 'GetStages'])('names the right that is missing for %s', async (operation) => {
    aws.apiGateway.setFault(
      { operation },
      { kind: 'error', status: 403, code: 'AccessDeniedException', message: 'no' },
    );

    expect(await probeStage(stageId(), access, clock)).toMatchObject({
      kind: 'UNKNOWN',
      reason: expect.stringContaining('access denied by API Gateway'),
      why: { kind: 'DENIED', action: expect.stringContaining('apigateway:GET') },
    });
  });

  it('says of a role that does not let us in that it may let the function in', async () => {
    const crossAccountRole = { name: 'reader', externalId: null };

    expect(
      await probeStage({ ...stageId(), accountId: '210987654321' }, { ...access, crossAccountRole }, clock),
    ).toMatchObject({
      reason: expect.stringContaining('arn:aws:iam::210987654321:role/reader'),
      why: { kind: 'DENIED', action: expect.stringContaining('may trust the function alone') },
    });
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { LocalApiGateway } from '@stagedrift/local-aws/api-gateway';
import type { Fault } from '@stagedrift/local-aws/faults';
import type { ApiGateway } from '../../../../lib/aws/api-gateway/list-reader.ts';
import { createStageReaders } from '../../../../lib/aws/api-gateway/stage-reader.ts';
import { createApiGatewayClient } from '../../../../lib/aws/clients.ts';
import { outOfTime } from '../../../../lib/aws/limits/deadline.ts';
import type { StageId } from '../../../../lib/model/stage-id.ts';
import { idle } from '../../../idle.mjs';
import { createVirtualClock, type VirtualClock } from '../../../virtual-clock.ts';
import {
  apiGatewayService,
  arrived,
  makeLive,
  said,
  stageId,
  stageQuestion,
  startOwnApiGateway,
} from '../live-stages.ts';

const prod = stageId('api', 'prod');
const dev = stageId('api', 'dev');

let apiGateway: LocalApiGateway;
let clock: VirtualClock;

beforeEach(async () => {
  apiGateway = await startOwnApiGateway();
  clock = createVirtualClock();
});
afterEach(() => apiGateway.stop());

/** @returns what a new reader says of each stage, in order: the description of a stage it found, else kind and reason */
function read(stages: readonly StageId[], from = service()): Promise<string[]> {
  const ids = stages.map((stage) => stageQuestion(stage).id);
  const ask = createStageReaders(from).STAGE(ids);
  return clock.passWhile(Promise.all(ids.map(async (id) => said(await ask(id)))));
}

function service(options: Partial<Parameters<typeof apiGatewayService>[0]> = {}): ApiGateway {
  return apiGatewayService({ clock, ...options });
}

function error(status: number, code: string, message = 'oops'): Fault {
  return { kind: 'error', status, code, message };
}

function garbage(body: string, contentType = 'application/json'): Fault {
  return { kind: 'garbage', body, contentType };
}

describe('one stage of a REST API', () => {
  it('is asked for by its name, once', async () => {
    makeLive(apiGateway, [prod, dev]);

    expect(await read([prod])).toEqual(['prod']);
    expect(arrived(apiGateway)).toEqual(['GetStage api/prod']);
  });

  it.each([
    ['the stage is gone', [dev], 'Invalid stage identifier specified'],
    ['the REST API is gone', [], 'Invalid Rest API Id specified'],
  ])('is not found when %s', async (_title, live, message) => {
    makeLive(apiGateway, live);

    expect(await read([prod])).toEqual([`NOT_FOUND: API Gateway does not have it any more: ${message}`]);
  });

  it.each([
    ['an answer that is HTML', garbage('<html>', 'text/html'), 'API Gateway gave an answer that cannot be read'],
    ['truncated JSON', garbage('{"stageName":"prod"'), 'API Gateway gave an answer that cannot be read'],
    ['JSON null', garbage('null'), 'API Gateway gave an answer that cannot be read'],
    ['no body', garbage(''), 'AWS gave an answer that is not a stage: stageName is missing'],
    ['an empty object', garbage('{}'), 'AWS gave an answer that is not a stage: stageName is missing'],
    ['another stage', garbage('{"stageName":"dev"}'), 'API Gateway gave an answer about another stage'],
    [
      'variables that are a text',
      garbage('{"stageName":"prod","variables":"a=b"}'),
      'AWS gave an answer that is not a stage: variables is not an object',
    ],
    ['access denied', error(403, 'AccessDeniedException'), 'access denied by API Gateway: AccessDeniedException: oops'],
    ['an invalid token', error(403, 'UnrecognizedClientException'), 'no usable AWS credentials for API Gateway'],
    ['a bad request', error(400, 'BadRequestException'), 'API Gateway refused the request: BadRequestException: oops'],
    ['not found, but not by API Gateway', error(404, 'UnknownOperation'), 'API Gateway refused the request'],
  ])('that is answered with %s is unreadable, and is asked for once', async (_title, fault, reason) => {
    makeLive(apiGateway, [prod]);
    apiGateway.setFault({}, fault);

    expect(await read([prod])).toEqual([expect.stringContaining(`UNREADABLE: ${reason}`)]);
    expect(apiGateway.calls).toHaveLength(1);
  });

  it.each<[string, Fault, string]>([
    ['throttled', { kind: 'throttled' }, 'throttled by API Gateway: TooManyRequestsException: Too Many Requests'],
    [
      'throttled until much later',
      { kind: 'error', status: 429, code: 'LimitExceededException', message: 'wait', retryAfterSeconds: 120 },
      'throttled by API Gateway: LimitExceededException: wait',
    ],
    ['answered 500', error(500, 'InternalFailure'), 'API Gateway failed: InternalFailure: oops'],
    [
      'answered 503',
      error(503, 'ServiceUnavailableException'),
      'API Gateway failed: ServiceUnavailableException: oops',
    ],
    ['disconnected', { kind: 'reset' }, 'ECONNRESET'],
    ['never answered', { kind: 'never' }, 'API Gateway did not answer in time: TimeoutError: no answer in 0.3 seconds'],
  ])(
    'that is %s for ever is unreadable, with the reason and not with its time being up',
    async (_title, fault, reason) => {
      makeLive(apiGateway, [prod]);
      apiGateway.setFault({}, fault);

      expect(await read([prod], service({ callTimeoutMs: 300 }))).toEqual([
        expect.stringMatching(`^UNREADABLE: .*${reason}`),
      ]);
    },
  );

  it.each<[string, Fault]>([
    ['throttled', { kind: 'throttled', times: 2 }],
    ['answered 500', { ...error(500, 'InternalFailure'), times: 2 }],
    ['disconnected', { kind: 'reset', times: 2 }],
  ])('that is %s twice is read by the third attempt, and every attempt is counted', async (_title, fault) => {
    makeLive(apiGateway, [prod]);
    apiGateway.setFault({}, fault);
    const patient = service();

    expect(await read([prod], patient)).toEqual(['prod']);
    expect(patient.calls.attempts()).toBe(3);
    expect(apiGateway.calls).toHaveLength(3);
  });

  it('keeps variables that are named as the members of every JavaScript object', async () => {
    apiGateway.setFault({}, garbage('{"stageName":"prod","variables":{"__proto__":"a","constructor":"b"}}'));
    const { id } = stageQuestion(prod);
    const answer = await createStageReaders(service()).STAGE([id])(id);

    expect(answer).toMatchObject({ kind: 'FOUND' });
    expect(answer.kind === 'FOUND' && [...answer.live.variables]).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
  });

  it('may have members and values that nobody knows yet', async () => {
    apiGateway.setFault(
      {},
      garbage(
        '{"stageName":"prod","description":"fine","cacheClusterStatus":"MELTING","methodSettings":{"*/*":{"loggingLevel":"DEBUG"}},"future":{"a":[1]}}',
      ),
    );

    expect(await read([prod])).toEqual(['fine']);
  });
});

describe('several stages of one REST API', () => {
  it('are read with one call', async () => {
    makeLive(apiGateway, [prod, dev]);
    const one = service();

    expect(await read([prod, dev], one)).toEqual(['prod', 'dev']);
    expect(arrived(apiGateway)).toEqual(['GetStages api']);
    expect(one.calls.attempts()).toBe(1);
  });

  it('are asked for by name where the list lacks them, before they are called deleted', async () => {
    makeLive(apiGateway, [prod]);

    expect(await read([prod, dev])).toEqual([
      'prod',
      'NOT_FOUND: API Gateway does not have it any more: Invalid stage identifier specified',
    ]);
    expect(arrived(apiGateway)).toEqual(['GetStages api', 'GetStage api/dev']);
  });

  it.each(['{}', '[]', '{"item":null}', '{"item":[null,{"stageName":5}]}', '{"item":"text"}'])(
    'are asked for by name after a list that is %s',
    async (body) => {
      makeLive(apiGateway, [prod, dev]);
      apiGateway.setFault({ operation: 'GetStages' }, garbage(body));

      expect(await read([prod, dev])).toEqual(['prod', 'dev']);
    },
  );

  it('are asked for by name where the list is denied', async () => {
    makeLive(apiGateway, [prod, dev]);
    apiGateway.setFault({ operation: 'GetStages' }, error(403, 'AccessDeniedException'));

    expect(await read([prod, dev])).toEqual(['prod', 'dev']);
    expect(arrived(apiGateway).toSorted()).toEqual(['GetStage api/dev', 'GetStage api/prod', 'GetStages api']);
  });

  it('are each not found when the REST API is gone', async () => {
    const gone = 'NOT_FOUND: API Gateway does not have it any more: Invalid Rest API Id specified';

    expect(await read([prod, dev])).toEqual([gone, gone]);
    expect(apiGateway.calls).toHaveLength(3);
  });

  it.each<[string, Fault, string]>([
    ['throttled', { kind: 'throttled' }, 'throttled by API Gateway'],
    ['answered 500', error(500, 'InternalFailure'), 'API Gateway failed'],
    ['answered with HTML', garbage('<html>', 'text/html'), 'API Gateway gave an answer that cannot be read'],
    ['never answered', { kind: 'never' }, 'API Gateway did not answer in time'],
  ])('are all unreadable where the list is %s, and none of them is asked for', async (_title, fault, reason) => {
    makeLive(apiGateway, [prod, dev]);
    apiGateway.setFault({ operation: 'GetStages' }, fault);

    const unreadable = expect.stringContaining(`UNREADABLE: ${reason}`);
    expect(await read([prod, dev], service({ callTimeoutMs: 300 }))).toEqual([unreadable, unreadable]);
    expect(new Set(arrived(apiGateway))).toEqual(new Set(['GetStages api']));
  });

  it('are judged one by one where one of them is garbage in the list', async () => {
    apiGateway.setFault(
      { operation: 'GetStages' },
      garbage('{"item":[{"stageName":"prod","tags":"x"},{"stageName":"dev","description":"dev"}]}'),
    );

    expect(await read([prod, dev])).toEqual([
      'UNREADABLE: AWS gave an answer that is not a stage: tags is not an object',
      'dev',
    ]);
    expect(apiGateway.calls).toHaveLength(1);
  });
});

describe('the deadline of the run', () => {
  it('that has passed leaves every stage unread, without a call', async () => {
    makeLive(apiGateway, [prod, dev]);
    const late = service({ deadline: AbortSignal.abort() });

    expect(await read([prod, dev], late)).toEqual([`OUT_OF_TIME: ${outOfTime}`, `OUT_OF_TIME: ${outOfTime}`]);
    expect(late.calls.attempts()).toBe(0);
    expect(apiGateway.calls).toEqual([]);
  });

  it.each<[string, Fault]>([
    ['is not answered', { kind: 'never' }],
    ['is throttled', { kind: 'throttled' }],
  ])('that passes while a call %s leaves it unread, and no further attempt is made', async (_title, fault) => {
    makeLive(apiGateway, [prod]);
    apiGateway.setFault({}, fault);
    const deadline = new AbortController();
    const cutOff = service({ deadline: deadline.signal });
    const { id } = stageQuestion(prod);
    const reading = createStageReaders(cutOff).STAGE([id])(id);
    await idle();
    deadline.abort();

    expect(said(await reading)).toBe(`OUT_OF_TIME: ${outOfTime}`);
    await clock.advance(60_000);
    expect([apiGateway.calls.length, cutOff.calls.attempts()]).toEqual([1, 1]);
  });
});

it('a fault of this program is not taken for an answer, nor for a failure of the service', async () => {
  makeLive(apiGateway, [prod]);
  const client = createApiGatewayClient('eu-west-1', null, clock);
  client.middlewareStack.add(
    (next) => async (request) => {
      const { response, output } = await next(request);
      Object.defineProperty(output, 'stageName', {
        get: () => {
          throw new TypeError('a fault of this program');
        },
      });
      return { response, output };
    },
    { step: 'initialize' },
  );

  expect(await read([prod], service({ client }))).toEqual([
    expect.stringMatching(/^UNREADABLE: stagedrift itself failed on it \(TypeError at /),
  ]);
});

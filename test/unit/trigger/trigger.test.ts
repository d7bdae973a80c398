import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CheckRequest, plainRequest } from '../../../lib/model/check-request.ts';
import { parseEvent } from '../../../lib/trigger/event.ts';
import { InvalidEventError } from '../../../lib/trigger/event-form.ts';

/** A scheduled event as the documentation of EventBridge shows it. */
const scheduled = {
  version: '0',
  id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: '123456789012',
  time: '2015-10-08T16:53:06Z',
  region: 'us-east-1',
  resources: ['arn:aws:events:us-east-1:123456789012:rule/my-scheduled-rule'],
  detail: {},
};

const everything: CheckRequest = { ...plainRequest, trigger: { kind: 'manual' }, dryRun: false };

function sample(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../../events/${name}`, import.meta.url), 'utf8'));
}

function requestOf(event: unknown): CheckRequest {
  const read = parseEvent(event, []);
  if (read.kind === 'NO_CONCERN') throw new Error(read.reason);
  return read.request;
}

function refusalOf(event: unknown): string {
  try {
    requestOf(event);
  } catch (error) {
    if (error instanceof InvalidEventError) return error.message;
    throw error;
  }
  return 'it was accepted';
}

function refused(...problems: string[]): string {
  return `The event cannot be used: ${problems.join('; ')}.`;
}

describe('a scheduled event', () => {
  it('of a rule asks for everything, in the name of the rule', () => {
    expect(requestOf(scheduled)).toEqual({
      ...everything,
      trigger: {
        kind: 'schedule',
        source: 'arn:aws:events:us-east-1:123456789012:rule/my-scheduled-rule',
        time: '2015-10-08T16:53:06Z',
      },
      eventId: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
    });
  });

  it.each(['{}', '', null, undefined, 0, ['a'], { stages: [] }])(
    'of EventBridge Scheduler asks for everything, whatever its detail is: %j',
    (detail) => {
      const resources = ['arn:aws:scheduler:us-east-1:123456789012:schedule/default/hourly'];

      expect(requestOf({ ...scheduled, source: 'aws.scheduler', resources, detail })).toEqual({
        ...everything,
        trigger: { kind: 'schedule', source: resources[0], time: '2015-10-08T16:53:06Z' },
        eventId: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
      });
    },
  );

  it.each([
    ['is missing', undefined],
    ['is empty', []],
  ])('has the service as its source where the list of resources %s', (_, resources) => {
    expect(requestOf({ ...scheduled, source: 'aws.scheduler', resources }).trigger).toEqual({
      kind: 'schedule',
      source: 'aws.scheduler',
      time: '2015-10-08T16:53:06Z',
    });
  });

  it('may lack an id', () => {
    expect(requestOf({ ...scheduled, id: undefined }).eventId).toBeNull();
  });

  it('has no say in what is checked', () => {
    expect(requestOf({ ...scheduled, states: ['s3://acme-tf/a'], stages: ['a/b'], dryRun: true })).toEqual(
      requestOf(scheduled),
    );
  });

  it.each(['schedule.json', 'scheduler.json'])('is what events/%s holds', (name) => {
    expect(requestOf(sample(name))).toMatchObject({
      trigger: { kind: 'schedule', source: expect.stringMatching(/^arn:/), time: expect.stringMatching(/Z$/) },
      eventId: expect.any(String),
      states: null,
      stages: null,
      dryRun: false,
    });
  });

  it.each<[string, unknown, string[]]>([
    [
      'of another service',
      { ...scheduled, source: 'aws.ec2', 'detail-type': 'Object Created' },
      ['source must be aws.events or aws.scheduler', 'detail-type must be "Scheduled Event"'],
    ],
    ['of no service', { ...scheduled, source: null }, ['source must be aws.events or aws.scheduler']],
    ['without a source', without('source'), ['source is missing']],
    ['without a detail-type', without('detail-type'), ['detail-type is missing']],
    ['without a time', without('time'), ['time is missing']],
    ['with a number for its time', { ...scheduled, time: 1 }, ['time must be a text']],
    ['with a number for its id', { ...scheduled, id: 1 }, ['id must be a text']],
    ['with null for its id', { ...scheduled, id: null }, ['id must be a text']],
    [
      'with a text for its resources',
      { ...scheduled, resources: 'arn:aws:events:' },
      ['resources must be a list of texts'],
    ],
    ['with numbers for its resources', { ...scheduled, resources: [1, 2] }, ['resources: must be a text']],
    ['that has nothing but a source', { source: 'aws.events' }, ['detail-type is missing', 'time is missing']],
    [
      'with everything wrong',
      { source: 1, 'detail-type': 2, id: 3, time: 4, resources: 5 },
      [
        'source must be aws.events or aws.scheduler',
        'detail-type must be "Scheduled Event"',
        'id must be a text',
        'time must be a text',
        'resources must be a list of texts',
      ],
    ],
  ])('%s is refused, with every problem', (_, event, problems) => {
    expect(refusalOf(event)).toBe(refused(...problems));
  });
});

function without(key: keyof typeof scheduled): unknown {
  return Object.fromEntries(Object.entries(scheduled).filter(([name]) => name !== key));
}

describe('a manual event', () => {
  it('asks for everything where it is empty', () => {
    expect(requestOf({})).toEqual(everything);
  });

  it('asks for everything where what it has is null', () => {
    expect(requestOf({ states: null, stages: null, dryRun: null })).toEqual(everything);
  });

  it('may ask for some states', () => {
    const states = ['s3://acme-tf/orders/terraform.tfstate', 's3://acme-tf/env:/*/**'];

    expect(requestOf({ states })).toEqual({ ...everything, states });
  });

  it('may ask for some stages, in each of the forms there are', () => {
    const arn = 'arn:aws:apigateway:eu-west-1::/restapis/nz6fqhy5dm/stages/prod';
    const stages = ['nz6fqhy5dm/prod', arn, 'module.api["eu"].aws_api_gateway_stage.this'];

    expect(requestOf({ stages })).toEqual({
      ...everything,
      stages: [
        { kind: 'ID', text: 'nz6fqhy5dm/prod', family: 'REST', apiId: 'nz6fqhy5dm', stageName: 'prod' },
        { kind: 'ARN', text: arn, family: 'REST', region: 'eu-west-1', apiId: 'nz6fqhy5dm', stageName: 'prod' },
        { kind: 'ADDRESS', text: 'module.api["eu"].aws_api_gateway_stage.this' },
      ],
    });
  });

  it('may ask for a check that publishes nothing', () => {
    expect(requestOf({ dryRun: true })).toEqual({ ...everything, dryRun: true });
    expect(requestOf({ dryRun: false })).toEqual(everything);
  });

  it('may narrow by state and by stage at once', () => {
    expect(requestOf({ states: ['s3://acme-tf/a'], stages: ['a/b'], dryRun: true })).toMatchObject({
      states: ['s3://acme-tf/a'],
      stages: [{ text: 'a/b' }],
      dryRun: true,
    });
  });

  it.each(['manual.json', 'manual-dry-run.json'])('is what events/%s holds', (name) => {
    expect(requestOf(sample(name))).toMatchObject({ trigger: { kind: 'manual' }, eventId: null });
  });

  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a text', 's3://acme-tf/a'],
    ['an empty text', ''],
    ['a number', 1],
    ['a Boolean', true],
    ['an empty list', []],
    ['a list', [{ states: ['s3://acme-tf/a'] }]],
  ])('is not %s', (_, event) => {
    expect(refusalOf(event)).toBe(refused('the event must be a JSON object'));
  });

  const statesForm = 'must be a list of texts such as "s3://bucket/key"';
  const stagesForm = 'must be a list of texts such as "REST-API-ID/STAGE-NAME"';
  const unknown = 'is not known here';
  const known = 'a manual event may have states, stages and dryRun';

  it.each<[string, unknown, string[]]>([
    ['an empty list of states', { states: [] }, ['states must not be an empty list']],
    ['an empty list of stages', { stages: [] }, ['stages must not be an empty list']],
    ['a text for states', { states: 's3://acme-tf/a' }, [`states ${statesForm}`]],
    ['an object for states', { states: {} }, [`states ${statesForm}`]],
    ['a number among states', { states: ['s3://acme-tf/a', 1] }, [`states: ${statesForm}`]],
    ['several numbers among stages, said once', { stages: [1, null, {}] }, [`stages: ${stagesForm}`]],
    ['a text for stages', { stages: 'a/b' }, [`stages ${stagesForm}`]],
    ['a text for dryRun', { dryRun: 'true' }, ['dryRun must be true or false']],
    ['a number for dryRun', { dryRun: 1 }, ['dryRun must be true or false']],
    [
      'a path for a state',
      { states: ['terraform.tfstate'] },
      ['states: "terraform.tfstate" does not start with s3://'],
    ],
    [
      'a lock file for a state',
      { states: ['s3://acme-tf/a.tflock'] },
      ['states: s3://acme-tf/a.tflock is a lock file or a backup, not a state'],
    ],
    [
      'what names no stage',
      { stages: ['prod'] },
      ['stages: "prod" names no stage: use REST-API-ID/STAGE-NAME, the ARN of a stage, or a Terraform address'],
    ],
    ['an unknown key', { state: ['s3://acme-tf/a'] }, [`"state" ${unknown}`, known]],
    ['several unknown keys', { a: 1, b: 2 }, [`"a" ${unknown}`, `"b" ${unknown}`, known]],
    ['records of a queue', { Records: [{ eventSource: 'aws:sqs' }] }, [`"Records" ${unknown}`, known]],
    ['a key __proto__', JSON.parse('{"__proto__":{"dryRun":true}}'), [`"__proto__" ${unknown}`, known]],
    ['a key constructor', { constructor: 1 }, [`"constructor" ${unknown}`, known]],
    ['a key toString', { toString: 1 }, [`"toString" ${unknown}`, known]],
    [
      'several problems',
      { dryrun: true, states: ['a', 's3://b'], stages: [], dryRun: 'yes' },
      [
        `"dryrun" ${unknown}`,
        known,
        'states: "a" does not start with s3://',
        'states: s3://b has no valid bucket name after s3://',
        'stages must not be an empty list',
        'dryRun must be true or false',
      ],
    ],
  ])('with %s is refused, with every problem', (_, event, problems) => {
    expect(refusalOf(event)).toBe(refused(...problems));
  });
});

describe('an invocation', () => {
  it('throws an error that its name sets apart', () => {
    expect(() => requestOf(null)).toThrow(expect.objectContaining({ name: 'InvalidEventError' }));
  });

  it('leaves the objects of this program alone, whatever the keys of the event are', () => {
    const event = JSON.parse('{"source":"aws.events","__proto__":{"time":"x","polluted":1},"constructor":1}');

    expect(refusalOf(event)).toBe(refused('detail-type is missing', 'time is missing'));
    expect({}).not.toHaveProperty('polluted');
  });

  it('refuses with an InvalidEventError whatever JSON the event is', () => {
    const named = fc.record(
      { states: fc.jsonValue(), stages: fc.jsonValue(), dryRun: fc.jsonValue(), other: fc.jsonValue() },
      { requiredKeys: [] },
    );
    const ofEventBridge = fc
      .tuple(fc.constantFrom(...Object.keys(scheduled)), fc.jsonValue())
      .map(([key, value]) => ({ ...scheduled, [key]: value }));

    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), named, ofEventBridge), (event) => {
        expect(() => refusalOf(event)).not.toThrow();
      }),
    );
  });
});

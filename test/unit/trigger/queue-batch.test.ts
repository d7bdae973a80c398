import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { CheckRequest } from '../../../lib/model/check-request.ts';
import { parseSource } from '../../../lib/terraform/state-source.ts';
import { parseBatch, parseInvocation, queueRecords } from '../../../lib/trigger/queue-batch.ts';

const sources = ['s3://acme-terraform-states/env:/*/**/terraform.tfstate'].map(parseSource);

function sample(name: string): string {
  return readFileSync(new URL(`../../../events/${name}.json`, import.meta.url), 'utf8');
}

function batchOf(...bodies: readonly string[]) {
  return parseBatch(
    bodies.map((body, index) => ({ messageId: `m${index + 1}`, body })),
    sources,
  );
}

describe('an event from a queue', () => {
  it('is known by its records', () => {
    const record = { eventSource: 'aws:sqs', messageId: 'm1', body: '{}', attributes: {} };

    expect(queueRecords({ Records: [record] })).toEqual([{ eventSource: 'aws:sqs', messageId: 'm1', body: '{}' }]);
  });

  it.each([
    {},
    null,
    { Records: [] },
    { Records: 'none' },
    { Records: [{ eventSource: 'aws:sns', messageId: 'm1', body: '{}' }] },
    { dryRun: true },
  ])('is nothing else: %j', (event) => {
    expect(queueRecords(event)).toBeNull();
  });
});

describe('an event that comes by itself', () => {
  it.each([
    ['schedule', 'schedule'],
    ['scheduler', 'schedule'],
    ['manual', 'manual'],
    ['change-update-stage', 'stage-changed'],
    ['change-delete-rest-api', 'stage-changed'],
    ['state-written', 'state-written'],
  ])('is the check that events/%s.json asks for', (name, kind) => {
    expect(parseInvocation(JSON.parse(sample(name)), sources)).toMatchObject({
      kind: 'CHECK',
      request: { trigger: { kind } },
    });
  });

  it('has a caller that nobody verified, other than a message of the queue', () => {
    const body = sample('change-update-stage');
    const verified = (checks: readonly { readonly request: Pick<CheckRequest, 'calls'> }[]) =>
      checks.flatMap(({ request }) => request.calls.map(({ caller }) => caller.isVerified));
    const direct = parseInvocation(JSON.parse(body), sources);
    expect(direct.kind === 'CHECK' && verified([direct])).toEqual([false]);
    expect(verified(parseBatch([{ messageId: 'a', body }], sources).checks)).toEqual([true]);
  });

  it.each(['lock-written', 'change-failed', 'change-http-api-create-stage'])(
    'is of no concern where it is that of events/%s.json',
    (name) => {
      expect(parseInvocation(JSON.parse(sample(name)), sources)).toMatchObject({ kind: 'NO_CONCERN' });
    },
  );

  it.each([null, 'x', [], { source: 'aws.ec2', 'detail-type': 'EC2 Instance State-change Notification' }])(
    'is refused where it is none: %j',
    (event) => {
      expect(() => parseInvocation(event, sources)).toThrow('The event cannot be used');
    },
  );
});

describe('messages of a batch', () => {
  it('are checks of what was changed and of what was written', () => {
    const { checks, ignored, refused } = batchOf(sample('change-update-stage'), sample('state-written'));

    expect(
      checks.map(({ request: { trigger, states, stages }, messageIds }) => [trigger.kind, states, stages, messageIds]),
    ).toEqual([
      ['state-written', ['s3://acme-terraform-states/env:/prod/orders/terraform.tfstate'], null, ['m2']],
      [
        'stage-changed',
        null,
        [
          {
            kind: 'PLACE',
            family: 'REST',
            accountId: '123456789012',
            region: 'eu-west-1',
            apiId: 'nz6fqhy5dm',
            stageName: expect.any(String),
          },
        ],
        ['m1'],
      ],
    ]);
    expect([...ignored, ...refused]).toEqual([]);
  });

  it('that are of no concern are done with, and say why', () => {
    const { checks, ignored } = batchOf(
      sample('change-http-api-create-stage'),
      sample('change-failed'),
      sample('lock-written'),
    );

    expect(checks).toEqual([]);
    expect(ignored).toEqual([
      { messageId: 'm1', reason: 'it is about an HTTP or WebSocket API, of which there is nothing to check here' },
      { messageId: 'm2', reason: 'the call of UpdateStage failed' },
      { messageId: 'm3', reason: 'the object is none of the configured states' },
    ]);
  });

  it('that cannot be understood stop none of the others, and are never quoted', () => {
    const { checks, refused } = batchOf(
      '{"secret":',
      '[]',
      '{"detail-type":"AWS API Call via CloudTrail"}',
      '{"source":"aws.s3","detail-type":"Object Created"}',
      '{"source":"aws.ec2","detail-type":"x"}',
      '{"stages":[]}',
      sample('manual'),
    );

    expect(checks.map(({ messageIds }) => messageIds)).toEqual([['m7']]);
    expect(refused.map(({ messageId }) => messageId)).toEqual(['m1', 'm2', 'm3', 'm4', 'm5', 'm6']);
    expect(refused[0]?.reason).toBe('The event cannot be used: it is not JSON.');
    expect(refused[2]?.reason).toContain('it must be a JSON object');
  });

  it('may be scheduled and manual events, too', () => {
    const { checks } = batchOf(sample('schedule'), sample('manual-dry-run'));

    expect(checks.map(({ request: { trigger, dryRun } }) => [trigger.kind, dryRun])).toEqual([
      ['schedule', false],
      ['manual', true],
    ]);
  });
});

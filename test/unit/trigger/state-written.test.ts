import { describe, expect, it } from '@jest/globals';
import { plainRequest } from '../../../lib/model/check-request.ts';
import { parseSource } from '../../../lib/terraform/state-source.ts';
import { InvalidEventError } from '../../../lib/trigger/event-form.ts';
import { parseStateWritten } from '../../../lib/trigger/state-written.ts';

const sources = ['s3://acme-tf/env:/*/**/terraform.tfstate', 's3://acme-tf/one file'].map(parseSource);

function written(key: string, bucket = 'acme-tf') {
  return parseStateWritten(
    {
      id: '17793124-05d4-b198-2fde-7ededc63b103',
      'detail-type': 'Object Created',
      source: 'aws.s3',
      time: '2026-03-01T02:10:05Z',
      detail: { version: '0', bucket: { name: bucket }, object: { key, size: 5, etag: 'x' }, reason: 'PutObject' },
    },
    sources,
  );
}

describe('an object that was written', () => {
  it.each(['env:/prod/orders/terraform.tfstate', 'one file'])('is a configured state: %s', (key) => {
    const uri = `s3://acme-tf/${key}`;

    expect(written(key)).toEqual({
      ...plainRequest,
      trigger: { kind: 'state-written', source: uri, time: '2026-03-01T02:10:05Z' },
      eventId: '17793124-05d4-b198-2fde-7ededc63b103',
      states: [uri],
      dryRun: false,
    });
  });

  it('is a configured state also if its key is encoded as in a URL', () => {
    expect(written('env%3A/prod/a+b/terraform.tfstate')).toMatchObject({
      states: ['s3://acme-tf/env:/prod/a b/terraform.tfstate'],
    });
  });

  it.each(['env:/prod/orders/terraform.tfstate.tflock', 'env:/prod/orders/other', 'one file.backup', '100%'])(
    'is of no concern if it is a lock, a backup, or in none of the sources: %s',
    (key) => {
      expect(written(key)).toBeNull();
    },
  );

  it('is of no concern in another bucket', () => {
    expect(written('one file', 'other-tf')).toBeNull();
  });

  it.each([
    [{}, 'id is missing; time is missing; detail is missing'],
    [{ id: 'a', time: 'now', detail: {} }, 'time must be an ISO timestamp'],
    [
      { id: 'a', time: '2026-03-01T02:10:05Z', detail: { bucket: { name: '' }, object: 7 } },
      'detail.bucket.name must not be empty; detail.object must be an object',
    ],
  ])('is refused with every problem if it is malformed: %j', (event, problems) => {
    expect(() => parseStateWritten(event, sources)).toThrow(InvalidEventError);
    expect(() => parseStateWritten(event, sources)).toThrow(problems);
  });
});

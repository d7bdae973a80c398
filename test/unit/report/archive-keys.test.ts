import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { archiveKeys } from '../../../lib/report/archive.ts';
import { anyText } from '../any-text.ts';

const detectedAt = '2026-03-01T02:10:05.678Z';

describe('a report', () => {
  it('is kept under the day, the time and its id', () => {
    expect(archiveKeys({ detectedAt, reportId: '0d7c2f4e-5b0a' })).toEqual({
      json: 'reports/2026/03/01/021005-0d7c2f4e-5b0a.json',
      page: 'reports/2026/03/01/021005-0d7c2f4e-5b0a.html',
    });
  });

  it('of an event with any id is kept under a key that needs no escaping', () => {
    fc.assert(
      fc.property(anyText({ minLength: 1, maxLength: 400 }), (reportId) => {
        const { json, page } = archiveKeys({ detectedAt, reportId });

        expect(json).toMatch(/^reports\/2026\/03\/01\/021005-[A-Za-z0-9-]{1,100}\.json$/);
        expect(page).toBe(json.replace(/json$/, 'html'));
      }),
    );
  });

  it('of a later day comes later in a list of all keys', () => {
    fc.assert(
      fc.property(fc.tuple(anyTime, anyTime), ([one, other]) => {
        const [earlier, later] = [one, other]
          .toSorted()
          .map((time) => archiveKeys({ detectedAt: time, reportId: 'x' }));

        expect([later?.json, earlier?.json].toSorted()).toEqual([earlier?.json, later?.json]);
      }),
    );
  });
});

const anyTime = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { failedStates, isIncomplete } from '../../../lib/report/report.ts';
import type { CheckedResource, Verdict } from '../../../lib/resources/verdict.ts';
import type { StateRead } from '../../../lib/terraform/read-states.ts';
import { expectValidReport } from '../report-schema.ts';
import { createReport, type Results } from './assessed-report.ts';
import { checked, explainedReport, modified, nightReport, readState, reportOf, results, unmanaged } from './sample.ts';

const inSync: Verdict = { status: 'IN_SYNC' };
const changed: Verdict = modified([['description'], 'a', 'b']);
const deleted: Verdict = { status: 'DELETED', reason: 'gone' };
const notChecked: Verdict = { status: 'NOT_CHECKED', reason: 'denied' };
const failed: StateRead = { uri: 's3://acme-tf/failed', status: 'FAILED', reason: 'not JSON' };

const all = (verdicts: readonly Verdict[]) => verdicts.map((verdict, index) => checked(`stage.n${index}`, verdict));

describe('a report', () => {
  it('has every key of report v1', () => {
    const report = createReport(
      results({
        resources: [checked('stage.this', modified([['tags', 'Owner'], 'a', 'b'])), checked('stage.z', deleted)],
      }),
    );
    expect(report).toEqual({
      schemaVersion: '1.0',
      reportId: '0d7c2f4e-5b0a-4a53-9f57-1f6f3f2a9c11',
      detectedAt: '2026-03-01T02:10:05.678Z',
      trigger: results().trigger,
      status: 'DRIFTED',
      summary: {
        states: 1,
        resources: 2,
        inSync: 0,
        modified: 1,
        deleted: 1,
        unmanaged: 0,
        notChecked: 0,
        ignored: 0,
        apiCalls: 3,
      },
      states: [
        {
          uri: 's3://acme-tf/orders/terraform.tfstate',
          lineage: '5e0a1d3c-0000-4000-8000-000000000000',
          serial: 42,
          terraformVersion: '1.11.4',
          status: 'READ',
          finding: null,
        },
      ],
      resources: [
        {
          address: 'stage.this',
          type: 'aws_api_gateway_stage',
          state: 's3://acme-tf/orders/terraform.tfstate',
          id: { accountId: '123456789012', region: 'eu-west-1', restApiId: 'a1b2c3d4e5', stageName: 'prod' },
          status: 'MODIFIED',
          differences: [
            {
              path: ['tags', 'Owner'],
              differenceType: 'NOT_EQUAL',
              expected: '(masked)',
              actual: '(masked)',
              masked: true,
              severity: 'LOW',
              finding: {
                id: expect.stringMatching(/^[0-9a-f]{16}$/),
                severity: 'LOW',
                event: 'OPENED',
                attribution: null,
                firstSeen: '2026-03-01T02:10:05.678Z',
                remedies: expect.objectContaining({ restore: expect.any(Array) }),
              },
            },
          ],
          finding: null,
          notes: [],
        },
        {
          address: 'stage.z',
          type: 'aws_api_gateway_stage',
          state: 's3://acme-tf/orders/terraform.tfstate',
          id: { accountId: '123456789012', region: 'eu-west-1', restApiId: 'a1b2c3d4e5', stageName: 'prod' },
          status: 'DELETED',
          reason: 'gone',
          differences: [],
          finding: {
            id: expect.stringMatching(/^[0-9a-f]{16}$/),
            severity: 'HIGH',
            event: 'OPENED',
            attribution: null,
            firstSeen: '2026-03-01T02:10:05.678Z',
            remedies: expect.objectContaining({ restore: expect.any(Array) }),
          },
          notes: [],
        },
      ],
      ledger: null,
      events: { opened: 2, changed: 0, reminder: 0, known: 0, resolved: 0 },
      resolved: [],
      ignored: [],
      archive: null,
      warnings: [],
    });
    expectValidReport(report);
  });

  it('shows of a state that could not be read its URI and the reason, and no more', () => {
    expect(createReport(results({ states: [failed] })).states).toEqual([
      {
        uri: 's3://acme-tf/failed',
        lineage: null,
        serial: null,
        terraformVersion: null,
        status: 'FAILED',
        reason: 'not JSON',
        finding: expect.objectContaining({ severity: 'MEDIUM', remedies: { restore: [], adopt: null } }),
      },
    ]);
  });

  it('keeps the notes of a resource in their order, and has warnings in order', () => {
    const notes = ['z comes first', 'a comes second'];
    const report = createReport(
      results({ resources: [{ ...checked('stage.this', changed), notes }], warnings: ['b', 'a'] }),
    );
    expect(report.resources[0]?.notes).toEqual(notes);
    expect(report.warnings).toEqual(['a', 'b']);
    expectValidReport(report);
  });

  it('shows of a stage that no state has the reason, and counts it apart: it is no drift', () => {
    const report = reportOf(checked('stage.this', inSync), unmanaged('abcdefghij/dev'));
    expect(report.resources[0]).toMatchObject({
      address: 'abcdefghij/dev',
      state: null,
      status: 'UNMANAGED',
      reason: 'it is live, but in none of the states that were read',
      differences: [],
    });
    expect(report.summary).toMatchObject({ resources: 2, inSync: 1, unmanaged: 1 });
    expect(report.status).toBe('IN_SYNC');
    expectValidReport(report);
  });

  it('hides what must not be shown', () => {
    const report = reportOf(checked('stage.this', changed, [['description']]));
    expect(report.resources[0]?.differences[0]).toMatchObject({
      expected: '(masked)',
      actual: '(masked)',
      masked: true,
    });
  });

  it('counts each status', () => {
    const verdicts = [inSync, inSync, inSync, inSync, changed, changed, changed, deleted, deleted, notChecked];
    expect(
      createReport(results({ resources: all(verdicts), states: [failed, readState('s3://b/k')] })).summary,
    ).toEqual({
      states: 2,
      resources: 10,
      inSync: 4,
      modified: 3,
      deleted: 2,
      unmanaged: 0,
      notChecked: 1,
      ignored: 0,
      apiCalls: 3,
    });
  });
});

describe('the status of a report', () => {
  it.each<[string, readonly Verdict[], readonly StateRead[], string]>([
    ['where nothing was found to check', [], [], 'IN_SYNC'],
    ['where all is in sync', [inSync, inSync], [], 'IN_SYNC'],
    ['where a stage was changed', [inSync, changed], [], 'DRIFTED'],
    ['where a stage was deleted', [inSync, deleted], [], 'DRIFTED'],
    ['where a stage was not checked', [inSync, notChecked], [], 'INCOMPLETE'],
    ['where a state was not read', [inSync], [failed], 'INCOMPLETE'],
    ['where one was changed and one not checked', [changed, notChecked], [], 'DRIFTED'],
    ['where one was deleted and a state not read', [deleted], [failed], 'DRIFTED'],
  ])('%s is right', (_, verdicts, states, status) => {
    const report = createReport(results({ resources: all(verdicts), states: [readState('s3://b/k'), ...states] }));
    expect(report.status).toBe(status);
    expect(isIncomplete(report)).toBe(verdicts.includes(notChecked) || states.length > 0);
    expectValidReport(report);
  });

  it('counts states that could not be read, those included that were left out for the size limit', () => {
    const report = createReport(results({ states: [failed, readState('s3://b/k')] }));
    expect(failedStates(report)).toBe(1);
    const cut = { ...report, states: [], omitted: { states: 2, failedStates: 1, resources: 0 } };
    expect(failedStates(cut)).toBe(1);
    expect(isIncomplete(cut)).toBe(true);
  });
});

describe('the order of a report', () => {
  it('is by address, then by state', () => {
    const inState = (resource: CheckedResource, state: string | null) => ({ ...resource, state });
    const { resources } = reportOf(
      inState(checked('b', inSync), null),
      inState(checked('b', inSync), 's3://b/2'),
      inState(checked('b', inSync), 's3://b/1'),
      inState(checked('b', inSync), null),
      checked('a', changed),
      checked('B', deleted),
    );
    expect(resources.map(({ address, state }) => [address, state])).toEqual([
      ['B', 's3://acme-tf/orders/terraform.tfstate'],
      ['a', 's3://acme-tf/orders/terraform.tfstate'],
      ['b', null],
      ['b', null],
      ['b', 's3://b/1'],
      ['b', 's3://b/2'],
    ]);
  });

  it('is by URI among states', () => {
    const states = [readState('s3://b/2'), failed, readState('s3://b/1')];
    expect(createReport(results({ states })).states.map(({ uri }) => uri)).toEqual([
      's3://acme-tf/failed',
      's3://b/1',
      's3://b/2',
    ]);
  });

  it('is by path among differences', () => {
    const report = reportOf(
      checked(
        'stage.this',
        modified(
          [['variables', 'b'], '1', '2'],
          [['variables', 'a'], '1', '2'],
          [['access_log_settings', 0, 'format'], '1', '2'],
          [['description'], '1', '2'],
        ),
      ),
    );
    expect(report.resources[0]?.differences.map(({ path }) => path)).toEqual([
      ['access_log_settings', 0, 'format'],
      ['description'],
      ['variables', 'a'],
      ['variables', 'b'],
    ]);
  });
});

const verdict = fc.oneof(
  fc.constant(inSync),
  fc.constant(deleted),
  fc.constant(notChecked),
  fc
    .uniqueArray(fc.string(), { minLength: 1, maxLength: 4 })
    .map((keys) => modified(...keys.map((key) => [['variables', key], 'a', 'b'] as const))),
);
const anyResults: fc.Arbitrary<Results> = fc
  .record({
    resources: fc.uniqueArray(fc.tuple(fc.string({ minLength: 1 }), verdict), { selector: ([address]) => address }),
    states: fc.uniqueArray(fc.tuple(fc.string({ minLength: 1 }), fc.boolean()), { selector: ([uri]) => uri }),
    warnings: fc.array(fc.string({ minLength: 1 })),
  })
  .map(({ resources, states, warnings }) =>
    results({
      warnings,
      resources: resources.map(([address, judged]) => checked(address, judged)),
      states: states.map(([uri, isRead]) => (isRead ? readState(uri) : { uri, status: 'FAILED', reason: 'denied' })),
    }),
  );

describe('whatever was found', () => {
  it('the report has the same bytes in whatever order it was found', () => {
    fc.assert(
      fc.property(anyResults, fc.infiniteStream(fc.nat()), (found, random) => {
        const shuffled = {
          ...found,
          warnings: shuffle(found.warnings, random),
          states: shuffle(found.states, random),
          resources: shuffle(found.resources, random).map((resource) => ({
            ...resource,
            verdict: shuffleDifferences(resource.verdict, random),
          })),
        };
        expect(JSON.stringify(createReport(shuffled))).toBe(JSON.stringify(createReport(found)));
      }),
    );
  });

  it('the report is valid by the JSON Schema, and its counts add up', () => {
    fc.assert(
      fc.property(anyResults, (found) => {
        const report = createReport(found);
        const {
          resources,
          inSync: inSyncCount,
          modified: modifiedCount,
          deleted: deletedCount,
          notChecked: open,
        } = report.summary;
        expectValidReport(report);
        expect(inSyncCount + modifiedCount + deletedCount + open).toBe(resources);
      }),
    );
  });
});

function shuffle<Item>(items: readonly Item[], random: Iterator<number>): Item[] {
  return items
    .map((item) => [Number(random.next().value), item] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, item]) => item);
}

function shuffleDifferences(judged: Verdict, random: Iterator<number>): Verdict {
  return judged.status === 'MODIFIED' ? { ...judged, differences: shuffle(judged.differences, random) } : judged;
}

describe('the JSON Schema', () => {
  const [, ...others] = nightReport.resources;
  const changedResource = nightReport.resources.find(({ status }) => status === 'MODIFIED');
  const first = changedResource?.differences[0];

  it('takes a report with one of everything', () => {
    expectValidReport(JSON.parse(JSON.stringify(nightReport)));
    expectValidReport(JSON.parse(JSON.stringify(explainedReport)));
  });

  it('takes a report that was cut, with or without the counts of what it may not have had', () => {
    const omitted = { states: 0, failedStates: 0, resources: 2 };
    expectValidReport({ ...nightReport, omitted });
    expectValidReport({ ...nightReport, omitted: { ...omitted, otherTypes: 1, warnings: 2 } });
  });

  it.each<[string, object]>([
    ['with a renamed key', { ...nightReport, status: undefined, state: 'DRIFTED' }],
    ['with a key too many', { ...nightReport, extra: 1 }],
    ['without an id', { ...nightReport, reportId: '' }],
    ['of another version', { ...nightReport, schemaVersion: '2.0' }],
    ['with a time that is none', { ...nightReport, detectedAt: 'yesterday' }],
    ['with a negative count', { ...nightReport, summary: { ...nightReport.summary, modified: -1 } }],
    ['with a resource changed in nothing', withFirst({ status: 'MODIFIED', differences: [] })],
    [
      'with a resource not checked for no reason',
      withFirst({ status: 'NOT_CHECKED', reason: undefined, differences: [] }),
    ],
    ['with a resource deleted for no reason', withFirst({ status: 'DELETED', reason: undefined, differences: [] })],
    [
      'with a resource not checked for an empty reason',
      withFirst({ status: 'NOT_CHECKED', reason: '', differences: [] }),
    ],
    ['with a resource unmanaged for no reason', withFirst({ status: 'UNMANAGED', reason: undefined, differences: [] })],
    ['with a resource without notes', withFirst({ notes: undefined })],
    ['with a note that says nothing', withFirst({ notes: [''] })],
    ['with a note that is no text', withFirst({ notes: [1] })],
    ['without warnings', { ...nightReport, warnings: undefined }],
    ['with a warning that says nothing', { ...nightReport, warnings: [''] }],
    ['with a resource in sync that differs', withFirst({ status: 'IN_SYNC' })],
    ['with a resource of an unknown status', withFirst({ status: 'DRIFTED' })],
    ['with a difference without path', withFirst({ differences: [{ ...first, path: [] }] })],
    ['with a difference of no severity', withFirst({ differences: [{ ...first, severity: undefined }] })],
    [
      'with a state that failed for no reason',
      { ...nightReport, states: [{ ...nightReport.states[0], status: 'FAILED', reason: undefined }] },
    ],
    ['that tells half of what was left out', { ...nightReport, omitted: { states: 1 } }],
  ])('refuses a report %s', (_, report) => {
    expect(() => expectValidReport(JSON.parse(JSON.stringify(report)))).toThrow();
  });

  function withFirst(members: object): object {
    return { ...nightReport, resources: [{ ...changedResource, ...members }, ...others] };
  }
});

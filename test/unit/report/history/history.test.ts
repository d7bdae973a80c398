import { describe, expect, it } from '@jest/globals';
import { parseArchivedReport } from '../../../../lib/report/history/archived-report.ts';
import { createHistory, type Drift, type History } from '../../../../lib/report/history/history.ts';
import { asMethodSettings, checked, modified, nightReport } from '../sample.ts';
import { archived, changedBy, type Night, putBack } from './archived.ts';

const since = new Date('2026-02-01T00:00:00.000Z');
const until = new Date('2026-03-10T00:00:00.000Z');
const first = '2026-03-01T00:00:00.000Z';
const second = '2026-03-04T12:00:00.000Z';
const third = '2026-03-06T00:00:00.000Z';

function historyOf(...nights: readonly Night[]): History {
  return createHistory(
    nights.map((night) => ({ status: 'READ', sightings: archived(night) })),
    since,
    until,
  );
}

/** @returns the drifts of the only finding */
function drifts(...nights: readonly Night[]): readonly Drift[] {
  const findings = historyOf(...nights).stages.flatMap((stage) => stage.findings);
  expect(findings).toHaveLength(1);
  return findings.flatMap((finding) => finding.drifts);
}

describe('the history of a finding', () => {
  it('goes from when it was first seen to when it was resolved, and says how', () => {
    expect(drifts({ at: first }, { at: second, resources: [], resolved: [putBack(first)] })).toEqual([
      {
        from: first,
        to: second,
        seconds: 3.5 * 86_400,
        changes: [],
        attribution: null,
        how: 'PUT_BACK',
        explanation: 'AWS is again as Terraform has it.',
      },
    ]);
  });

  it('goes on to this day while nobody says that it is over', () => {
    expect(drifts({ at: first })).toMatchObject([{ from: first, to: null, seconds: 9 * 86_400, how: null }]);
  });

  it('begins before the first report that is read where the finding is older', () => {
    expect(drifts({ at: second, event: 'KNOWN', firstSeen: first })).toMatchObject([{ from: first, to: null }]);
  });

  it('is whole even where only its end is in the reports', () => {
    expect(drifts({ at: second, resources: [], resolved: [putBack(first)] })).toMatchObject([
      { from: first, to: second },
    ]);
  });

  it('has the times of its changes, and no reminder', () => {
    const notified = drifts(
      { at: first },
      { at: second, event: 'CHANGED', firstSeen: first },
      { at: third, event: 'REMINDER', firstSeen: first },
    );

    expect(notified).toMatchObject([{ from: first, to: null, changes: [second] }]);
  });

  it('has who is behind it, also where that was found out later and where a later report does not say', () => {
    const attribution = changedBy('alice', first);
    const notified = drifts(
      { at: first },
      { at: second, event: 'KNOWN', firstSeen: first, attribution },
      { at: third, event: 'REMINDER', firstSeen: first },
    );

    expect(notified).toMatchObject([{ from: first, attribution }]);
  });

  it('has nobody behind it where it changed and nobody knows who changed it then', () => {
    const notified = drifts(
      { at: first, attribution: changedBy('alice', first) },
      { at: second, event: 'CHANGED', firstSeen: first },
    );

    expect(notified).toMatchObject([{ from: first, attribution: null }]);
  });

  it('has every drift of its own where it came back', () => {
    const notified = drifts({ at: first }, { at: second, resources: [], resolved: [putBack(first)] }, { at: third });

    expect(notified.map(({ from, to }) => [from, to])).toEqual([
      [first, second],
      [third, null],
    ]);
  });

  it('says that it was lost sight of where it is opened again without having been resolved', () => {
    expect(drifts({ at: first }, { at: third })).toMatchObject([
      { from: first, to: third, how: 'FORGOTTEN' },
      { from: third, to: null, how: null },
    ]);
  });

  it('is the same in whatever order the reports come', () => {
    const nights = [{ at: first }, { at: second, resources: [], resolved: [putBack(first)] }, { at: third }];

    expect(historyOf(...nights.toReversed())).toEqual(historyOf(...nights));
  });

  it('tells a change and an end once where a run was made again', () => {
    const again = { event: 'CHANGED', firstSeen: first, reportId: 'same' } as const;
    const over = { resources: [], resolved: [putBack(first)], reportId: 'over' };
    const notified = drifts(
      { at: first },
      { at: '2026-03-02T00:00:00.000Z', ...again },
      { at: '2026-03-02T00:01:00.000Z', ...again },
      { at: '2026-03-03T00:00:00.000Z', ...over },
      { at: '2026-03-03T00:01:00.000Z', ...over },
    );

    expect(notified).toMatchObject([{ to: '2026-03-03T00:00:00.000Z', changes: ['2026-03-02T00:00:00.000Z'] }]);
  });

  it('has the address that Terraform had last', () => {
    const moved = { ...checked('aws_api_gateway_stage.renamed', modified([['description'], 'Orders', 'x'])) };
    const [stage] = historyOf(
      { at: first },
      { at: second, event: 'KNOWN', firstSeen: first, resources: [moved] },
    ).stages;

    expect(stage?.findings.map(({ address }) => address)).toEqual(['aws_api_gateway_stage.renamed']);
  });
});

describe('a history', () => {
  it('has the findings of one stage together, whatever resource they are of', () => {
    const settings = asMethodSettings(
      checked('aws_api_gateway_method_settings.all', modified([['settings'], 'a', 'b'])),
    );
    const other = checked('aws_api_gateway_stage.other', modified([['description'], 'a', 'b']));
    const elsewhere = { ...other, id: { ...other.id, stageName: 'test' } };
    const orders = checked(
      'aws_api_gateway_stage.orders',
      modified([['tags', 'a'], 'a', 'b'], [['description'], 'a', 'b']),
    );
    const { stages } = historyOf({ at: first, resources: [elsewhere, orders, settings] });

    expect(stages.map(({ stageName, findings }) => [stageName, findings.map(({ path }) => path?.[0])])).toEqual([
      ['prod', ['settings', 'description', 'tags']],
      ['test', ['description']],
    ]);
  });

  it('has findings about whole resources, and about states', () => {
    const sightings = parseArchivedReport(JSON.stringify(nightReport));
    const { stages } = createHistory([{ status: 'READ', sightings }], since, until);

    expect(stages.map(({ stageName, findings }) => [stageName, findings.length])).toEqual([
      ['prod', 10],
      [null, 2],
    ]);
  });

  it('counts the reports that were read, and names those that were not', () => {
    const failed = [
      { status: 'FAILED', uri: 's3://b/2', reason: 'it is not JSON' },
      { status: 'FAILED', uri: 's3://b/1', reason: 'access denied' },
    ] as const;
    const history = createHistory([...failed, { status: 'READ', sightings: archived({ at: first }) }], since, until);

    expect(history).toMatchObject({
      schemaVersion: '1.0',
      since: '2026-02-01T00:00:00.000Z',
      until: '2026-03-10T00:00:00.000Z',
      reports: 1,
      unreadable: [
        { uri: 's3://b/1', reason: 'access denied' },
        { uri: 's3://b/2', reason: 'it is not JSON' },
      ],
    });
  });

  it('of no reports is empty', () => {
    expect(historyOf()).toMatchObject({ reports: 0, unreadable: [], stages: [] });
  });
});

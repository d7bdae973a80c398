import { describe, expect, it } from '@jest/globals';
import { parseArchivedReport } from '../../../../lib/report/history/archived-report.ts';
import { createHistory, type History, type ReportRead } from '../../../../lib/report/history/history.ts';
import { renderHistoryText } from '../../../../lib/report/history/history-text.ts';
import { markedColors } from '../marked-colors.ts';
import { asMethodSettings, checked, hostileTexts, modified, nightReport, reportFullOf } from '../sample.ts';
import { archived, changedBy, type Night, putBack } from './archived.ts';

const since = new Date('2026-02-24T00:00:00.000Z');
const until = new Date('2026-03-10T00:00:00.000Z');
const first = '2026-02-26T02:10:00.000Z';

function historyOf(nights: readonly Night[], ...more: readonly ReportRead[]): History {
  const reads = nights.map((night): ReportRead => ({ status: 'READ', sightings: archived(night) }));
  return createHistory([...reads, ...more], since, until);
}

const settings = asMethodSettings(
  checked('aws_api_gateway_method_settings.all', modified([['settings', 0, 'logging_level'], 'a', 'b'])),
);
const nights: readonly Night[] = [
  { at: first },
  { at: '2026-02-27T06:15:00.000Z', resources: [], resolved: [putBack(first)] },
  { at: '2026-03-03T10:00:00.000Z' },
  { at: '2026-03-05T10:00:00.000Z', event: 'CHANGED', firstSeen: '2026-03-03T10:00:00.000Z' },
  { at: '2026-03-09T23:30:00.000Z', resources: [settings] },
];

describe('the history for a terminal', () => {
  it('shows each stage with its findings, a timeline of each, and how long each drift was', () => {
    const failed = { status: 'FAILED', uri: 's3://acme-drift/x.json', reason: 'it is not JSON' } as const;

    expect(renderHistoryText(historyOf(nights, failed))).toBe(`2 findings in 1 place, opened 3 times: 2 still open.

2026-02-24 to 2026-03-10, times in UTC, from 5 reports

    █ drifted  ▓ changed again  · in sync

Stage prod
REST API a1b2c3d4e5, eu-west-1, account 123456789012

  aws_api_gateway_method_settings.all
    settings[0].logging_level                                             medium
    ···························································${'·'.repeat(16)}█
    2026-03-09 23:30  for 30 minutes so far         still open

  aws_api_gateway_stage.orders
    description                                                              low
    ${'·'.repeat(11)}${'█'.repeat(7)}${'·'.repeat(22)}${'█'.repeat(11)}▓${'█'.repeat(24)}
    2026-02-26 02:10  for 1 day 4 hours             reverted in AWS
    2026-03-03 10:00  for 6 days 14 hours so far    still open

Not read: 1 report
  s3://acme-drift/x.json
    it is not JSON
`);
  });

  it('says who is behind a drift, in one line', () => {
    const by = (actor: string) => renderHistoryText(historyOf([{ at: first, attribution: changedBy(actor, first) }]));

    expect(by('alice')).toMatch(
      /still open\n {6}by alice, with the console from 203\.0\.113\.7, 2026-02-26 02:10:00 UTC\n/,
    );
    expect(by(`alice\n${'x'.repeat(200)}`)).toMatch(/\n {6}by alice\\nx{50,}…\n/);
  });

  it('says that nothing drifted, or that there is no report', () => {
    expect(renderHistoryText(historyOf([{ at: first, resources: [] }]))).toBe(
      'Nothing drifted in this time.\n\n2026-02-24 to 2026-03-10, times in UTC, from 1 report\n',
    );
    expect(renderHistoryText(historyOf([]))).toMatch(/^There is no report of this time in the archive\./);
  });

  it('says that none is open', () => {
    expect(renderHistoryText(historyOf(nights.slice(0, 2)))).toMatch(
      /^1 finding in 1 place, opened 1 time: none is open\./,
    );
  });

  it('has resources as a whole and of states', () => {
    const sightings = parseArchivedReport(JSON.stringify(nightReport));
    const shown = renderHistoryText(createHistory([{ status: 'READ', sightings }], since, until));

    expect(shown).toMatch(/\n {2}aws_api_gateway_stage.payments\n {4}gone from AWS +high\n/);
    expect(shown).toMatch(/\n {2}aws_api_gateway_stage.reports\n {4}not checked +medium\n/);
    expect(shown).toContain('Stages whose place is not in the state\n');
  });

  it('has a heading of its own for states', () => {
    const report = { ...nightReport, resources: [] };
    const read = { status: 'READ', sightings: parseArchivedReport(JSON.stringify(report)) } as const;

    expect(renderHistoryText(createHistory([read], since, until))).toContain(
      'States that could not be read\n\n  s3://acme-tf/legacy/terraform.tfstate\n    not checked',
    );
  });

  it('names only the first of many reports that were not read', () => {
    const failed = Array.from(
      { length: 7 },
      (_, index) => ({ status: 'FAILED', uri: `s3://b/${index}`, reason: 'x' }) as const,
    );
    const shown = renderHistoryText(historyOf([], ...failed));

    expect(shown).toMatch(/Not read: 7 reports\n[\s\S]*s3:\/\/b\/4\n {4}x\n {2}and 2 more\n$/);
  });

  it('has its parts in colours where the reader has them', () => {
    const shown = renderHistoryText(historyOf(nights), markedColors);

    expect(shown).toContain('<bold:<yellow:Stage prod>>');
    expect(shown).toContain('<red:still open>');
    expect(shown).toContain('<green:reverted in AWS>');
    expect(shown.replaceAll(/<[a-z]+:|>/g, '')).toBe(renderHistoryText(historyOf(nights)));
  });

  it.each([...hostileTexts, 'a'.repeat(200)])('stays within 80 columns and forges no line: %j', (hostile) => {
    const read = { status: 'READ', sightings: parseArchivedReport(JSON.stringify(reportFullOf(hostile))) } as const;
    const harmless = { status: 'READ', sightings: parseArchivedReport(JSON.stringify(reportFullOf('a'))) } as const;
    const linesOf = (one: ReportRead) => renderHistoryText(createHistory([one], since, until)).split('\n');

    expect(linesOf(read)).toHaveLength(linesOf(harmless).length);
    for (const line of linesOf(read)) {
      expect(Array.from(line).length).toBeLessThanOrEqual(80);
      expect(line).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    }
  });
});

import { describe, expect, it } from '@jest/globals';
import { parseArchivedReport, UnusableReportError } from '../../../../lib/report/history/archived-report.ts';
import { explainedReport, hostileTexts, nightReport, reportFullOf } from '../sample.ts';
import { archived, nightly, putBack } from './archived.ts';

/** @returns the reason for which the text is refused */
function refusal(text: string): string {
  try {
    parseArchivedReport(text);
  } catch (error) {
    if (error instanceof UnusableReportError) return error.message;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('an archived report', () => {
  it('tells every finding that was open, and what was over', () => {
    const report = archived({
      at: '2026-03-04T00:00:00.000Z',
      event: 'KNOWN',
      resolved: [putBack('2026-03-01T00:00:00.000Z')],
    });

    expect(report).toMatchObject([
      {
        detectedAt: '2026-03-04T00:00:00.000Z',
        kind: 'DIFFERENCE',
        event: 'KNOWN',
        path: ['description'],
        severity: 'LOW',
      },
      { event: 'RESOLVED', how: 'PUT_BACK', firstSeen: '2026-03-01T00:00:00.000Z', path: ['description'] },
    ]);
  });

  it('tells findings about whole resources and about states', () => {
    const sightings = parseArchivedReport(JSON.stringify(nightReport));

    const counts = Map.groupBy(sightings, ({ kind, type }) => `${kind} ${type}`);

    expect([...counts].map(([what, found]) => [what, found.length])).toEqual([
      ['DELETED aws_api_gateway_stage', 1],
      ['NOT_CHECKED aws_api_gateway_stage', 2],
      ['DIFFERENCE aws_api_gateway_stage', 8],
      ['NOT_CHECKED state', 1],
    ]);
    expect(parseArchivedReport(JSON.stringify(explainedReport)).map(({ kind }) => kind)).toEqual([
      'UNMANAGED',
      'DIFFERENCE',
    ]);
  });

  it.each(hostileTexts)('may hold any text: %j', (hostile) => {
    expect(parseArchivedReport(JSON.stringify(reportFullOf(hostile)))).toHaveLength(7);
  });

  it('need not be free of keys that later versions add', () => {
    const report = { ...nightly({ at: '2026-03-01T00:00:00.000Z' }), later: { more: true } };

    expect(parseArchivedReport(JSON.stringify(report))).toHaveLength(1);
  });

  it.each([
    ['', 'it is not JSON'],
    ['{"schemaVersion"', 'it is not JSON'],
    ['null', 'it is no report v1 with findings: all of it: '],
    ['[]', 'it is no report v1 with findings: '],
    ['{"schemaVersion":"2.0"}', 'it is no report v1 with findings: schemaVersion: '],
  ])('is refused where it is no report: %j', (text, reason) => {
    expect(refusal(text)).toContain(reason);
  });

  it('is refused where it was written before findings had an identity', () => {
    const report = nightly({ at: '2026-03-01T00:00:00.000Z' });
    const differences = report.resources[0]?.differences.map(({ finding: _, ...rest }) => rest);
    const old = { ...report, resources: [{ ...report.resources[0], differences }] };

    expect(refusal(JSON.stringify(old))).toContain('resources.0.differences.0.finding');
  });

  it('is refused where a time is none', () => {
    expect(refusal(JSON.stringify({ ...nightReport, detectedAt: 'yesterday' }))).toContain('detectedAt: ');
  });

  it('never quotes in its refusal what the text holds', () => {
    expect(refusal('hunter2')).not.toContain('hunter2');
  });
});

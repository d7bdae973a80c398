import { describe, expect, it } from '@jest/globals';
import type { PropertyDifference } from '../../../../lib/model/comparison.ts';
import { isLong, valuesView } from '../../../../lib/report/page/value-view.ts';
import { checked, reportOf } from '../sample.ts';

function viewOf(expected: PropertyDifference['expected'], actual: PropertyDifference['actual']) {
  const differenceType = expected === null ? 'ADD' : actual === null ? 'REMOVE' : 'NOT_EQUAL';
  const difference = { path: ['description'], differenceType, expected, actual } as const;
  const report = reportOf(checked('stage.a', { status: 'MODIFIED', differences: [difference] }));
  const [shown] = report.resources[0]?.differences ?? [];
  if (shown === undefined) throw new Error('the report has the difference');
  return valuesView(shown);
}

type SideView = Extract<ReturnType<typeof valuesView>, { kind: 'SIDES' }>['actual'];

const textOf = (side: SideView) =>
  side.kind === 'TEXT' || side.kind === 'PLAIN' ? side.runs.map(({ text }) => text).join('') : side.kind;

function sidesOf(view: ReturnType<typeof valuesView>) {
  if (view.kind !== 'SIDES') throw new Error(`${view.kind} has no two sides`);
  return { expected: textOf(view.expected), actual: textOf(view.actual), note: view.note, kind: view.actual.kind };
}

const json = JSON.stringify({ requestId: '$context.requestId', status: '$context.status', path: '$context.path' });

describe('the values of a difference', () => {
  it('say what the eye would miss', () => {
    expect(sidesOf(viewOf('a b', 'a  b')).note).toBe('Only blanks differ.');
    expect(sidesOf(viewOf('Info', 'info')).note).toBe('Only capital and small letters differ.');
    expect(sidesOf(viewOf('\u00e9', 'e\u0301')).note).toBe('Only the way characters are composed differs.');
    expect(sidesOf(viewOf('1', 1)).note).toBe('One is a text, the other is not.');
    expect(sidesOf(viewOf('a', 'b')).note).toBeNull();
    expect(sidesOf(viewOf('a', null)).note).toBeNull();
  });

  it('tell a number or a flag from a text', () => {
    expect(sidesOf(viewOf(true, false))).toEqual({ expected: 'true', actual: 'false', note: null, kind: 'PLAIN' });
    expect(sidesOf(viewOf('true', 'false')).kind).toBe('TEXT');
    expect(sidesOf(viewOf(null, 10.5))).toEqual({ expected: 'NOT_SET', actual: '10.5', note: null, kind: 'PLAIN' });
  });

  it('are set out as lines where both look like JSON, or the only one does', () => {
    expect(viewOf(json, json.replace('status"', 'code"')).kind).toBe('LINES');
    expect(sidesOf(viewOf(null, json))).toMatchObject({ expected: 'NOT_SET', kind: 'TEXT_LINES' });
    expect(sidesOf(viewOf(json, `${json} `)).note).toBe('Only blanks differ.');
  });

  it('are an excerpt where they are longer than anything API Gateway takes', () => {
    const view = viewOf(`${'a'.repeat(5_000)}b`, `${'a'.repeat(5_000)}c`);
    expect(view).toMatchObject({ kind: 'SIDES', expected: { excerptOf: 5_001 }, actual: { excerptOf: 5_001 } });
    expect(sidesOf(view).actual).toMatch(/^…a+c$/);
    expect(viewOf(null, 'a'.repeat(5_000))).toMatchObject({ actual: { kind: 'TEXT', excerptOf: 5_000 } });
  });

  it('need the whole width where they are long', () => {
    expect(isLong(viewOf('a', 'b'))).toBe(false);
    expect(isLong(viewOf('a', 'b'.repeat(200)))).toBe(true);
    expect(isLong(viewOf(null, json))).toBe(true);
    expect(isLong(viewOf(json, json.replace('status"', 'code"')))).toBe(true);
  });
});

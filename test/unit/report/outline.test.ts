import { describe, expect, it } from '@jest/globals';
import type { Trigger } from '../../../lib/model/check-request.ts';
import { unknownStageId } from '../../../lib/model/stage-id.ts';
import { outline } from '../../../lib/report/outline.ts';
import type { Report } from '../../../lib/report/report.ts';
import { summaryLine } from '../../../lib/report/report-words.ts';
import type { CheckedResource, Verdict } from '../../../lib/resources/verdict.ts';
import type { StateRead } from '../../../lib/terraform/read-states.ts';
import { createReport } from './assessed-report.ts';
import {
  asMethodSettings,
  checked,
  explainedReport,
  hostileTexts,
  modified,
  readState,
  reportFullOf,
  reportOf,
  results,
  unmanaged,
} from './sample.ts';

const inSync: Verdict = { status: 'IN_SYNC' };
const changed: Verdict = modified([['description'], 'a', 'b']);
const deleted: Verdict = { status: 'DELETED', reason: 'gone' };
const notChecked: Verdict = { status: 'NOT_CHECKED', reason: 'denied' };
const failed = (uri: string): StateRead => ({ uri, status: 'FAILED', reason: 'not JSON' });

function reportWith(verdicts: readonly Verdict[], states: readonly StateRead[] = []): Report {
  return createReport(
    results({
      resources: verdicts.map((verdict, index) => checked(`stage.n${index}`, verdict)),
      states: [readState('s3://b/k'), ...states],
    }),
  );
}

describe('the headline', () => {
  it.each<[readonly Verdict[], readonly StateRead[], string]>([
    [[], [], 'Nothing to check: no API Gateway stage is in these states.'],
    [[inSync], [], '1 stage is in sync with Terraform.'],
    [[inSync, inSync], [], '2 stages are in sync with Terraform.'],
    [[changed], [], 'Drift: 1 stage changed.'],
    [[deleted, deleted], [], 'Drift: 2 stages deleted.'],
    [
      [changed, changed, deleted, inSync],
      [],
      'Drift: 2 stages changed, 1 stage deleted. 1 stage is in sync with Terraform.',
    ],
    [
      [changed, notChecked],
      [],
      'Drift: 1 stage changed, 1 stage not checked. What could not be checked may have drifted too.',
    ],
    [
      [inSync, notChecked, notChecked],
      [],
      'No drift was found, but not everything could be checked: 2 stages not checked. 1 stage is in sync with Terraform.',
    ],
    [[], [failed('s3://b/x')], 'Nothing could be checked: 1 state not read.'],
    [[notChecked], [failed('s3://b/x')], 'Nothing could be checked: 1 stage not checked, 1 state not read.'],
    [
      [changed],
      [failed('s3://b/x'), failed('s3://b/y')],
      'Drift: 1 stage changed, 2 states not read. What could not be checked may have drifted too.',
    ],
  ])('says what changed by %j and %j', (verdicts, states, headline) => {
    expect(outline(reportWith(verdicts, states)).headline).toBe(headline);
  });

  it('counts what is unmanaged', () => {
    const report = reportWith([changed]);
    expect(summaryLine({ ...report, summary: { ...report.summary, unmanaged: 2 } })).toBe(
      '1 stage changed, 2 stages unmanaged',
    );
  });

  it('counts states that did not fit the size limit', () => {
    const report = { ...reportWith([], [failed('s3://b/x')]), omitted: { states: 5, failedStates: 4, resources: 0 } };
    expect(outline(report).headline).toContain('5 states not read');
  });
});

describe('the words of the headline', () => {
  const stageIn = (verdict: Verdict) => checked('stage.a', verdict);
  const settingsIn = (verdict: Verdict) => asMethodSettings(checked('settings.a', verdict));

  it.each<[readonly CheckedResource[], string]>([
    [[stageIn(changed)], 'Drift: 1 stage changed.'],
    [[stageIn(changed), settingsIn(inSync)], 'Drift: 1 resource changed. 1 resource is in sync with Terraform.'],
    [[stageIn(deleted), settingsIn(deleted)], 'Drift: 2 resources deleted.'],
    [[settingsIn(inSync), stageIn(inSync)], '2 resources are in sync with Terraform.'],
    [[settingsIn(notChecked)], 'Nothing could be checked: 1 resource not checked.'],
    [[stageIn(inSync), unmanaged('x/a')], '1 stage is in sync with Terraform, 1 stage unmanaged.'],
    [
      [stageIn(inSync), settingsIn(inSync), unmanaged('x/a'), unmanaged('x/b')],
      '2 resources are in sync with Terraform, 2 stages unmanaged.',
    ],
    [[stageIn(changed), unmanaged('x/a')], 'Drift: 1 stage changed, 1 stage unmanaged.'],
  ])('are of stages where there are only stages, else of resources: case %#', (resources, words) => {
    expect(outline(reportOf(...resources)).headline).toBe(words);
  });

  it('are of resources though those that are no stages were left out for the size limit', () => {
    const report = reportOf(stageIn(changed), settingsIn(inSync));
    const resources = report.resources.filter(({ status }) => status === 'MODIFIED');
    const omitted = { states: 0, failedStates: 0, resources: 1, otherTypes: 1 };
    expect(outline({ ...report, resources, omitted }).headline).toBe(outline(report).headline);
  });
});

describe('the facts', () => {
  it('count what was read from states, and not what no state has', () => {
    const resources = [checked('stage.a', inSync), asMethodSettings(checked('settings.a', inSync)), unmanaged('x/a')];
    expect(outline(reportOf(...resources)).facts[1]?.text).toBe('2 resources from 1 state with 3 calls to API Gateway');
  });

  it.each<[Trigger, string]>([
    [{ kind: 'schedule', source: 'x', time: 'y' }, 'started by the schedule'],
    [{ kind: 'manual' }, 'started by hand'],
    [{ kind: 'command-line' }, 'started from the command line'],
  ])('tell when the check was made and what started it: %j', (trigger, words) => {
    expect(outline(createReport(results({ trigger }))).facts[0]).toEqual({
      label: 'Checked',
      text: `2026-03-01 02:10:05 UTC, ${words}`,
    });
  });
});

describe('the items', () => {
  it('are the resources that are not in sync, what drifted first, each group by address', () => {
    expect(
      outline(reportWith([notChecked, inSync, deleted, notChecked, changed])).items.map(({ label, address }) => [
        label,
        address,
      ]),
    ).toEqual([
      ['DELETED', 'stage.n2'],
      ['CHANGED', 'stage.n4'],
      ['NOT CHECKED', 'stage.n0'],
      ['NOT CHECKED', 'stage.n3'],
    ]);
  });

  it('have stages that no state has behind what drifted and before what could not be checked', () => {
    const report = reportOf(checked('z', changed), unmanaged('a/b'), checked('a', notChecked), checked('c', deleted));
    expect(outline(report).items.map(({ label, address }) => [label, address])).toEqual([
      ['DELETED', 'c'],
      ['CHANGED', 'z'],
      ['UNMANAGED', 'a/b'],
      ['NOT CHECKED', 'a'],
    ]);
  });

  it('have their notes, one by one', () => {
    expect(outline(explainedReport).items[0]?.facts.slice(2)).toEqual([
      { label: 'Note', text: "Terraform's deployment d1 was made by Bob" },
      { label: 'Note', text: 'The live deployment d2 no longer exists.' },
    ]);
  });

  it('have the serial of the state, where it is known', () => {
    const states = [readState('s3://b/read', 7), failed('s3://b/failed')];
    const inState = (state: string | null) => ({ ...checked(`stage.${state}`, deleted), state });
    const resources = [inState('s3://b/read'), inState('s3://b/failed'), inState('s3://b/other'), inState(null)];
    const { items } = outline(createReport(results({ states, resources })));
    expect(items.map(({ facts }) => facts[1])).toEqual([
      { label: 'State', text: 'no state has it' },
      { label: 'State', text: 's3://b/failed' },
      { label: 'State', text: 's3://b/other' },
      { label: 'State', text: 's3://b/read (serial 7)' },
    ]);
  });

  it('name the stage by what is known of it', () => {
    const id = { ...unknownStageId, apiId: 'a1b2c3d4e5', stageName: 'prod' };
    const { items } = outline(createReport(results({ resources: [{ ...checked('stage.a', notChecked), id }] })));
    expect(items[0]?.facts[0]?.text).toBe('prod, REST API a1b2c3d4e5, region unknown, account unknown');
  });

  it('have the reason where there is one', () => {
    const { items } = outline(reportWith([deleted, changed]));
    expect(items.map(({ facts }) => facts.map(({ label }) => label))).toEqual([
      ['Stage', 'State', 'Why'],
      ['Stage', 'State'],
    ]);
  });

  it('have an excerpt of a value that is longer than API Gateway takes, around what differs', () => {
    const expected = `${'a'.repeat(5_000)}1`;
    const actual = `${'a'.repeat(5_000)}2`;
    const { items } = outline(reportOf(checked('stage.this', modified([['description'], expected, actual]))));
    expect(items[0]?.differences).toEqual([
      {
        setting: 'description',
        was: `"…${'a'.repeat(3_999)}1" (an excerpt of 5001 characters)`,
        is: `"…${'a'.repeat(3_999)}2" (an excerpt of 5001 characters)`,
        remark: 'low',
        by: null,
        fixes: expect.any(Array),
      },
    ]);
  });

  it('have a value whole that API Gateway can hold', () => {
    const format = '\u{1f600}'.repeat(3_000);
    const { items } = outline(
      reportOf(checked('stage.this', modified([['access_log_settings', 0, 'format'], format, 'b']))),
    );
    expect(items[0]?.differences).toEqual([
      {
        setting: 'access_log_settings[0].format',
        was: `"${format}"`,
        is: '"b"',
        remark: 'medium',
        by: null,
        fixes: expect.any(Array),
      },
    ]);
  });

  it('say of a masked value only whether there is one, and whether it is another', () => {
    const path = ['variables', 'TOKEN'] as const;
    const differences = [
      { path, differenceType: 'ADD', expected: null, actual: 'b' },
      { path, differenceType: 'REMOVE', expected: 'a', actual: null },
      { path, differenceType: 'NOT_EQUAL', expected: 'a', actual: 'b' },
    ] as const;
    const { items } = outline(reportOf(checked('stage.this', { status: 'MODIFIED', differences })));
    expect(items[0]?.differences.map(({ was, is }) => [was, is])).toEqual([
      ['not set', '(masked)'],
      ['(masked)', 'not set'],
      ['(masked)', 'another value (masked)'],
    ]);
  });
});

describe('the warnings', () => {
  it('are all there', () => {
    expect(outline(explainedReport).warnings).toEqual([
      'Another warning',
      'Stage prod is managed twice: by a and by b.',
    ]);
    expect(outline(reportOf()).warnings).toEqual([]);
  });
});

describe('what was left out', () => {
  it.each([
    [1, 'Omitted to fit the size limit: 2 resources, 3 states, 1 warning.'],
    [2, 'Omitted to fit the size limit: 2 resources, 3 states, 2 warnings.'],
  ])('may be warnings: %j', (warnings, words) => {
    const omitted = { states: 3, failedStates: 0, resources: 2, warnings };
    expect(outline({ ...reportOf(), omitted }).left).toEqual([words]);
  });

  it('is said in words', () => {
    const report = { ...reportOf(), omitted: { states: 1, failedStates: 1, resources: 20 } };
    expect(outline(report).left).toEqual(['Omitted to fit the size limit: 20 resources, 1 state.']);
    expect(outline(reportOf()).left).toEqual([]);
  });
});

describe('a hostile text', () => {
  it.each(hostileTexts)('is visible in every place: %j', (hostile) => {
    expect(textsOf(outline(reportFullOf(hostile))).join('')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  });
});

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

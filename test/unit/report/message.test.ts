import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fitReport } from '../../../lib/report/fitting.ts';
import { createMessage, messageLimit } from '../../../lib/report/message.ts';
import { isWorthNotifying, type Report } from '../../../lib/report/report.ts';
import { renderText } from '../../../lib/report/text.ts';
import type { CheckedResource, Verdict } from '../../../lib/resources/verdict.ts';
import type { StateRead } from '../../../lib/terraform/read-states.ts';
import { anyText } from '../any-text.ts';
import { expectValidReport } from '../report-schema.ts';
import { createReport } from './assessed-report.ts';
import {
  checked,
  hostileTexts,
  modified,
  nightReport,
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
const failed: StateRead = { uri: 's3://acme-tf/failed', status: 'FAILED', reason: 'not JSON' };

function subjectOf(resources: readonly CheckedResource[], states: readonly StateRead[] = []): string {
  return createMessage(createReport(results({ resources, states }))).subject;
}

type ReportMessage = ReturnType<typeof createMessage>;

function bodiesOf({ body }: ReportMessage): { report: Report; email: string } {
  const bodies: { default: string; email: string } = JSON.parse(body);
  return { report: JSON.parse(bodies.default), email: bodies.email };
}

function size({ body, attributes }: ReportMessage): number {
  const texts = attributes.flatMap(({ name, type, value }) => [name, type, value]);
  return [body, ...texts].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}

describe('what changed', () => {
  it.each<[string, readonly CheckedResource[], readonly StateRead[], boolean]>([
    ['nothing to check', [], [], false],
    ['all in sync', [checked('a', inSync)], [], false],
    ['a stage changed', [checked('a', changed)], [], true],
    ['a stage deleted', [checked('a', deleted)], [], true],
    ['a stage not checked', [checked('a', notChecked)], [], true],
    ['a state not read', [], [failed], true],
  ])('is whatever is not in sync: %s', (_, resources, states, expected) => {
    expect(isWorthNotifying(createReport(results({ resources, states })))).toBe(expected);
  });
});

describe('the subject', () => {
  const one = checked('a', modified([['description'], 'a', 'b'], [['variables', 'LOG_LEVEL'], 'a', 'b']));

  it('names the settings where one stage alone was changed', () => {
    expect(subjectOf([one, checked('b', inSync)])).toBe(
      '[stagedrift] Drift: prod: description, variables["LOG_LEVEL"]',
    );
  });

  it.each<[string, readonly CheckedResource[], readonly StateRead[], string]>([
    ['several drifted', [one, checked('b', deleted)], [], 'Drift: 1 stage changed, 1 stage deleted'],
    ['one was deleted', [checked('b', deleted)], [], 'Drift: 1 stage deleted'],
    [
      'one was changed and one not checked',
      [one, checked('b', notChecked)],
      [],
      'Drift: 1 stage changed, 1 stage not checked',
    ],
    ['one was changed and a state not read', [one], [failed], 'Drift: 1 stage changed, 1 state not read'],
    ['a stage was not checked', [checked('b', notChecked)], [], 'Not everything was checked: 1 stage not checked'],
    ['a state was not read', [], [failed], 'Not everything was checked: 1 state not read'],
    ['all is in sync', [checked('b', inSync), checked('c', inSync)], [], 'In sync: 2 checked'],
  ])('is said where %s', (_, resources, states, text) => {
    expect(subjectOf(resources, states)).toBe(`[stagedrift] ${text}`);
  });

  it('that is too long ends in dots', () => {
    const keys = Array.from({ length: 10 }, (_, index) => [['variables', `VARIABLE_${index}`], 'a', 'b'] as const);
    const subject = subjectOf([checked('a', modified(...keys))]);
    expect(subject).toHaveLength(99);
    expect(subject).toMatch(/^\[stagedrift\] Drift: prod: variables\["VARIABLE_0"\], .*\.\.\.$/);
  });

  it('that just fits is whole', () => {
    const fitting = 'x'.repeat(99 - '[stagedrift] Drift: prod: tags[""]'.length);
    expect(subjectOf([checked('a', modified([['tags', fitting], 'a', 'b']))])).toBe(
      `[stagedrift] Drift: prod: tags["${fitting}"]`,
    );
  });

  it('has a question mark for every character that is not ASCII', () => {
    expect(subjectOf([checked('a', modified([['tags', 'Größe\n'], 'a', 'b']))])).toBe(
      '[stagedrift] Drift: prod: tags["Gr??e\\n"]',
    );
  });

  it('is 1 to 99 printable ASCII characters, whatever the names are', () => {
    const name = fc.oneof(anyText(), fc.constantFrom(...hostileTexts), fc.string({ minLength: 90 }));
    fc.assert(
      fc.property(name, name, (stageName, key) => {
        const resource = checked('a', modified([['tags', key], 'a', 'b']));
        const named = { ...resource, id: { ...resource.id, stageName } };
        expect(subjectOf([named])).toMatch(/^\[stagedrift\] Drift: [ -~]{1,79}$/);
        expect(createMessage(reportFullOf(stageName || 'x')).subject).toMatch(/^[ -~]{1,99}$/);
      }),
    );
  });
});

describe('the attributes', () => {
  it('give filter policies what changed', () => {
    expect(createMessage(nightReport).attributes).toEqual([
      { name: 'schemaVersion', type: 'String', value: '1.0' },
      { name: 'reportId', type: 'String', value: '0d7c2f4e-5b0a-4a53-9f57-1f6f3f2a9c11' },
      { name: 'status', type: 'String', value: 'DRIFTED' },
      { name: 'trigger', type: 'String', value: 'schedule' },
      { name: 'modified', type: 'Number', value: '1' },
      { name: 'deleted', type: 'Number', value: '1' },
      { name: 'unmanaged', type: 'Number', value: '0' },
      { name: 'notChecked', type: 'Number', value: '2' },
      { name: 'severity', type: 'String', value: 'HIGH' },
      { name: 'events', type: 'String.Array', value: '["OPENED"]' },
    ]);
  });

  it('are no more than the ten that SQS takes, and none is empty', () => {
    const { attributes } = createMessage(reportOf());
    expect(attributes.length).toBeLessThanOrEqual(10);
    expect(attributes.filter(({ name, value }) => name === '' || value === '')).toEqual([]);
  });
});

describe('the body', () => {
  it('has the report for machines and the text for people', () => {
    const { report, email } = bodiesOf(createMessage(nightReport));
    expect(report).toEqual(nightReport);
    expect(email).toBe(renderText(nightReport));
    expect(Object.keys(JSON.parse(createMessage(nightReport).body))).toEqual(['default', 'email']);
  });
});

const many = (count: number, verdictOf: (index: number) => Verdict) =>
  Array.from({ length: count }, (_, index) =>
    checked(`module.m["${index}"].aws_api_gateway_stage.this`, verdictOf(index)),
  );
const every = (period: number, verdict: Verdict) => (index: number) => (index % period === 0 ? verdict : inSync);

const allDeleted = reportOf(...many(20_000, () => deleted));

const loads: readonly (readonly [string, Report])[] = [
  ['no resource', reportOf()],
  ['1 resource', reportOf(checked('a', changed))],
  ['1,000 resources, all changed', reportOf(...many(1_000, () => changed))],
  ['5,000 resources, all in sync', reportOf(...many(5_000, () => inSync))],
  ['5,000 resources, one in 1,000 changed', reportOf(...many(5_000, every(1_000, changed)))],
  ['20,000 resources, all deleted', allDeleted],
  [
    '5,000 failed states',
    createReport(
      results({
        resources: [checked('a', inSync)],
        states: Array.from({ length: 5_000 }, (_, index) => ({
          ...failed,
          uri: `s3://acme-tf/${index}/terraform.tfstate`,
        })),
      }),
    ),
  ],
  [
    '5,000 read states and one failed',
    createReport(
      results({ states: [failed, ...Array.from({ length: 5_000 }, (_, index) => readState(`s3://acme-tf/${index}`))] }),
    ),
  ],
  ['a value of 400 KB', reportOf(checked('a', modified([['description'], 'a'.repeat(400_000), 'b'])))],
  [
    'a value of 400 KB in two-byte characters',
    reportOf(checked('a', modified([['description'], 'é'.repeat(200_000), 'b']))),
  ],
  [
    'a value of 400 KB in four-byte characters',
    reportOf(checked('a', modified([['description'], '\u{1f600}'.repeat(100_000), 'b']))),
  ],
  [
    'a value of 400 KB that JSON must escape',
    reportOf(checked('a', modified([['description'], '\u0001'.repeat(400_000), 'b']))),
  ],
  [
    'a value of 400 KB of lone surrogates',
    reportOf(checked('a', modified([['description'], '\ud800'.repeat(200_000), 'b']))),
  ],
  [
    '300 resources with values in four-byte characters',
    reportOf(
      ...many(300, () =>
        modified([['access_log_settings', 0, 'format'], '\u{1f600}'.repeat(600), '\u{1f601}'.repeat(600)]),
      ),
    ),
  ],
];

describe.each(loads)('the message about %s', (_, report) => {
  const message = createMessage(report);
  const { report: sent, email } = bodiesOf(message);

  it('is within the limit of SNS, bodies and attributes together', () => {
    expect(size(message)).toBeLessThanOrEqual(messageLimit);
  });

  it('has a report that is valid by the schema and says the same', () => {
    expectValidReport(sent);
    expect(sent.summary).toEqual(report.summary);
    expect(sent.status).toBe(report.status);
    expect(email.split('\n')[0]).toBe(renderText(report).split('\n')[0]);
  });

  it('counts what was left out', () => {
    const { states = 0, resources = 0 } = sent.omitted ?? {};
    expect(sent.states.length + states).toBe(report.states.length);
    expect(sent.resources.length + resources).toBe(report.resources.length);
  });

  it('has what drifted before anything that is in sync', () => {
    const drifted = ({ resources }: Report) => resources.filter(({ status }) => status !== 'IN_SYNC').length;
    expect(drifted(sent) === drifted(report) || drifted(sent) === sent.resources.length).toBe(true);
    expect(drifted(report) === 0 || drifted(sent) > 0).toBe(true);
  });
});

describe('a message that had to be cut', () => {
  it('has the one stage that drifted among thousands that no state has, and thousands of warnings', () => {
    const names = Array.from({ length: 5_000 }, (_, index) => `a1b2c3d4e5/stage-${index}`);
    const report = createReport(
      results({
        resources: [checked('zzz.aws_api_gateway_stage.last', changed), ...names.map(unmanaged)],
        warnings: names.map((name) => `Stage ${name} is managed twice: ${'x'.repeat(200)}`),
      }),
    );
    const message = createMessage(report);
    const { report: sent, email } = bodiesOf(message);
    expect(size(message)).toBeLessThanOrEqual(messageLimit);
    expectValidReport(sent);
    expect(email).toContain('CHANGED  zzz.aws_api_gateway_stage.last');
    expect(sent.warnings.length + (sent.omitted?.warnings ?? 0)).toBe(5_000);
  });

  it('fits whatever the warnings are', () => {
    const warnings = Array.from({ length: 3_000 }, (_, index) => `${index} ${'ü'.repeat(300)}`);
    const message = createMessage(createReport(results({ warnings })));
    expect(size(message)).toBeLessThanOrEqual(messageLimit);
    expect(bodiesOf(message).report.warnings.length).toBeGreaterThan(0);
  });

  it('uses the room it has', () => {
    expect(size(createMessage(allDeleted))).toBeGreaterThan(messageLimit - 2_000);
  });

  it('has the one stage that drifted among thousands that were not checked', () => {
    const drifted = checked('zzz.aws_api_gateway_stage.last', changed);
    const report = reportOf(...many(5_000, () => notChecked), drifted);
    const { report: sent, email } = bodiesOf(createMessage(report));
    expect(sent.resources.map(({ address }) => address)).toContain(drifted.address);
    expect(email).toContain(`CHANGED  ${drifted.address}`);
    expect(email).toContain('5,000 stages not checked');
  });

  it('has the one stage that drifted beside thousands of states that were not read', () => {
    const states = Array.from({ length: 5_000 }, (_, index) => ({
      ...failed,
      uri: `s3://acme-tf/${index}/terraform.tfstate`,
    }));
    const { report: sent, email } = bodiesOf(
      createMessage(createReport(results({ resources: [checked('a', changed)], states }))),
    );
    expect(sent.resources).toHaveLength(1);
    expect(sent.states.length).toBeGreaterThan(0);
    expect(email).toContain('5,000 states not read');
  });

  it('is right for any report', () => {
    const text = anyText({ maxLength: 300 });
    const resources = fc.array(fc.tuple(text, text), { minLength: 100, maxLength: 200 });
    fc.assert(
      fc.property(resources, (values) => {
        const message = createMessage(
          reportOf(...values.map(([one, other], index) => checked(`n${index}`, modified([['tags', one], other, one])))),
        );
        expect(size(message)).toBeLessThanOrEqual(messageLimit);
        expectValidReport(bodiesOf(message).report);
      }),
      { numRuns: 20 },
    );
  });
});

describe('a report for an answer', () => {
  it('that is small enough stays as it is', () => {
    expect(fitReport(nightReport, messageLimit)).toBe(nightReport);
    expect(fitReport(nightReport, Buffer.byteLength(JSON.stringify(nightReport)))).toBe(nightReport);
  });

  it('that is too large is cut, and counts its bytes, not its characters', () => {
    const report = reportOf(checked('ä', changed), checked('b', inSync));
    const limit = Buffer.byteLength(JSON.stringify(report)) - 1;
    const fitted = fitReport(report, limit);
    expect(Buffer.byteLength(JSON.stringify(fitted))).toBeLessThanOrEqual(limit);
    expect(fitted.omitted).toEqual({ states: 0, failedStates: 0, resources: 1 });
  });
});

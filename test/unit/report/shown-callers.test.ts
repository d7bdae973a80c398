import { describe, expect, it } from '@jest/globals';
import type { AttributedCall, Attribution } from '../../../lib/attribution/attribution.ts';
import { chatCards } from '../../../lib/report/chat/chat-card.ts';
import { largestFitting } from '../../../lib/report/fitting.ts';
import { renderHtml } from '../../../lib/report/html.ts';
import { renderMarkdown } from '../../../lib/report/markdown.ts';
import { createMessage } from '../../../lib/report/message.ts';
import { openFindings } from '../../../lib/report/report.ts';
import { renderSarif } from '../../../lib/report/sarif/sarif.ts';
import { shownCallers } from '../../../lib/report/shown-callers.ts';
import { renderText } from '../../../lib/report/text.ts';
import { expectValidReport } from '../report-schema.ts';
import { livingReport } from './living-report.ts';
import { callBy, checked, modified } from './sample.ts';

const event = '(UpdateStage, event 8f0e2a4c-3b5d-4e6f-8a9b-0c1d2e3f4a5b)';
const alice = `alice@acme.com (SSO AdministratorAccess), with the console from 203.0.113.7, 2026-03-01 01:58:11 UTC ${event}`;

function oneOf(...calls: readonly Partial<AttributedCall>[]): Attribution {
  return { certainty: 'ONE_OF', calls: calls.flatMap((call) => callBy(call).calls) };
}

describe('who is behind a finding is said in words', () => {
  it.each<[Attribution, string]>([
    [callBy(), alice],
    [callBy({ isVerified: false }), alice.replace(')', ') (unverified)')],
    [callBy({ tool: 'Terraform' }), alice.replace('the console', 'Terraform')],
    [callBy({ tool: 'unknown' }), alice.replace('with the console ', '')],
    [callBy({ sourceAddress: null }), alice.replace(' from 203.0.113.7', '')],
    [callBy({ sourceAddress: 'AWS Internal' }), alice.replace(' from 203.0.113.7', '')],
    [
      callBy({ tool: 'CloudFormation', sourceAddress: 'cloudformation.amazonaws.com' }),
      alice.replace('the console from 203.0.113.7', 'CloudFormation'),
    ],
    [
      callBy({ tool: 'unknown', sourceAddress: null }),
      `alice@acme.com (SSO AdministratorAccess), 2026-03-01 01:58:11 UTC ${event}`,
    ],
    [callBy({ actor: 'a\u202eb\n' }), alice.replace(/^.*?\)/, 'a\\u{202e}b\\n')],
    [oneOf({}, { actor: 'bob' }), `one of: ${alice}; ${alice.replace(/^.*?\)/, 'bob')}`],
    [oneOf({}), `perhaps ${alice}`],
  ])('%j', (attribution, words) => {
    expect(shownCallers(attribution)).toBe(words);
  });
});

const stage = checked('stage.prod', modified([['description'], 'Orders', 'x'], [['documentation_version'], 'a', 'b']));
const notified = livingReport('OPENED', [stage], { attribution: callBy() });
const unnotified = livingReport('OPENED', [stage]);
const [first = '', second = ''] = openFindings(notified).map(({ id }) => id);
const apart = {
  ...notified,
  resources: notified.resources.map((resource) => ({
    ...resource,
    differences: resource.differences.map((difference, index) => ({
      ...difference,
      finding: { ...difference.finding, attribution: index === 0 ? callBy({ actor: 'bob' }) : null },
    })),
  })),
};

describe('a report that knows who is behind its findings', () => {
  it('is valid', () => {
    expectValidReport(notified);
    expectValidReport(apart);
    expect([first, second]).toHaveLength(2);
  });

  it('names them once in a mail where all of a resource was changed at once, and else with each setting', () => {
    expect(renderText(notified)).toContain(`\n  By      ${alice}\n`);
    expect(renderText(notified).split(alice)).toHaveLength(2);
    expect(renderText(apart)).toContain(
      `    live now:     "x"\n    by:           ${alice.replace(/^.*?\)/, 'bob')}\n    or adopt:`,
    );
    expect(renderText(apart)).not.toContain('  By  ');
  });

  it('names who took a whole resource away', () => {
    const gone = checked('stage.prod', { status: 'DELETED', reason: 'gone' });

    expect(renderText(livingReport('OPENED', [gone], { attribution: callBy() }))).toContain(`  By        ${alice}`);
  });

  it('names them in Markdown, in code', () => {
    expect(renderMarkdown(notified)).toContain(`- By: \`${alice}\``);
    expect(renderMarkdown(notified)).toContain('| Setting | In Terraform | Live now | Severity |\n');
    expect(renderMarkdown(apart)).toContain('| Setting | In Terraform | Live now | Severity | By |\n');
    expect(renderMarkdown(apart)).toContain(`| low, new | \`${alice.replace(/^.*?\)/, 'bob')}\` |\n`);
    expect(renderMarkdown(apart)).toContain('| low, new |  |');
  });

  it('names them on the page, with each finding', () => {
    expect(renderHtml(notified).split(`<p class="by"><b>By</b> ${alice}</p>`)).toHaveLength(3);
  });

  it('names them in a chat, without the event', () => {
    expect(chatCards(notified).map(({ content }) => content.description)).toEqual([
      expect.stringContaining(
        '\n- By: `alice＠acme.com (SSO AdministratorAccess), with the console from 203.0.113.7, ',
      ),
      expect.not.stringContaining('8f0e2a4c'),
    ]);
  });

  it('has it in SARIF and in the message for programs', () => {
    const [run] = JSON.parse(renderSarif(notified)).runs;

    expect(run.results[0].properties.attribution).toEqual(callBy());
    expect(
      JSON.parse(JSON.parse(createMessage(notified).body).default).resources[0].differences[0].finding.attribution,
    ).toEqual(callBy());
  });

  it('shows in SARIF what cannot be seen', () => {
    const hostile = livingReport('OPENED', [stage], { attribution: callBy({ userAgent: 'a\u202eb', arn: null }) });
    const [run] = JSON.parse(renderSarif(hostile)).runs;

    expect(run.results[0].properties.attribution.calls[0]).toMatchObject({ userAgent: 'a\\u{202e}b', arn: null });
  });

  it('keeps who made the change for as long as the finding, though not by which ARN and user agent', () => {
    const small = largestFitting(notified, (candidate) => !JSON.stringify(candidate).includes('Mozilla'));

    expectValidReport(small);
    expect(openFindings(small).map(({ attribution }) => attribution)).toEqual(
      [1, 2].map(() => callBy({ arn: null, userAgent: null })),
    );
  });
});

describe('a report that does not know', () => {
  it('loses no word about it', () => {
    const renderings = [renderText, renderMarkdown, renderHtml].map((render) => render(unnotified));

    for (const rendering of renderings) expect(rendering).not.toMatch(/\bBy\b|by:/);
    expect(JSON.stringify(chatCards(unnotified))).not.toContain('By:');
    expect(renderSarif(unnotified)).not.toContain('attribution');
  });
});

import { describe, expect, it } from '@jest/globals';
import { renderHtml } from '../../../lib/report/html.ts';
import { checked, explainedReport, hostileTexts, nightReport, reportFullOf, reportOf } from './sample.ts';

const body = (html: string) => html.slice(html.indexOf('<body>'));
const tagsOf = (html: string) => html.match(/<[^>]*>/g);
const wordsOf = (html: string) =>
  body(html)
    .replace(/<[^>]*>/g, '\n')
    .split('\n')
    .filter((line) => line.trim() !== '');

describe('the page of a report', () => {
  const html = renderHtml(nightReport);

  it('is titled with the news', () => {
    expect(html).toContain(
      '<title>stagedrift: Drift: 1 stage changed, 1 stage deleted, 2 stages not checked, 1 state not read. ',
    );
  });

  it('says the news first, then what drifted, then what could not be checked', () => {
    expect(wordsOf(html)).toEqual([
      'Drift: 1 stage changed, 1 stage deleted, 2 stages not checked, 1 state not read. 1 stage is in sync with Terraform. What could not be checked may have drifted too.',
      'Checked',
      '2026-03-01 02:10:05 UTC, started by the schedule',
      'Read',
      '5 stages from 3 states with 3 calls to API Gateway',
      'Report',
      '0d7c2f4e-5b0a-4a53-9f57-1f6f3f2a9c11',
      'DELETED',
      'aws_api_gateway_stage.payments',
      'Stage',
      'prod, REST API a1b2c3d4e5, eu-west-1, account 123456789012',
      'State',
      's3://acme-tf/payments/terraform.tfstate (serial 7)',
      'Why',
      'API Gateway does not have it any more: Invalid stage identifier specified',
      'CHANGED',
      'module.api[&quot;eu&quot;].aws_api_gateway_stage.this[0]',
      'Stage',
      'prod, REST API a1b2c3d4e5, eu-west-1, account 123456789012',
      'State',
      's3://acme-tf/orders/terraform.tfstate (serial 42)',
      'Setting',
      'In Terraform',
      'Live now',
      'Severity',
      'access_log_settings[0].destination_arn',
      '&quot;arn:aws:logs:eu-west-1:123456789012:log-group:/apigw/orders&quot;',
      'not set',
      'high',
      'access_log_settings[0].format',
      '&quot;{\\&quot;id\\&quot;:\\&quot;$context.requestId\\&quot;}&quot;',
      'not set',
      'high',
      'cache_cluster_enabled',
      'true',
      'false',
      'medium',
      'canary_settings[0].percent_traffic',
      'not set',
      '10.5',
      'medium',
      'description',
      '&quot;Orders&quot;',
      '&quot;Orders &quot;',
      'low',
      'tags[&quot;CostCentre&quot;]',
      'not set',
      '&quot;42&quot;',
      'low',
      'variables[&quot;DB_PASSWORD&quot;]',
      '(masked)',
      'another value (masked)',
      'medium',
      'variables[&quot;LOG_LEVEL&quot;]',
      '&quot;info&quot;',
      '&quot;debug&quot;',
      'medium',
      'NOT CHECKED',
      'aws_api_gateway_stage.reports',
      'Stage',
      'prod, REST API a1b2c3d4e5, eu-west-1, account 123456789012',
      'State',
      's3://acme-tf/orders/terraform.tfstate (serial 42)',
      'Why',
      'API Gateway refused the request (AccessDeniedException): grant apigateway:GET',
      'NOT CHECKED',
      'aws_api_gateway_stage.unheard_of',
      'Stage',
      'stage unknown, REST API unknown, region unknown, account unknown',
      'State',
      'no state has it',
      'Why',
      'it was asked for by name, but no state that could be read has it',
      'States not read',
      's3://acme-tf/legacy/terraform.tfstate',
      'it is encrypted by OpenTofu, and this program has no key to read it',
    ]);
  });

  it('has notes with the facts of a resource, and warnings at its end', () => {
    const words = wordsOf(renderHtml(explainedReport));
    expect(words.slice(words.indexOf('Note'), words.indexOf('Setting'))).toEqual([
      'Note',
      'Terraform&#39;s deployment d1 was made by Bob',
      'Note',
      'The live deployment d2 no longer exists.',
    ]);
    expect(words.slice(words.indexOf('UNMANAGED'))).toEqual([
      'UNMANAGED',
      'a1b2c3d4e5/test',
      'Stage',
      'prod, REST API a1b2c3d4e5, eu-west-1, account 123456789012',
      'State',
      'no state has it',
      'Why',
      'it is live, but in none of the states that were read',
      'Warning:',
      ' Another warning',
      'Warning:',
      ' Stage prod is managed twice: by a and by b.',
    ]);
  });

  it('is short where all is in sync', () => {
    expect(wordsOf(renderHtml(reportOf(checked('stage.a', { status: 'IN_SYNC' }))))).toEqual([
      '1 stage is in sync with Terraform.',
      'Checked',
      '2026-03-01 02:10:05 UTC, started by the schedule',
      'Read',
      '1 stage from 1 state with 3 calls to API Gateway',
      'Report',
      '0d7c2f4e-5b0a-4a53-9f57-1f6f3f2a9c11',
    ]);
  });

  it('ends with what was left out for want of room', () => {
    const report = { ...reportOf(), omitted: { states: 2, failedStates: 0, resources: 1 } };
    expect(wordsOf(renderHtml(report)).at(-1)).toBe('Left out for want of room: 1 resource, 2 states.');
  });

  it('loads nothing and runs nothing, and forbids both', () => {
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(html).not.toMatch(/<(script|link|img|iframe|object|embed|base|form|a)\b|\bsrc=|\bhref=|url\(|@import/i);
  });
});

describe('a hostile text', () => {
  it.each(hostileTexts)('is only a text: the page has the same tags as with a harmless one: %j', (hostile) => {
    expect(tagsOf(renderHtml(reportFullOf(hostile)))).toEqual(tagsOf(renderHtml(reportFullOf('harmless'))));
  });

  it.each(hostileTexts)('has no character that is not seen: %j', (hostile) => {
    const html = renderHtml(reportFullOf(hostile));
    expect(html.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    expect(html.isWellFormed()).toBe(true);
  });

  it('is shown with its own characters', () => {
    expect(body(renderHtml(reportFullOf('<b> & "c"')))).toContain('&lt;b&gt; &amp; &quot;c&quot;');
  });
});

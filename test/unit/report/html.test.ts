import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { unknownStageId } from '../../../lib/model/stage-id.ts';
import { renderHtml } from '../../../lib/report/html.ts';
import { expectValidReport } from '../report-schema.ts';
import { livingReport, resolvedFinding } from './living-report.ts';
import { pageFullOf, pageReport, reportOfMany } from './page-sample.ts';
import { checked, explainedReport, hostileTexts, modified, nightReport, reportOf } from './sample.ts';

const bodyOf = (html: string) => html.slice(html.indexOf('<body'), html.indexOf('<script>'));
const tagsOf = (html: string) => bodyOf(html).match(/<[^>]*>/g) ?? [];
const unescaped = (text: string) =>
  text
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
/** What is read: the texts of the page, marks within a text left out. */
const textOf = (html: string) =>
  unescaped(
    bodyOf(html)
      .replace(/<\/?(wbr|ins|del|q|strong|small|b class="u"|\/b)>/g, '')
      .replace(/<[^>]*>/g, '\n')
      .replace(/\n\s*/g, '\n'),
  );
/** The section of this name, up to the next. */
const sectionOf = (html: string, id: string) => {
  const start = html.indexOf(`<section id="${id}"`);
  return start === -1 ? '' : html.slice(start, html.indexOf('</section>', start));
};

describe('the page of a report', () => {
  const html = renderHtml(pageReport);
  const text = textOf(html);

  it('is of a report that is valid', () => {
    expectValidReport(pageReport);
  });

  it('is titled with what changed', () => {
    expect(html).toContain('<title>4 resources have drifted from Terraform · stagedrift</title>');
    expect(html).toContain('<h1>4 resources have drifted from Terraform</h1>');
    expect(text).toContain('\nWhat could not be checked may have drifted too.\n');
  });

  it('begins with what was found in numbers, each of which leads to where it comes from', () => {
    const tiles = [...html.matchAll(/<a href="#([a-z-]+)"><strong>(\d+)<\/strong> ([a-z ]+)<\/a>/g)];
    expect(tiles.map(([, id, count, label]) => `${count} ${label} -> ${id}`)).toEqual([
      '3 changed -> drift',
      '1 deleted -> drift',
      '1 in no state -> unmanaged',
      '1 not checked -> not-checked',
      '1 state not read -> unread',
      '6 in sync -> in-sync',
      '2 resolved -> resolved',
      '1 ignored -> ignored',
    ]);
    expect(text).toContain('\nOpen findings: 6 new, 3 changed again, 2 due for a reminder, 3 known\n');
    for (const [, id] of tiles) expect(html).toContain(`<section id="${id}"`);
  });

  it('shows of a setting what Terraform has and what is live, how bad it is and since when', () => {
    expect(text).toContain(
      '\nvariables["LOG_LEVEL"]\nMedium\nChanged again, open since 2026-02-26\nIn Terraform\ninfo\nLive now\ndebug\n',
    );
    expect(text).toContain('\ntags["CostCentre"]\nLow\nNew\nIn Terraform\n4711\nLive now\nnot set\n');
    expect(text).toContain('\ncache_cluster_enabled\nMedium\nNew\nIn Terraform\ntrue\nLive now\nfalse\n');
    expect(text).toContain('Reminder, open for 14 days');
    expect(text).toContain('Known since 2026-02-24');
  });

  it('tells the most severe first, stage by stage', () => {
    const stages = [...sectionOf(html, 'drift').matchAll(/<small>Stage<\/small> (\w+)</g)].map(([, name]) => name);
    expect(stages).toEqual(['live', 'prod', 'v1']);
    const mild = reportOf(checked('stage.a', modified([['description'], 'a', 'b'])), {
      ...checked('stage.b', modified([['web_acl_arn'], 'a', 'b'])),
      id: { ...checked('', { status: 'IN_SYNC' }).id, stageName: 'other' },
    });
    expect(textOf(renderHtml(mild))).toMatch(/Stage other\n[\s\S]*Stage prod\n/);
  });

  it('marks inside a long text what differs', () => {
    expect(html).toContain('log-group:/apigw/orders<ins>-debug</ins></q>');
    expect(html).toContain('$context.<del>resourcePath</del> $context.protocol');
    expect(html).toContain('$context.<ins>path</ins> $context.protocol');
  });

  it('sets JSON out line by line, with what is the same folded away and the texts as they are below', () => {
    expect(html).toContain('<summary>13 lines that are the same</summary>');
    expect(html).toContain(
      '<tr><td class="del">  &quot;integrationLatency&quot;: &quot;$context.<del>integrationLatency</del>&quot;,</td>' +
        '<td class="ins">  &quot;integrationLatency&quot;: &quot;$context.<ins>integration.latency</ins>&quot;,</td></tr>',
    );
    expect(html).toContain(
      '<tr><td class="del">  <del>&quot;sourceIp&quot;: &quot;$context.identity.sourceIp&quot;</del>,</td><td class="none"></td></tr>',
    );
    expect(text).toContain('The texts as they are');
  });

  it('says what the eye would miss', () => {
    expect(text).toContain('\nOnly blanks differ.\n');
  });

  it('shows no value that is masked, and marks nothing in the mask', () => {
    expect(text).toContain(
      '\nvariables["DB_PASSWORD"]\nMedium\nKnown since 2026-02-24\nIn Terraform\n(masked)\nLive now\nanother value (masked)\n',
    );
    expect(html).not.toContain('hunter');
  });

  it('has the commands that fix a finding with it, and those that fix all of a resource once', () => {
    const once = 'terraform apply -target=\'module.orders["eu"].aws_api_gateway_stage.this[0]\'';
    expect(text.split(once)).toHaveLength(2);
    expect(text).toContain('--patch-operations "op=replace,path=/variables/LOG_LEVEL,value=\'info\'"');
    expect(text).toContain('\nOr keep what is live, in the configuration:\nvariables["LOG_LEVEL"] = "debug"\n');
  });

  it('says how findings were resolved, and why others are ignored, by whom and until when', () => {
    expect(textOf(`<body>${sectionOf(html, 'resolved')}<script>`)).toContain(
      'module.search.aws_api_gateway_stage.this · variables["INDEX"]\nChanged\nMedium\nOpen since 2026-02-27\nTerraform took over what is live: serial 57 of the state has it.\nStage prod, REST API s1e2a3r4c5, eu-west-1, account 123456789012\n',
    );
    expect(textOf(`<body>${sectionOf(html, 'ignored')}<script>`)).toContain(
      'deployment_id\nChanged\nThe delivery pipeline deploys; Terraform only makes the first deployment.\nOwner: team-orders@acme.example. The rule ends after 2026-06-30\n',
    );
  });

  it('says of a state that can be read again just that', () => {
    const over = resolvedFinding({
      kind: 'NOT_CHECKED',
      type: 'state',
      address: 's3://a/b',
      path: null,
      resource: unknownStageId,
      explanation: 'It can be read again.',
    });
    const page = renderHtml(livingReport('KNOWN', [], { resolved: [over] }));
    expect(textOf(`<body>${sectionOf(page, 'resolved')}<script>`)).toContain(
      '\ns3://a/b\nState not read\nLow\nOpen since 2026-02-26\nIt can be read again.\n',
    );
    expect(page).not.toContain('Unknown stage');
  });

  it('has states that were not read, those that were, notes, warnings, and where the report is archived', () => {
    expect(text).toContain('\nIt is encrypted by OpenTofu, and this program has no key to read it\n');
    expect(text).toContain('\ns3://acme-terraform/env:/prod/payments/terraform.tfstate\n12\n1.11.4\n');
    expect(text).toContain('The live deployment p9o8i7 is the newer one');
    expect(text).toContain('\nPlease note\nStage prod of REST API a1b2c3d4e5');
    expect(text).toContain('\nArchived as page\ns3://acme-drift/reports/2026/03/01/0d7c2f4e.html\n');
    expect(textOf(renderHtml(explainedReport))).toContain("\nTerraform's deployment d1 was made by Bob\n");
  });

  it('speaks of no events without a ledger', () => {
    const withoutLedger = renderHtml(nightReport);
    expect(withoutLedger).not.toContain('class="event');
    expect(withoutLedger).not.toContain('class="open-counts"');
    expect(withoutLedger).not.toContain('value="OPENED"');
  });

  it('is short where all is in sync', () => {
    expect(
      textOf(renderHtml(reportOf(checked('stage.a', { status: 'IN_SYNC' }))))
        .trim()
        .split('\n'),
    ).toEqual([
      'Skip to the findings',
      'stagedrift',
      'In sync',
      '1 stage is in sync with Terraform',
      'Checked 2026-03-01 02:10 UTC, started by the schedule',
      '1 stage of 1 state',
      '3 calls to API Gateway',
      '0 changed',
      '0 deleted',
      '1 in sync',
      'In sync',
      '1 resource',
      'stage.a',
      'States read',
      '1 state',
      'State',
      'Serial',
      'Terraform',
      's3://acme-tf/orders/terraform.tfstate',
      '42',
      '1.11.4',
      'Report',
      '0d7c2f4e-5b0a-4a53-9f57-1f6f3f2a9c11',
    ]);
  });

  it('says what was left out for the size limit', () => {
    const report = { ...reportOf(), omitted: { states: 2, failedStates: 0, resources: 1, warnings: 3 } };
    expect(textOf(renderHtml(report))).toContain(
      '\nOmitted to fit the size limit: 1 resource, 2 states, 3 warnings.\n',
    );
  });

  it('of ten thousand findings is no larger than one of five thousand, counts the rest and says where it is', () => {
    const findings = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        checked(`aws_api_gateway_stage.this[${index}]`, modified([['description'], 'as planned', `by hand, ${index}`])),
      );
    const archive = { report: 's3://acme-tf/reports/1.json', page: 's3://acme-tf/reports/1.html' };
    const [some = '', all = ''] = [5_000, 10_000].map((count) =>
      renderHtml({ ...reportOf(...findings(count)), archive }),
    );
    expect(all.length / some.length).toBeLessThan(1.01);
    expect(textOf(all)).toMatch(
      /\nOmitted to fit the size limit: [\d,]+ resources, .*\. All of it is in s3:\/\/acme-tf\/reports\/1\.json\.\n/,
    );
    expect(textOf(all)).toContain('10,000 stages have drifted from Terraform');
  });

  it('has the same bytes for the same report', () => {
    expect(renderHtml(structuredClone(pageReport))).toBe(html);
  });

  it('has each id once, even where two findings are the same', () => {
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const [one] = pageReport.resources;
    const twice = renderHtml({ ...pageReport, resources: one === undefined ? [] : [one, one] });
    const idsOfTwice = [...twice.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(idsOfTwice).size).toBe(idsOfTwice.length);
  });

  it('loads nothing, and lets no style and no script run but its own', () => {
    const hashOf = (tag: string) => {
      const parts = [...html.matchAll(new RegExp(`<${tag}>([^]*?)</${tag}>`, 'g'))].map(([, content]) => content ?? '');
      expect(parts).toHaveLength(1);
      return createHash('sha256').update(parts.join()).digest('base64');
    };
    const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
    expect(unescaped(policy)).toBe(
      `default-src 'none'; style-src 'sha256-${hashOf('style')}'; script-src 'sha256-${hashOf('script')}'; base-uri 'none'; form-action 'none'`,
    );
    expect(html).not.toMatch(
      /<(link|img|iframe|object|embed|base)\b|\bsrc=|href="(?!#)|url\(|@import|https?:|\son\w+=|\sstyle=/i,
    );
  });

  it('fits ten thousand stages that drifted', () => {
    const many = renderHtml(reportOfMany(10_000));
    expect(many).toContain('<h1>10,000 stages have drifted from Terraform</h1>');
    expect(many).toContain('<body class="many">');
    expect(many.length / 10_000).toBeLessThan(2_500);
  });
});

describe('a hostile text', () => {
  const withoutId = (tag: string) => tag.replace(/ id="f-[^"]*"/, ' id');
  const known = new Set(
    [
      ...tagsOf(renderHtml(pageReport)),
      ...tagsOf(renderHtml(pageFullOf('harmless'))),
      '<b class="u">',
      '<pre data-spelt>',
    ].map(withoutId),
  );

  it.each(hostileTexts)('is only a text: the page has no other tags than with a harmless one: %j', (hostile) => {
    const tags = tagsOf(renderHtml(pageFullOf(hostile))).map(withoutId);
    expect(tags.filter((tag) => !known.has(tag))).toEqual([]);
  });

  it.each(hostileTexts)('has no character that is not seen: %j', (hostile) => {
    const html = renderHtml(pageFullOf(hostile));
    expect(bodyOf(html).replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    expect(html.isWellFormed()).toBe(true);
  });

  it('is shown with its own characters', () => {
    const html = renderHtml(pageFullOf('<b> & "c"'));
    expect(html).toContain('<dd class="del"><q>&lt;b&gt; &amp; &quot;c&quot;</q></dd>');
    expect(html).not.toContain('<b> ');
  });

  it('is not offered as a command to copy where it had to be spelt out', () => {
    expect(renderHtml(pageFullOf('abc\u202ecba'))).toContain('<pre data-spelt>echo abc\\u{202e}cba</pre>');
  });
});

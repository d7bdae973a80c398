import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stateFinding } from '../../../../lib/findings/assess.ts';
import type { ResolvedFinding } from '../../../../lib/ledger/finding-event.ts';
import { unknownStageId } from '../../../../lib/model/stage-id.ts';
import { type ChatCard, chatCards } from '../../../../lib/report/chat/chat-card.ts';
import type { Report } from '../../../../lib/report/report.ts';
import { stageIdJson } from '../../../../lib/resources/rest-api/stage-id-json.ts';
import { validCards } from '../chat-card-schema.ts';
import { livingReport, resolvedFinding, withCommands } from '../living-report.ts';
import {
  checked,
  explainedReport,
  hostileTexts,
  modified,
  nightReport,
  reportFullOf,
  reportOf,
  unmanaged,
} from '../sample.ts';

const address = 'aws_api_gateway_stage.orders';
const drifted = checked(address, modified([['description'], 'Orders', 'hacked']));

/** @returns the only card of a report */
function onlyCard(report: Report): ChatCard {
  const [card, ...others] = validCards(report);
  if (card === undefined) throw new Error('there is no card');
  expect(others).toEqual([]);
  return card;
}

describe('the chat', () => {
  it.each([
    ['OPENED', '🟡 New: `description` of stage `prod` differs from Terraform'],
    ['CHANGED', '🟡 Changed again: `description` of stage `prod` differs from Terraform'],
    ['REMINDER', '🟡 Still there: `description` of stage `prod` differs from Terraform'],
  ] as const)('gets a card for a finding that is %s', (event, title) => {
    const card = onlyCard(livingReport(event, [drifted]));

    expect(card.content.title).toBe(title);
    expect(card.metadata).toMatchObject({ eventType: `stagedrift ${event}`, additionalContext: { event } });
    expect(card.content.keywords).toEqual(['stagedrift', event, 'LOW']);
  });

  it('gets a card for a finding that is over, with how it ended', () => {
    const card = onlyCard(livingReport('KNOWN', [drifted], { resolved: [resolvedFinding()] }));

    expect(card.content).toEqual({
      textType: 'client-markdown',
      title: '✅ Resolved: `description` of stage `prod` differed from Terraform',
      description: [
        '- Address: `aws_api_gateway_stage.orders`',
        '- How: AWS is again as Terraform has it.',
        '- Stage: prod, REST API a1b2c3d4e5, eu-west-1, account 123456789012',
        '- State: `s3://acme-tf/orders/terraform.tfstate`',
        '- Severity: low',
        '- First seen: 2026-02-26 00:00 UTC, 3 days 2 hours ago',
      ].join('\n'),
      nextSteps: [],
      keywords: ['stagedrift', 'RESOLVED', 'LOW'],
    });
  });

  it('hears nothing of a finding that it was notified before', () => {
    expect(chatCards(livingReport('KNOWN', [drifted, unmanaged('a1b2c3d4e5/test')]))).toEqual([]);
  });

  it('hears nothing of what is in sync', () => {
    expect(chatCards(reportOf(checked(address, { status: 'IN_SYNC' })))).toEqual([]);
  });

  it('has all that happens to one finding in one thread', () => {
    const opened = onlyCard(livingReport('OPENED', [drifted]));
    const changed = onlyCard(livingReport('CHANGED', [drifted]));
    const id = opened.metadata.threadId;
    const resolved = onlyCard(livingReport('KNOWN', [], { resolved: [resolvedFinding({ id })] }));

    expect(id).toBe(livingReport('OPENED', [drifted]).resources[0]?.differences[0]?.finding.id);
    expect([changed.metadata.threadId, resolved.metadata.threadId]).toEqual([id, id]);
    expect(new Set([opened.id, changed.id, resolved.id]).size).toBe(3);
  });

  it('recognises a card that is sent again by its id', () => {
    expect(onlyCard(livingReport('OPENED', [drifted])).id).toBe(onlyCard(livingReport('OPENED', [drifted])).id);
  });

  it('has a thread for each of several settings', () => {
    const report = reportOf(checked(address, modified([['description'], 'a', 'b'], [['variables', 'x'], 'c', 'd'])));

    expect(new Set(validCards(report).map(({ metadata }) => metadata.threadId)).size).toBe(2);
  });

  it('shows what Terraform has, what is live, where, and since when', () => {
    expect(onlyCard(livingReport('OPENED', [drifted])).content.description.split('\n')).toEqual([
      '- Address: `aws_api_gateway_stage.orders`',
      '- In Terraform: `"Orders"`',
      '- Live now: `"hacked"`',
      '- Stage: prod, REST API a1b2c3d4e5, eu-west-1, account 123456789012',
      '- State: `s3://acme-tf/orders/terraform.tfstate`',
      '- Severity: low',
      '- First seen: 2026-02-26 00:00 UTC',
    ]);
  });

  it('is notified of resources as a whole, and why', () => {
    const texts = validCards(livingReport('OPENED', [...wholeResources])).map(({ content }) => content);

    expect(texts.map(({ title }) => title)).toEqual([
      '🟠 New: stage `prod` is in no Terraform state',
      '🔴 New: stage `prod` is gone from AWS',
      '🟠 New: stage `prod` could not be checked',
    ]);
    expect(texts.map(({ description }) => description.split('\n').find((line) => line.startsWith('- Why')))).toEqual([
      '- Why: it is live, but in none of the states that were read',
      '- Why: deleted by hand',
      '- Why: throttled by API Gateway',
    ]);
  });

  it('is notified of a state that could not be read', () => {
    const uri = 's3://acme-tf/legacy/terraform.tfstate';
    const report = livingReport('OPENED', [], { states: [{ uri, status: 'FAILED', reason: 'access denied' }] });

    expect(onlyCard(report).content).toMatchObject({
      title: '🟠 New: state `s3://acme-tf/legacy/terraform.tfstate` could not be checked',
      description: `- Address: \`${uri}\`\n- Why: access denied\n- Severity: medium\n- First seen: 2026-02-26 00:00 UTC`,
    });
  });

  it.each([
    ['DELETED', '✅ Resolved: stage `prod` was gone from AWS'],
    ['UNMANAGED', '✅ Resolved: stage `prod` was in no Terraform state'],
  ] as const)('is notified that %s is over for a resource as a whole', (kind, title) => {
    const report = livingReport('KNOWN', [], { resolved: [resolvedFinding({ kind, path: null })] });

    expect(onlyCard(report).content.title).toBe(title);
  });

  it('is notified that a state that could not be read can be read again', () => {
    const over = {
      kind: 'NOT_CHECKED',
      type: stateFinding,
      address: 's3://a/b',
      path: null,
      resource: unknownStageId,
    } as const;
    const card = onlyCard(livingReport('KNOWN', [], { resolved: [resolvedFinding(over)] }));

    expect(card.content.title).toBe('✅ Resolved: state `s3://a/b` could not be checked');
  });

  it('shows the notes of a resource', () => {
    const [, card] = validCards(explainedReport);

    expect(card?.content.description).toContain("- Note: Terraform's deployment d1 was made by Bob\n- Note: The live");
  });

  it('never sees a masked value', () => {
    const secret = checked(address, modified([['variables', 'DB_PASSWORD'], 'hunter2', 'hunter3']));
    const card = onlyCard(livingReport('OPENED', [secret]));

    expect(card.content.description).toContain('- In Terraform: `(masked)`\n- Live now: `another value (masked)`');
    expect(JSON.stringify(card)).not.toContain('hunter');
  });

  it('sees the stretch of a long value that differs', () => {
    const long = checked(address, modified([['description'], `${'a'.repeat(900)}b`, `${'a'.repeat(900)}c`]));
    const { description } = onlyCard(livingReport('OPENED', [long])).content;

    expect(description).toMatch(/- In Terraform: `"…a+b"`\n- Live now: `"…a+c"`\n/);
  });
});

const wholeResources = [
  checked('aws_api_gateway_stage.gone', { status: 'DELETED', reason: 'deleted by hand' }),
  checked('aws_api_gateway_stage.quiet', { status: 'NOT_CHECKED', reason: 'throttled by API Gateway' }),
  unmanaged('a1b2c3d4e5/test'),
];

describe('the next steps of a card', () => {
  it.each([
    'terraform apply -target=\'module.api["eu"].aws_api_gateway_stage.this[0]\'',
    'aws apigateway update-stage --rest-api-id a1b2c3d4e5 --stage-name prod --patch-operations \'[{"op":"replace","path":"/*/*/logging/loglevel","value":"INFO"}]\'',
    "aws apigateway update-stage --patch-operations 'op=replace,path=/~1orders~1{id}/GET/metrics/enabled,value=true'",
  ])('have a command to copy just as it is: %s', (text) => {
    expect(onlyCard(withCommands(livingReport('OPENED', [drifted]), text)).content.nextSteps).toEqual([
      `Revert: \`${text}\``,
    ]);
  });

  it('have every command, each of which will do alone', () => {
    expect(onlyCard(withCommands(livingReport('OPENED', [drifted]), 'one', 'two')).content.nextSteps).toEqual([
      'Revert: `one`',
      'Or: `two`',
    ]);
  });

  it.each([
    'echo `id`',
    'a <!channel>',
    'a && b',
    'mail @here',
    'curl https://evil.example',
    '[x](http://evil.example)',
    'a\nb',
    'a \u202e b',
    '**bold**',
    '_em_',
    'x'.repeat(701),
  ])('leave out a command that a chat would garble, and say so: %j', (text) => {
    expect(onlyCard(withCommands(livingReport('OPENED', [drifted]), 'one', text)).content.nextSteps).toEqual([
      'Revert: `one`',
      'A command that a chat would garble: see the report.',
    ]);
  });

  it('are none for a finding that is over, save the report', () => {
    const archive = { report: 's3://acme-drift/x/reports/r.json', page: 's3://acme-drift/x/reports/2026/03/01/r.html' };
    const report = { ...livingReport('KNOWN', [], { resolved: [resolvedFinding()] }), archive };

    expect(onlyCard(report).content.nextSteps).toEqual([
      'Report: https://console.aws.amazon.com/s3/object/acme-drift?prefix=x%2Freports%2F2026%2F03%2F01%2Fr.html',
    ]);
  });

  const tooLong = `s3://acme-drift/${'x'.repeat(1_600)}`;

  it.each(['file:///etc/passwd', 's3://Bad Bucket/x', 'javascript:alert(1)', 's3://acme-drift/', tooLong])(
    'lead to no place that is no object in S3, or that does not fit a card: %j',
    (page) => {
      const report = { ...livingReport('OPENED', [drifted]), archive: { report: page, page } };

      expect(onlyCard(withCommands(report)).content.nextSteps).toEqual([]);
    },
  );
});

describe('many findings of one run', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      ...checked(
        `aws_api_gateway_stage.s${index}`,
        modified([[index === count - 1 ? 'web_acl_arn' : 'description'], 'a', 'b']),
      ),
      id: {
        family: 'REST' as const,
        accountId: '123456789012',
        region: 'eu-west-1',
        apiId: 'a1b2c3d4e5',
        stageName: `s${index}`,
      },
    }));

  it('are notified one by one up to ten', () => {
    expect(validCards(livingReport('OPENED', many(10)))).toHaveLength(10);
  });

  it('are notified in a single card beyond that, the most urgent first, in a thread of the run', () => {
    const report = livingReport('OPENED', many(11), { resolved: [resolvedFinding()] });
    const card = onlyCard(report);

    expect(card.content.title).toBe('🔴 12 findings: 11 new, 1 resolved');
    expect(card.content.description.split('\n')).toHaveLength(11);
    expect(card.content.description).toMatch(
      /^- 🔴 New: `web_acl_arn` of stage `s10` differs from Terraform\n- 🟡 New/,
    );
    expect(card.content.description).toMatch(/\n- and 2 more$/);
    expect(card.metadata).toMatchObject({ threadId: report.reportId, eventType: 'stagedrift DIGEST' });
  });

  it('have the sign of an end where all of them are over', () => {
    const resolved = Array.from({ length: 11 }, (_, index) => resolvedFinding({ id: String(index) }));

    expect(onlyCard(livingReport('KNOWN', [], { resolved })).content.title).toBe('✅ 11 findings: 11 resolved');
  });

  it('fit one message, however long their texts are', () => {
    const long = '\ud800\u202e'.repeat(5_000);
    const over = reported(resolvedFinding({ address: long, explanation: long, path: [long], state: long }));
    const report = { ...reportFullOf(long), resolved: [over] };
    const few = validCards(report);
    const one = validCards({ ...report, resolved: Array.from({ length: 11 }, () => over) });

    expect([few.length, one.length]).toEqual([8, 1]);
    for (const card of [...few, ...one]) expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThan(20_000);
  });
});

/** Harmless, but more than words: it stands in code wherever a hostile text must. */
const skeleton = skeletonOf('a/b');

describe('a hostile text in a card', () => {
  // No chat makes a reference to an issue of words like these.
  it.each(hostileTexts.filter((text) => text !== 'GH-1'))('changes nothing but what stands in code: %j', (hostile) => {
    expect(skeletonOf(hostile)).toEqual(skeleton);
  });

  it('does so together with any other', () => {
    const mixed = fc.array(fc.constantFrom(...hostileTexts, '<@U024BE7LH>', '*b*', '~s~', ' _', '_ ', ' '), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(fc.property(mixed, (parts) => expect(skeletonOf(`/${parts.join('')}`)).toEqual(skeleton)));
  });

  it.each([...hostileTexts, '<@U024BE7LH>', '_em_', '*b*', '~s~', 'a:http://b'])(
    'has no meaning even where nothing is code: %j',
    (hostile) => {
      for (const text of textsOf(hostile)) {
        const data = text.replaceAll(/`([^`]*)`/g, '$1');
        expect(data).not.toMatch(/[`<>&*~#@]|\]\(|https?:\/\/|www\.|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/u);
        expect(data.replaceAll('\n- ', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      }
    },
  );
});

/** As a report has it. */
function reported(finding: ResolvedFinding) {
  return { ...finding, resource: stageIdJson(finding.resource) };
}

function textsOf(text: string): string[] {
  const report = reportFullOf(text);
  const over = reported(
    resolvedFinding({ address: text, explanation: text, path: ['tags', text], state: text, firstSeen: text }),
  );
  const place = { accountId: text, region: text, restApiId: text, stageName: text };
  const cards = validCards({ ...report, resolved: [{ ...over, resource: place }] });
  const digest = validCards({ ...report, resolved: Array.from({ length: 11 }, () => over) });
  return [...cards, ...digest].flatMap(({ content, metadata }) => [
    content.title,
    content.description,
    metadata.summary,
    metadata.threadId,
    ...metadata.relatedResources,
    ...Object.values(metadata.additionalContext),
  ]);
}

/** Titles and descriptions with each span of code replaced by one word. */
function skeletonOf(text: string): string[] {
  const report = reportFullOf(text);
  return validCards({
    ...report,
    resolved: [reported(resolvedFinding({ address: text, explanation: text, state: text }))],
  }).flatMap(({ content }) =>
    [content.title, content.description].map((shown) => shown.replaceAll(/`[^`]*`/g, 'CODE')),
  );
}

it('the sample night makes a digest, since it has more than ten findings', () => {
  expect(onlyCard(nightReport).content.title).toBe('🔴 12 findings: 12 new');
});

import { describe, expect, it } from '@jest/globals';
import { type Masking, mask, maskText } from '../../../lib/findings/masking.ts';
import type { Leaf, Path, PropertyDifference } from '../../../lib/model/comparison.ts';
import { createMessage } from '../../../lib/report/message.ts';
import { renderings } from '../../../lib/report/renderings.ts';
import { checked, modified, reportOf } from '../report/sample.ts';

function difference(path: Path, expected: Leaf | null = 'a', actual: Leaf | null = 'b'): PropertyDifference {
  return { path, differenceType: 'NOT_EQUAL', expected, actual };
}

/** Stage variables and tags are shown, so that what else hides a value is seen. */
const open: Masking = { hashKey: null, isShown: () => ({ byName: false, byGlob: true }) };

function isMasked(path: Path, sensitivePaths: readonly Path[] = []): boolean {
  return mask(difference(path), sensitivePaths, open).masked;
}

describe('a difference that may be shown', () => {
  it('stays as it is and says that nothing is masked', () => {
    expect(mask(difference(['variables', 'LOG_LEVEL'], 'info', 'debug'), [['tags']], open)).toEqual({
      path: ['variables', 'LOG_LEVEL'],
      differenceType: 'NOT_EQUAL',
      expected: 'info',
      actual: 'debug',
      masked: false,
    });
  });
});

describe('a masked difference', () => {
  it('has neither of its values, and says so', () => {
    expect(mask(difference(['variables', 'DB_PASSWORD'], 'hunter2', 'hunter3'), [], open)).toEqual({
      path: ['variables', 'DB_PASSWORD'],
      differenceType: 'NOT_EQUAL',
      expected: '(masked)',
      actual: '(masked)',
      masked: true,
    });
  });

  it.each<[Leaf | null, Leaf | null, Leaf | null, Leaf | null]>([
    [null, 'hunter2', null, '(masked)'],
    ['hunter2', null, '(masked)', null],
    ['', 'hunter2', '(masked)', '(masked)'],
    [true, false, '(masked)', '(masked)'],
    [0, 10.5, '(masked)', '(masked)'],
  ])(
    'from %j to %j is taken as from %j to %j: only what is not set is said',
    (expected, actual, shown, shownActual) => {
      expect(mask(difference(['variables', 'API_TOKEN'], expected, actual), [], open)).toMatchObject({
        expected: shown,
        actual: shownActual,
        masked: true,
      });
    },
  );
});

describe('a path that Terraform marks as sensitive', () => {
  it.each<[string, Path, Path]>([
    ['the very path', ['variables', 'URL'], ['variables', 'URL']],
    ['a map above it', ['variables'], ['variables', 'URL']],
    ['a block above it', ['canary_settings', 0], ['canary_settings', 0, 'stage_variable_overrides', 'URL']],
    ['the whole resource', [], ['description']],
  ])('masks %s', (_, sensitive, path) => {
    expect(isMasked(path, [['tags', 'Other'], sensitive])).toBe(true);
  });

  it.each<[string, Path, Path]>([
    ['another key', ['variables', 'URL'], ['variables', 'URI']],
    ['another setting', ['tags', 'URL'], ['variables', 'URL']],
    ['another block', ['canary_settings', 1], ['canary_settings', 0, 'use_stage_cache']],
    ['what lies above it', ['variables', 'URL'], ['variables']],
    ['a key that begins alike', ['variables', 'URL'], ['variables', 'URL_BASE']],
    ['an index in place of a key', ['variables', 0], ['variables', '0']],
  ])('does not mask %s', (_, sensitive, path) => {
    expect(isMasked(path, [sensitive])).toBe(false);
  });
});

describe('a name', () => {
  it.each([
    'DB_PASSWORD',
    'dbPasswd',
    'passphrase',
    'PASSCODE',
    'pwd',
    'client-secret',
    'AUTH_TOKEN',
    'credentials',
    'apiKey',
    'API_KEY',
    'api key',
    'api.key',
    'private-key',
    'ACCESSKEY',
    'signing_key',
    'encryptionKey',
  ])('of a secret masks the value: %s', (name) => {
    expect(isMasked(['variables', name])).toBe(true);
    expect(isMasked(['tags', name])).toBe(true);
    expect(isMasked(['canary_settings', 0, 'stage_variable_overrides', name])).toBe(true);
  });

  it.each(['LOG_LEVEL', 'KEY', 'keyboard', 'CostCentre', 'compass', 'monkey_api', 'DB_HOST'])(
    'of nothing secret does not: %s',
    (name) => {
      expect(isMasked(['variables', name])).toBe(false);
    },
  );

  it('of a setting itself never masks', () => {
    expect(isMasked(['token_settings', 0, 'format'])).toBe(false);
  });
});

const secrets: readonly (readonly [string, string])[] = [
  ['an AWS access key', 'key AKIAIOSFODNN7EXAMPLE'],
  ['a temporary AWS access key', 'ASIAIOSFODNN7EXAMPLE'],
  ['a GitHub token', 'ghp_abcdefghijklmnopqrstuvwxyz0123456789'],
  ['a GitHub server token', 'ghs_abcdefghijklmnopqrstuvwxyz0123456789'],
  ['a fine-grained GitHub token', 'github_pat_11ABCDEFG0abcdefghij_klmnop'],
  ['a GitLab token', 'glpat-abcdefghijklmnopqrst'],
  ['a Slack token', 'xoxb-123456789012-abcdef'],
  ['a Stripe key', 'sk_live_abcdefghijklmnop'],
  ['a JSON Web Token', 'Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl'],
  ['a PEM', '-----BEGIN RSA PRIVATE KEY----- MIIE'],
  ['a password in a URL', 'postgres://orders:hunter2@db.example.org/orders'],
  ['a secret in JSON that stands in another text', '{\\"token\\":\\"tr0ub4dor\\"}'],
  ['a secret that is assigned', 'password := tr0ub4dor'],
  ['a secret behind an arrow', '"secret" => "tr0ub4dor"'],
  ['a secret key that is assigned', 'SECRET_KEY=tr0ub4dor'],
  ['a short password', 'db_pass: tr0ub4dor'],
  ['a key of a storage account', 'AccountName=orders;AccountKey=tr0ub4dor=='],
  ['a password with a slash in a URL', 'postgres://orders:tr0/ub4dor@db.acme.example/orders'],
  ['a key of Anthropic', 'sk-ant-api03-tr0ub4dor'],
  ['a key of OpenAI', `sk-proj-${'tr0ub4dor'.repeat(4)}`],
  ['a key of Google', `AIza${'tr0ub4d'.repeat(5)}`],
  ['a key of SendGrid', `SG.${'tr0ub4dor'.repeat(2)}.${'tr0ub4dor'.repeat(4)}`],
  ['a token of Vault', `hvs.${'tr0ub4dor'.repeat(3)}`],
  ['a token of npm', `npm_${'tr0ub4dor'.repeat(4)}`],
  ['a secret of a Stripe webhook', 'whsec_tr0ub4dor'],
  ['a webhook of Slack', 'https://hooks.slack.com/services/T000/B000/tr0ub4dor'],
  ['a password without a user in a URL', 'redis://:hunter2@cache.example.org'],
];

describe('a value', () => {
  it.each(secrets)('that looks like %s is masked, on either side, with the other', (_, secret) => {
    const hidden = { expected: '(masked)', actual: '(masked)', masked: true };
    expect(mask(difference(['description'], secret, 'harmless'), [], open)).toMatchObject(hidden);
    expect(mask(difference(['description'], 'harmless', secret), [], open)).toMatchObject(hidden);
  });

  it.each([
    'https://orders.example.org/v1?a=b',
    'http://user@example.org/',
    'https://example.org:8443/a@b',
    'arn:aws:logs:eu-west-1:123456789012:log-group:/apigw',
    'AKIA',
    'PARKIASIAKIOSFODNN7EXAMPLEX',
    '{"requestId":"$context.requestId"}',
    'eyJ is how a token begins',
    'ghp_short',
    '{\\"token\\":\\"$context.authorizer.token\\"}',
  ])('that looks like no secret is shown: %s', (value) => {
    expect(mask(difference(['description'], value, 'other'), [], open).masked).toBe(false);
  });
});

it.each(['eyJ-', 'eyJaaaaaaaa.', '://a:', 'password ', 'bearer  ', 'secret key', 'SG.aaaaaaaaaaaaaaaaaa.', 'sk-'])(
  'a text of nothing but beginnings of credentials is read once, however long it is: %j',
  (beginning) => {
    // Read again from each beginning, this would take hours.
    const text = beginning.repeat(200_000);
    expect(text.startsWith(maskText(text).replace('(masked)', ''))).toBe(true);
  },
);

describe('a masked value', () => {
  const first = 'postgres://orders:hunter2@db.example.org/orders';
  const second = 'tr0ub4dor';
  const third = 'correct horse';
  const report = reportOf(
    checked(
      'aws_api_gateway_stage.this',
      modified(
        [['variables', 'URL'], first, 'x'],
        [['variables', 'DB_PASSWORD'], second, 'y'],
        [['description'], 'z', third],
      ),
      [['description']],
    ),
  );
  const { subject, body, attributes } = createMessage(report);

  it.each([
    ...Object.entries(renderings).map(([format, render]) => [`the ${format} report`, render(report)] as const),
    ['the body of the message', Promise.resolve(body)] as const,
    ['the subject of the message', Promise.resolve(subject)] as const,
    ['the attributes of the message', Promise.resolve(JSON.stringify(attributes))] as const,
  ])('appears nowhere in %s', async (_, rendered) => {
    const output = await rendered;
    expect(output).not.toContain('hunter2');
    expect(output).not.toContain(second);
    expect(output).not.toContain(third);
  });

  it('is notified as changed all the same', async () => {
    expect(await renderings.text(report)).toContain('variables["DB_PASSWORD"]');
  });
});

describe('a sentence of a report', () => {
  it.each([
    'described as "rollback with AKIAIOSFODNN7EXAMPLE"',
    'described as "postgres://orders:hunter2@db.acme.example"',
    'described as "authorization: Bearer c2VjcmV0LXRva2Vu"',
    'described as "password=hunter2-and-more"',
  ])('hides a credential that somebody wrote into it: %s', (note) => {
    const resource = { ...checked('stage.a', modified([['description'], 'a', 'b'])), notes: [note] };
    const [notified = ''] = reportOf(resource).resources[0]?.notes ?? [];
    expect(notified).toMatch(/^described as ".*\(masked\)/);
    expect(notified).not.toMatch(/AKIA|hunter2|c2VjcmV0/);
  });

  it('stays as it is where nothing looks like one', () => {
    const note = 'The live deployment p9o8i7 was made on 2026-02-28T16:40:00Z, described as "hotfix".';
    const resource = { ...checked('stage.a', modified([['description'], 'a', 'b'])), notes: [note] };
    expect(reportOf(resource).resources[0]?.notes).toEqual([note]);
  });
});

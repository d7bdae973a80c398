import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { RulesError } from '../../../../lib/findings/rules/rules.ts';
import { parseRules } from '../../../../lib/findings/rules/rules-file.ts';
import { checkedTypes } from '../../../../lib/resources/registry.ts';

const schema: {
  readonly $defs: { readonly type: { readonly anyOf: readonly { readonly enum?: readonly string[] }[] } };
} = JSON.parse(readFileSync(new URL('../../../../lib/findings/rules/rules.schema.json', import.meta.url), 'utf8'));
const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);
const isBySchema = ajv.compile(schema);

/** @returns the lines of the error, `[]` where the rules are accepted */
function problemsOf(text: string, file = 'rules.yaml'): string[] {
  try {
    parseRules(text, file);
    return [];
  } catch (error) {
    if (!(error instanceof RulesError)) throw error;
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.slice(2));
  }
}

const accepted = [
  '',
  '# nothing yet\n',
  '---\n# nothing yet\n',
  'ignore:\n',
  'ignore: []\nseverity: []\nignore_tags: []\nshow: []\n',
  'ignore:\n  - address: module.legacy.*\n    reason: retired in June\n',
  `ignore:
  - address: ['module.a["x"].*', 'aws_api_gateway_stage.b[0]']
    path: ['tags["CostCenter"]', 'variables["a.b"]', 'settings[*].throttling_*', '*["x"]', '*.format']
    type: aws_api_gateway_stage
    account: "012345678901"
    region: eu-*
    state: s3://acme-tf/env:/prod/*
    kind: DIFFERENCE
    reason: it is on its way out
    owner: platform
    expires: 2026-12-31
`,
  'ignore: [{ account: 123456789012, reason: x }, { account: "12*", reason: x }, { account: "*", reason: x }]',
  'ignore: [{ type: ["aws_api_gateway_*", aws_cloudwatch_log_group], reason: x }]',
  'ignore: [{ kind: [DELETED, UNMANAGED, NOT_CHECKED], reason: x }]',
  'ignore: [{ path: tags, kind: [DIFFERENCE], reason: x }]',
  'ignore:\n  - &a { address: x, reason: x }\n  - *a\n',
  'ignore: [{ type: "aws_api_gateway_?tage", account: "?2*", path: "*[?].f?rmat", reason: x }]',
  'severity: [{ path: xray_tracing_enabled, severity: LOW }]',
  'ignore_tags: [CostCenter, "team:*", 42, true]\nshow: [LOG_LEVEL, "FEATURE_*", 1]',
];

const refused: readonly (readonly [string, readonly string[]])[] = [
  ['ignore', ['rules.yaml:1: must be sections such as ignore: and severity:']],
  ['- address: x', ['rules.yaml:1: must be sections such as ignore: and severity:']],
  ['\n\nignroe: []', ['rules.yaml:3: there is no "ignroe" here, only ignore, severity, ignore_tags, show']],
  ['__proto__: []', ['rules.yaml:1: there is no "__proto__" here, only ignore, severity, ignore_tags, show']],
  ['ignore: x', ['rules.yaml:1: ignore: must be a list']],
  ['ignore: { address: x, reason: y }', ['rules.yaml:1: ignore: must be a list']],
  ['ignore:\n  - x\n', ['rules.yaml:2: ignore: must be a rule, with a name before each value']],
  ['ignore:\n  - [address, x]\n', ['rules.yaml:2: ignore: must be a rule, with a name before each value']],
  ['ignore:\n  - address: x\n', ['rules.yaml:2: reason is missing']],
  ['ignore:\n  - address: x\n    reason:\n', ['rules.yaml:3: reason: must not be empty']],
  ['ignore:\n  - address: x\n    reason: "  "\n', ['rules.yaml:3: reason: must not be empty']],
  ['ignore:\n  - address: x\n    reason: [a]\n', ['rules.yaml:3: reason: must be a text']],
  ['ignore:\n  - address: { a: b }\n    reason: x\n', ['rules.yaml:2: address: must be a text']],
  ['ignore:\n  - address: []\n    region: x\n    reason: x\n', ['rules.yaml:2: address: must not be an empty list']],
  ['ignore:\n  - address:\n      - a\n      - ""\n    reason: x\n', ['rules.yaml:4: address: must not be empty']],
  [
    'ignore:\n  - reason: x\n',
    [
      'rules.yaml:2: ignore: the rule selects nothing: give it one of address, path, type, account, region, state, kind',
    ],
  ],
  [
    'ignore:\n  - path: tags\n    kind: DELETED\n    reason: x\n',
    ['rules.yaml:2: ignore: the rule selects nothing: only a DIFFERENCE has a path'],
  ],
  [
    'ignore:\n  - adress: x\n    type: "*"\n    reason: x\n',
    [
      'rules.yaml:2: there is no "adress" here, only address, path, type, account, region, state, kind, reason, owner, expires',
    ],
  ],
  ...[
    'variables.LOG_LEVEL',
    'variables[LOG_LEVEL]',
    'access_log_settings.format',
    'tags["a]',
    'a b',
    'tags[]',
    '.a',
  ].map(
    (path) =>
      [
        `ignore:\n  - path: '${path}'\n    reason: x\n`,
        [
          `rules.yaml:2: path: ${JSON.stringify(path)} is not written as the report shows paths: variables["LOG_LEVEL"], access_log_settings[0].format, settings[*].throttling_*`,
        ],
      ] as const,
  ),
  [
    'ignore: [{ type: aws_api_gateway_stag, reason: x }]',
    [`rules.yaml:1: type: "aws_api_gateway_stag" is none of the checked types: ${[...checkedTypes.keys()].join(', ')}`],
  ],
  [
    'ignore: [{ account: 12, reason: x }]',
    ['rules.yaml:1: account: "12" is no account id: it has 12 digits, or * or ? for some of them'],
  ],
  [
    'ignore: [{ kind: MODIFIED, reason: x }]',
    ['rules.yaml:1: kind: "MODIFIED" is none of DIFFERENCE, DELETED, UNMANAGED, NOT_CHECKED'],
  ],
  ...['2026-02-30', '2026-13-01', '31.12.2026', 'soon', '2026-1-1', '2026-12-31T00:00:00Z'].map(
    (day) =>
      [
        `ignore:\n  - address: x\n    reason: x\n    expires: "${day}"\n`,
        [`rules.yaml:4: expires: "${day}" is no day, such as 2026-12-31`],
      ] as const,
  ),
  ['severity:\n  - path: tags\n', ['rules.yaml:2: severity is missing']],
  ['severity: [{ path: tags, severity: high }]', ['rules.yaml:1: severity: "high" is none of HIGH, MEDIUM, LOW']],
  [
    'severity: [{ path: tags, severity: LOW, reason: x }]',
    ['rules.yaml:1: there is no "reason" here, only address, path, type, account, region, state, kind, severity'],
  ],
  ['ignore_tags: CostCenter', ['rules.yaml:1: ignore_tags: must be a list']],
  ['show:\n  - A\n  - { b: c }\n', ['rules.yaml:3: show: must be a text']],
];

describe('a rules file', () => {
  it.each(accepted)('may be %j', (text) => {
    expect(problemsOf(text)).toEqual([]);
  });

  it.each(refused)('may not be %j', (text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  it('is refused with all of its problems, in the order of its lines', () => {
    const text = `severity:
  - path: a.b
    severity: URGENT
ignore:
  - adress: x
    expires: tomorrow
  - reason: x
`;
    expect(problemsOf(text).map((problem) => problem.slice(0, 'rules.yaml:n: path'.length))).toEqual([
      'rules.yaml:2: path',
      'rules.yaml:3: seve',
      'rules.yaml:5: ther',
      'rules.yaml:5: reas',
      'rules.yaml:5: igno',
      'rules.yaml:6: expi',
      'rules.yaml:7: igno',
    ]);
  });

  it.each([
    ['a: [1', 'rules.yaml:1: '],
    ['ignore:\n\t- x', 'rules.yaml:2: '],
    ['ignore: []\nignore: []\n', 'rules.yaml:2: Map keys must be unique'],
    ['ignore: []\n---\nshow: []\n', 'rules.yaml:2: '],
    ['ignore: *nothing\n', 'rules.yaml: '],
    ['ignore: !!binary aGk=\n', 'rules.yaml:1: '],
  ])('that is no YAML for rules, such as %j, is refused with the line', (text, problem) => {
    expect(problemsOf(text)[0]?.trim()).toContain(problem);
  });

  it('is named in its problems as it was given', () => {
    expect(problemsOf('x: 1', 's3://acme-tf/rules.yaml')[0]).toContain('s3://acme-tf/rules.yaml:1: ');
  });
});

describe('docs/rules.md', () => {
  const docs = readFileSync(new URL('../../../../docs/rules.md', import.meta.url), 'utf8');
  const samples = [...docs.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, sample = '']) => sample);

  it('has rules that are accepted', () => {
    expect(samples.length).toBeGreaterThan(2);
    expect(samples.flatMap((sample) => problemsOf(sample))).toEqual([]);
  });
});

describe('the JSON Schema of a rules file', () => {
  it.each(accepted)('accepts what is accepted: %j', (text) => {
    isBySchema(parse(text));
    expect(isBySchema.errors ?? []).toEqual([]);
  });

  it.each(refused.map(([text]) => text))('refuses what is refused: %j', (text) => {
    expect(isBySchema(parse(text))).toBe(false);
  });

  it('knows every checked type', () => {
    expect(schema.$defs.type.anyOf[0]?.enum).toEqual([...checkedTypes.keys()]);
  });
});

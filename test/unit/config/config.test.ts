import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Config, ConfigError, loadConfig, loadStageSettings, readSettings } from '../../../lib/config/config.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const topicArn = 'arn:aws:sns:eu-west-1:123456789012:drift';
const minimal = { STATE_SOURCES: 's3://acme-tf/terraform.tfstate', REPORT_TOPIC_ARN: topicArn };

function load(given: Environment): Config {
  return loadConfig({ ...minimal, ...given });
}

function refusalOf(environment: Environment, parse: (environment: Environment) => unknown = loadConfig): string {
  try {
    parse(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'it was accepted';
}

function refused(...problems: string[]): string {
  return `The configuration cannot be used: ${problems.join('; ')}.`;
}

describe('loadConfig', () => {
  it('needs no more than the state sources and the topic of the report', () => {
    expect(loadConfig(minimal)).toEqual({
      stateSources: [
        {
          kind: 'OBJECT',
          uri: 's3://acme-tf/terraform.tfstate',
          bucket: 'acme-tf',
          key: 'terraform.tfstate',
        },
      ],
      reportTopicArn: topicArn,
      checkQueueUrl: null,
      cloudTrailLookup: true,
      chatTopicArn: null,
      remindAfterMs: 3 * 24 * 60 * 60 * 1000,
      ledger: null,
      lockTable: null,
      hashKeyArn: null,
      rules: null,
      stageAccess: { crossAccountRole: null, requestsPerSecond: 5 },
      companions: true,
      unused: [],
    });
  });

  it('takes every setting there is', () => {
    expect(
      load({
        CROSS_ACCOUNT_ROLE_NAME: 'stagedrift-read',
        CROSS_ACCOUNT_EXTERNAL_ID: 'a1b2',
        API_REQUESTS_PER_SECOND: '2.5',
        CHECK_COMPANIONS: 'false',
      }),
    ).toMatchObject({
      stageAccess: { crossAccountRole: { name: 'stagedrift-read', externalId: 'a1b2' }, requestsPerSecond: 2.5 },
      companions: false,
      unused: [],
    });
  });

  it('takes a role without an external id', () => {
    expect(load({ CROSS_ACCOUNT_ROLE_NAME: 'stagedrift-read' }).stageAccess.crossAccountRole).toEqual({
      name: 'stagedrift-read',
      externalId: null,
    });
  });

  it('takes no blanks around a setting for a part of it', () => {
    expect(load({ REPORT_TOPIC_ARN: ` ${topicArn}\n`, API_REQUESTS_PER_SECOND: ' 3 ' })).toMatchObject({
      reportTopicArn: topicArn,
      stageAccess: { requestsPerSecond: 3 },
    });
  });

  it.each(['', ' \n'])('takes an optional setting that is %j as not set', (value) => {
    expect(
      load({
        CHAT_TOPIC_ARN: value,
        LEDGER_URI: value,
        HASH_KEY_ARN: value,
        RULES_URI: value,
        CROSS_ACCOUNT_ROLE_NAME: value,
        CROSS_ACCOUNT_EXTERNAL_ID: value,
        API_REQUESTS_PER_SECOND: value,
      }),
    ).toEqual(loadConfig(minimal));
  });

  it('takes no notice of variables that are not its own', () => {
    expect(load({ PATH: '/usr/bin', STATE_SOURCE: 'nonsense', __proto__: 'x' })).toEqual(loadConfig(minimal));
  });

  it.each([undefined, '', '  '])('names both required settings where they are %j', (value) => {
    expect(refusalOf({ STATE_SOURCES: value, REPORT_TOPIC_ARN: value })).toBe(
      refused('STATE_SOURCES is missing', 'REPORT_TOPIC_ARN is missing'),
    );
  });

  it('names every problem in one error', () => {
    const message = refusalOf({
      STATE_SOURCES: 's3://acme-tf/a, acme-tf/b, s3://acme-tf',
      REPORT_TOPIC_ARN: 'drift',
      CHAT_TOPIC_ARN: 'chat',
      LEDGER_URI: 'acme-ledger',
      LOCK_TABLE: 'locks/of/acme',
      HASH_KEY_ARN: 'a key',
      RULES_URI: 's3://acme-tf',
      CROSS_ACCOUNT_ROLE_NAME: 'arn:aws:iam::123456789012:role/read',
      CROSS_ACCOUNT_EXTERNAL_ID: 'x',
      API_REQUESTS_PER_SECOND: 'many',
    });

    expect(message).toBe(
      refused(
        'STATE_SOURCES: entry 2: "acme-tf/b" does not start with s3://',
        "STATE_SOURCES: entry 3: s3://acme-tf names a bucket but no key: add the state's key or a glob",
        'REPORT_TOPIC_ARN: "drift" is not the ARN of an SNS topic',
        'CHAT_TOPIC_ARN: "chat" is not the ARN of an SNS topic',
        'LEDGER_URI: "acme-ledger" is not of the form s3://bucket/prefix',
        'LOCK_TABLE: "locks/of/acme" is neither the name nor the ARN of a DynamoDB table',
        'RULES_URI: "s3://acme-tf" is not of the form s3://bucket/key',
        'CROSS_ACCOUNT_ROLE_NAME: "arn:aws:iam::123456789012:role/read" is not the name of an IAM role ' +
          '(give the name alone, not its ARN)',
        'CROSS_ACCOUNT_EXTERNAL_ID: it must have 2 to 1224 letters, digits or any of + = , . @ : / -',
        'API_REQUESTS_PER_SECOND: "many" is not a number above 0',
        'HASH_KEY_ARN: "a key" is not the ARN of an SSM parameter or of a Secrets Manager secret',
      ),
    );
  });

  it('throws an error that its name identifies', () => {
    expect(() => loadConfig({})).toThrow(expect.objectContaining({ name: 'ConfigError' }));
  });

  it('is refused with a ConfigError whatever the environment is', () => {
    const names = [
      'STATE_SOURCES',
      'REPORT_TOPIC_ARN',
      'CHAT_TOPIC_ARN',
      'LEDGER_URI',
      'HASH_KEY_ARN',
      'LOCK_TABLE',
      'REMIND_AFTER_DAYS',
      'RULES_URI',
      'CROSS_ACCOUNT_ROLE_NAME',
      'CROSS_ACCOUNT_EXTERNAL_ID',
      'API_REQUESTS_PER_SECOND',
    ];
    const value = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom('s3://', 'arn:aws:sns:', ':', '/', ',', '{', '}', '*', 'a', '1', ' ') }),
      fc.constantFrom(undefined, topicArn, minimal.STATE_SOURCES),
    );
    const environment = fc.dictionary(fc.constantFrom(...names), value);

    fc.assert(
      fc.property(environment, (given) => {
        expect(() => refusalOf(given)).not.toThrow();
        expect(() => refusalOf(given, loadStageSettings)).not.toThrow();
      }),
    );
  });
});

describe('STATE_SOURCES', () => {
  it.each([
    ['one', 's3://acme-tf/a', ['s3://acme-tf/a']],
    ['several', 's3://acme-tf/a,s3://other-tf/b', ['s3://acme-tf/a', 's3://other-tf/b']],
    [
      'blanks and line ends around commas',
      ' s3://acme-tf/a ,\n\ts3://other-tf/b\n',
      ['s3://acme-tf/a', 's3://other-tf/b'],
    ],
    ['a comma at the end', 's3://acme-tf/a,', ['s3://acme-tf/a']],
    ['a comma too many', 's3://acme-tf/a,,s3://other-tf/b', ['s3://acme-tf/a', 's3://other-tf/b']],
    ['a blank inside a key', 's3://acme-tf/my states/a', ['s3://acme-tf/my states/a']],
    [
      'brackets and braces inside a key',
      's3://acme-tf/{a}/[b],s3://other-tf/b',
      ['s3://acme-tf/{a}/[b]', 's3://other-tf/b'],
    ],
  ])('may have %s', (_, text, uris) => {
    expect(load({ STATE_SOURCES: text }).stateSources.map(({ uri }) => uri)).toEqual(uris);
  });

  it('may mix objects and globs', () => {
    expect(load({ STATE_SOURCES: 's3://acme-tf/a, s3://acme-tf/env:/*/**/b' }).stateSources).toMatchObject([
      { kind: 'OBJECT', key: 'a' },
      { kind: 'GLOB', pattern: 'env:/*/**/b' },
    ]);
  });

  it('leaves out the objects of the ledger, where that is in the bucket of a glob', () => {
    const { stateSources } = load({
      STATE_SOURCES: 's3://acme-tf/**, s3://other/**',
      LEDGER_URI: 's3://acme-tf/drift/',
    });
    expect(stateSources).toMatchObject([{ keptAt: 'drift' }, { keptAt: null }]);
  });

  it.each([',', ' , ,, '])('must name a state, which %j does not', (text) => {
    expect(refusalOf({ ...minimal, STATE_SOURCES: text })).toBe(refused('STATE_SOURCES: it names no state'));
  });

  it('numbers its entries as they were written', () => {
    expect(refusalOf({ ...minimal, STATE_SOURCES: 's3://acme-tf/a,,./local' })).toBe(
      refused('STATE_SOURCES: entry 3: "./local" does not start with s3://'),
    );
  });
});

describe('REPORT_TOPIC_ARN', () => {
  it.each([
    topicArn,
    'arn:aws-cn:sns:cn-north-1:123456789012:drift',
    'arn:aws-us-gov:sns:us-gov-west-1:123456789012:Drift_reports-1',
  ])('may be %s', (arn) => {
    expect(load({ REPORT_TOPIC_ARN: arn }).reportTopicArn).toBe(arn);
  });

  it.each([
    'drift',
    'arn:aws:sqs:eu-west-1:123456789012:drift',
    'arn:aws:sns::123456789012:drift',
    'arn:aws:sns:eu-west-1::drift',
    'arn:aws:sns:eu-west-1:12345:drift',
    'arn:aws:sns:eu-west-1:123456789012:',
    'arn:aws:sns:eu-west-1:123456789012:drift:6d0b5a0c-8a4f-4a46-9bd9-0a2f1a3f1c11',
    'arn:aws:sns:eu-west-1:123456789012:dr ift',
    `arn:aws:sns:eu-west-1:123456789012:${'a'.repeat(257)}`,
    `${topicArn}, ${topicArn}`,
  ])('may not be %s', (arn) => {
    expect(refusalOf({ ...minimal, REPORT_TOPIC_ARN: arn })).toBe(
      refused(`REPORT_TOPIC_ARN: "${arn}" is not the ARN of an SNS topic`),
    );
  });
});

it('a topic that no email can be sent from is refused, and so is one for chats', () => {
  const fifo = `${topicArn}.fifo`;

  expect(refusalOf({ ...minimal, REPORT_TOPIC_ARN: fifo, CHAT_TOPIC_ARN: fifo })).toBe(
    refused(
      `REPORT_TOPIC_ARN: "${fifo}" is a FIFO topic, which takes no email: name a standard one`,
      `CHAT_TOPIC_ARN: "${fifo}" is a FIFO topic, which takes no email: name a standard one`,
    ),
  );
});

describe('settings without effect for want of another one', () => {
  it.each([
    ['CROSS_ACCOUNT_EXTERNAL_ID', 'a1b2'],
    ['REMIND_AFTER_DAYS', '7'],
  ])('are reported: %s set to %s', (name, value) => {
    expect(load({ [name]: value }).unused).toEqual([name]);
  });

  it.each([
    ['CHAT_TOPIC_ARN', topicArn],
    ['LEDGER_URI', 's3://acme-ledger/stagedrift/prod'],
    ['HASH_KEY_ARN', 'arn:aws:ssm:eu-west-1:123456789012:parameter/stagedrift/hash-key'],
    ['LOCK_TABLE', 'terraform-locks'],
  ])('are not those that have one by themselves: %s', (name, value) => {
    expect(load({ [name]: value }).unused).toEqual([]);
  });
});

describe('reminders', () => {
  it.each([
    ['7', 7],
    ['0.5', 0.5],
  ])('come after %s days', (days, expected) => {
    expect(load({ LEDGER_URI: 's3://acme-ledger', REMIND_AFTER_DAYS: days }).remindAfterMs).toBe(expected * 86_400_000);
  });

  it.each(['0', '-1', 'never'])('do not come after %j days', (days) => {
    expect(refusalOf({ ...minimal, REMIND_AFTER_DAYS: days })).toBe(
      refused(`REMIND_AFTER_DAYS: ${JSON.stringify(days)} is not a number of days above 0`),
    );
  });
});

describe('rules', () => {
  it.each([
    [
      's3://acme-tf/ops/rules.yaml',
      { kind: 'OBJECT', uri: 's3://acme-tf/ops/rules.yaml', bucket: 'acme-tf', key: 'ops/rules.yaml' },
    ],
    [
      's3://acme-tf/[a]*?.yaml',
      { kind: 'OBJECT', uri: 's3://acme-tf/[a]*?.yaml', bucket: 'acme-tf', key: '[a]*?.yaml' },
    ],
    ['ops/rules.yaml', { kind: 'FILE', path: 'ops/rules.yaml' }],
  ])('are at %s', (uri, source) => {
    expect(load({ RULES_URI: uri }).rules).toEqual(source);
  });

  it('need not be', () => {
    expect(load({}).rules).toBeNull();
  });

  it.each(['s3://acme-tf', 's3://acme-tf/', 's3://acme-tf/ops/'])('are not at %s', (uri) => {
    expect(refusalOf({ ...minimal, RULES_URI: uri })).toBe(
      refused(`RULES_URI: "${uri}" is not of the form s3://bucket/key`),
    );
  });

  it.each(['s3://', 's3://Acme/rules.yaml'])('are in no bucket such as that of %s', (uri) => {
    expect(refusalOf({ ...minimal, RULES_URI: uri })).toBe(
      refused(`RULES_URI: ${uri} has no valid bucket name after s3://`),
    );
  });
});

describe('the ledger', () => {
  it('is kept where it is said', () => {
    expect(load({ LEDGER_URI: 's3://acme-ledger/stagedrift/prod/' }).ledger).toEqual({
      bucket: 'acme-ledger',
      prefix: 'stagedrift/prod',
    });
  });
});

describe('the table with locks', () => {
  it.each(['terraform-locks', 'a_b.c', 'arn:aws-cn:dynamodb:cn-north-1:123456789012:table/terraform-locks'])(
    'may be %s',
    (table) => {
      expect(load({ LOCK_TABLE: table }).lockTable).toBe(table);
    },
  );

  it.each(['ab', 'locks/of/acme', 'arn:aws:dynamodb::123456789012:table/locks', 'arn:aws:s3:::acme-tf'])(
    'cannot be %s',
    (table) => {
      expect(refusalOf({ ...minimal, LOCK_TABLE: table })).toBe(
        refused(`LOCK_TABLE: "${table}" is neither the name nor the ARN of a DynamoDB table`),
      );
    },
  );
});

describe('the key for masked values', () => {
  it.each([
    'arn:aws:ssm:eu-west-1:123456789012:parameter/stagedrift/hash-key',
    'arn:aws-us-gov:ssm:us-gov-west-1:123456789012:parameter/key',
    'arn:aws:secretsmanager:eu-west-1:123456789012:secret:stagedrift/hash-key-a1B2c3',
  ])('may be kept at %s', (arn) => {
    expect(load({ HASH_KEY_ARN: arn }).hashKeyArn).toBe(arn);
  });

  it.each([
    'stagedrift/hash-key',
    'arn:aws:ssm:eu-west-1:123456789012:parameter/',
    'arn:aws:ssm:eu-west-1:123456789012:document/key',
    'arn:aws:ssm::123456789012:parameter/key',
    'arn:aws:ssm:eu-west-1:acme:parameter/key',
    'arn:aws:secretsmanager:eu-west-1:123456789012:secret:',
    'arn:aws:kms:eu-west-1:123456789012:key/1234',
  ])('cannot be kept at %s', (arn) => {
    expect(refusalOf({ ...minimal, HASH_KEY_ARN: arn })).toBe(
      refused(`HASH_KEY_ARN: "${arn}" is not the ARN of an SSM parameter or of a Secrets Manager secret`),
    );
  });
});

describe('access to stages', () => {
  it.each([
    ['0.1', 0.1],
    ['1', 1],
    ['10', 10],
    ['25', 25],
    ['1e1', 10],
  ])('may have %s requests a second', (text, requestsPerSecond) => {
    expect(load({ API_REQUESTS_PER_SECOND: text }).stageAccess.requestsPerSecond).toBe(requestsPerSecond);
  });

  it.each(['0', '-1', 'NaN', 'Infinity', '5/s', '1,5', '1 2', 'five'])('may not have %s requests a second', (text) => {
    expect(refusalOf({ ...minimal, API_REQUESTS_PER_SECOND: text })).toBe(
      refused(`API_REQUESTS_PER_SECOND: "${text}" is not a number above 0`),
    );
  });

  it.each(['read', 'Read+=,.@_-1', 'a'.repeat(64)])('may use the role %s', (name) => {
    expect(load({ CROSS_ACCOUNT_ROLE_NAME: name }).stageAccess.crossAccountRole?.name).toBe(name);
  });

  it.each(['a b', 'path/read', 'röle', 'a'.repeat(65)])('may not use the role %s', (name) => {
    expect(refusalOf({ ...minimal, CROSS_ACCOUNT_ROLE_NAME: name })).toBe(
      refused(`CROSS_ACCOUNT_ROLE_NAME: "${name}" is not the name of an IAM role (give the name alone, not its ARN)`),
    );
  });

  it.each(['ab', 'A1+=,.@:/-_', 'a'.repeat(1224)])('may use the external id %s', (externalId) => {
    const settings = { CROSS_ACCOUNT_ROLE_NAME: 'read', CROSS_ACCOUNT_EXTERNAL_ID: externalId };

    expect(load(settings).stageAccess.crossAccountRole).toEqual({ name: 'read', externalId });
  });

  it.each(['a', 'hunter2 hunter2', 'hunter2!', 'hünter2', 'a'.repeat(1225)])(
    'may not use the external id %s, which is a secret and not repeated',
    (externalId) => {
      expect(refusalOf({ ...minimal, CROSS_ACCOUNT_EXTERNAL_ID: externalId })).toBe(
        refused('CROSS_ACCOUNT_EXTERNAL_ID: it must have 2 to 1224 letters, digits or any of + = , . @ : / -'),
      );
    },
  );

  it('is never a reason to repeat a setting that is well formed', () => {
    const message = refusalOf({
      ...minimal,
      CROSS_ACCOUNT_ROLE_NAME: 'secret-role',
      CROSS_ACCOUNT_EXTERNAL_ID: 'hunter2',
      AWS_SECRET_ACCESS_KEY: 'hunter3',
      API_REQUESTS_PER_SECOND: '0',
    });

    expect(message).toBe(refused('API_REQUESTS_PER_SECOND: "0" is not a number above 0'));
  });
});

describe('loadStageSettings', () => {
  it('needs no setting at all', () => {
    expect(loadStageSettings({})).toEqual({
      stageAccess: { crossAccountRole: null, requestsPerSecond: 5 },
      companions: true,
      hashKeyArn: null,
    });
  });

  it('takes the settings that say how stages are reached', () => {
    expect(
      loadStageSettings({
        CROSS_ACCOUNT_ROLE_NAME: 'read',
        CROSS_ACCOUNT_EXTERNAL_ID: 'a1b2',
        API_REQUESTS_PER_SECOND: '8',
        CHECK_COMPANIONS: 'false',
      }),
    ).toEqual({
      stageAccess: { crossAccountRole: { name: 'read', externalId: 'a1b2' }, requestsPerSecond: 8 },
      companions: false,
      hashKeyArn: null,
    });
  });

  it('takes no notice of settings that only the function has', () => {
    expect(loadStageSettings({ STATE_SOURCES: 'nonsense', RULES_URI: 'rules.yaml' })).toEqual(loadStageSettings({}));
  });

  it('knows true and false for the companions, and nothing else', () => {
    expect(loadStageSettings({ CHECK_COMPANIONS: ' true ' }).companions).toBe(true);
    expect(refusalOf({ CHECK_COMPANIONS: 'no' }, loadStageSettings)).toBe(
      refused('CHECK_COMPANIONS: "no" is neither true nor false'),
    );
  });

  it('names every problem in one error', () => {
    expect(refusalOf({ CROSS_ACCOUNT_ROLE_NAME: 'a b', API_REQUESTS_PER_SECOND: 'x' }, loadStageSettings)).toBe(
      refused(
        'CROSS_ACCOUNT_ROLE_NAME: "a b" is not the name of an IAM role (give the name alone, not its ARN)',
        'API_REQUESTS_PER_SECOND: "x" is not a number above 0',
      ),
    );
  });
});

describe('readSettings', () => {
  it('has every problem, and the settings that can be used in spite of them', () => {
    const { settings, problems } = readSettings({
      STATE_SOURCES: 's3://acme-tf/a, s3://acme-tf/b/',
      LEDGER_URI: 's3://acme-ledger',
      REMIND_AFTER_DAYS: 'soon',
      API_REQUESTS_PER_SECOND: '2',
    });

    expect(problems).toEqual([
      "STATE_SOURCES: entry 2: s3://acme-tf/b/ names a folder: add the state's name or a glob such as **",
      'REPORT_TOPIC_ARN is missing',
      'REMIND_AFTER_DAYS: "soon" is not a number of days above 0',
    ]);
    expect(settings).toMatchObject({
      stateSources: null,
      reportTopicArn: null,
      ledger: { bucket: 'acme-ledger', prefix: '' },
      remindAfterMs: 3 * 86_400_000,
      stageAccess: { requestsPerSecond: 2 },
    });
  });

  it('of a configuration without problems are those of a run', () => {
    expect(readSettings(minimal)).toEqual({ settings: loadConfig(minimal), problems: [] });
  });
});

describe('what events need', () => {
  it('is the queue for checks that wait, and whether CloudTrail is asked', () => {
    const url = 'https://sqs.eu-west-1.amazonaws.com/123456789012/stagedrift-checks';

    expect(loadConfig({ ...minimal, CHECK_QUEUE_URL: url, CLOUDTRAIL_LOOKUP: 'false' })).toMatchObject({
      checkQueueUrl: url,
      cloudTrailLookup: false,
    });
  });

  it.each([
    ['CHECK_QUEUE_URL', 'stagedrift-checks', '"stagedrift-checks" is not the URL of an SQS queue'],
    ['CHECK_QUEUE_URL', 'ftp://queue', '"ftp://queue" is not the URL of an SQS queue'],
    ['CLOUDTRAIL_LOOKUP', 'maybe', '"maybe" is neither true nor false'],
  ])('is refused if it is malformed: %s=%s', (name, value, problem) => {
    expect(() => loadConfig({ ...minimal, [name]: value })).toThrow(`${name}: ${problem}`);
  });
});

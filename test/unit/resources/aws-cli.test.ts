import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { awsCommand, json } from '../../../lib/resources/aws-cli.ts';
import { anyText } from '../any-text.ts';

describe('a command of the AWS CLI', () => {
  it('has its options in their order', () => {
    expect(awsCommand('logs', 'put', { region: 'eu-west-1', 'log-group-name': '/a b' })).toEqual([
      'aws',
      'logs',
      'put',
      '--region',
      'eu-west-1',
      '--log-group-name',
      '/a b',
    ]);
  });

  it('has a value that begins with a dash in one word with its option, since it would be taken for another one', () => {
    expect(awsCommand('logs', 'put', { 'log-group-name': '-x' })).toEqual([
      'aws',
      'logs',
      'put',
      '--log-group-name=-x',
    ]);
  });

  it.each([
    'file:///etc/passwd',
    'fileb://x',
    'http://acme.example',
    'HTTPS://acme.example',
    'a\nb',
    '\u001b[2J',
    'a\u202e',
  ])('is none where a value is %j: the AWS CLI would read it from elsewhere, or a terminal would obey it', (value) => {
    expect(awsCommand('logs', 'put', { 'kms-key-id': value })).toBeNull();
  });
});

describe('a value as JSON', () => {
  it('is the same value again, and has nothing in it that a terminal would obey', () => {
    fc.assert(
      fc.property(fc.dictionary(anyText(), anyText()), (value) => {
        const text = json(value);
        expect(JSON.parse(text)).toEqual(value);
        expect(text).toMatch(/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u);
      }),
    );
  });

  it('keeps a key such as __proto__', () => {
    expect(json({ ['__proto__']: 'x' })).toBe('{"__proto__":"x"}');
  });
});

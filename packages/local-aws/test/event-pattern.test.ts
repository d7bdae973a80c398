import { describe, expect, it } from '@jest/globals';
import { type EventPattern, matches, UnknownPatternError } from '../src/event-pattern.ts';

const event = {
  source: 'aws.s3',
  region: 'eu-west-1',
  resources: ['arn:aws:s3:::one', 'arn:aws:s3:::two'],
  detail: { readOnly: false, size: 5, nothing: null, object: { key: 'env:/prod/a.b/terraform.tfstate.tflock' } },
};

const key = (condition: unknown): EventPattern => ({ detail: { object: { key: [condition] } } });

describe('an event matches', () => {
  it.each<[string, EventPattern]>([
    ['a pattern without conditions', {}],
    ['one of several values', { source: ['aws.ec2', 'aws.s3'] }],
    ['values that are no texts', { detail: { readOnly: [false], size: [5], nothing: [null] } }],
    ['any value of a list', { resources: ['arn:aws:s3:::two'] }],
    ['the beginning', { region: [{ prefix: 'eu-' }] }],
    ['the end', key({ suffix: '.tflock' })],
    ['the case aside', { source: [{ 'equals-ignore-case': 'AWS.S3' }] }],
    ['a wildcard', key({ wildcard: 'env:/*/a.b/*.tflock' })],
    ['what is there', { detail: { size: [{ exists: true }], nothing: [{ exists: true }] } }],
    ['what is not there', { detail: { errorCode: [{ exists: false }] } }],
    ['another value', { source: [{ 'anything-but': ['aws.ec2', 'aws.sns'] }] }],
    ['another beginning', { region: [{ 'anything-but': { prefix: 'us-' } }] }],
    ['another end', key({ 'anything-but': { suffix: ['.json', '.txt'] } })],
    ['not the wildcard', key({ 'anything-but': { wildcard: '*/dev/*' } })],
    ['one of two patterns', { $or: [{ source: ['aws.ec2'] }, { region: ['eu-west-1'] }] }],
  ])('%s', (_case, pattern) => {
    expect(matches(event, pattern)).toBe(true);
  });
});

describe('an event does not match', () => {
  it.each<[string, EventPattern]>([
    ['another value', { source: ['aws.ec2'] }],
    ['a text in place of what it spells', { detail: { readOnly: ['false'], size: ['5'] } }],
    ['a value that it lacks', { detail: { object: { version: ['1'] } } }],
    ['what only a part of is right', { source: ['aws.s3'], region: ['us-east-1'] }],
    ['what is not there', { detail: { errorCode: [{ exists: true }] } }],
    ['what is there', { detail: { readOnly: [{ exists: false }] } }],
    ['an end that it must not have', key({ 'anything-but': { suffix: '.tflock' } })],
    ['an end that is one of several', key({ 'anything-but': { suffix: ['.json', '.tflock'] } })],
    ['a wildcard that it must not have', key({ 'anything-but': { wildcard: 'env:/*.tflock' } })],
    ['a dot of a wildcard with another letter', key({ wildcard: 'env:/*/aXb/*' })],
    ['anything but, where there is nothing', { detail: { errorCode: [{ 'anything-but': 'x' }] } }],
    ['neither of two patterns', { $or: [{ source: ['aws.ec2'] }, { region: ['us-east-1'] }] }],
  ])('%s', (_case, pattern) => {
    expect(matches(event, pattern)).toBe(false);
  });
});

it('an operator that is not known is an error and no answer', () => {
  expect(() => matches(event, { detail: { size: [{ numeric: ['>', 1] }] } })).toThrow(UnknownPatternError);
  expect(() => matches(event, { source: [{ cidr: '10.0.0.0/8' }] })).toThrow(UnknownPatternError);
});

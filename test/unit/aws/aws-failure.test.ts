import { describe, expect, it } from '@jest/globals';
import { type AwsFailure, attemptsOf, awsFailure, describeFailure, isDenied } from '../../../lib/aws/aws-failure.ts';

function failure(given: Partial<AwsFailure>): AwsFailure {
  return { name: 'Error', message: 'oops', status: 0, ...given };
}

describe('a thrown value', () => {
  it('of the SDK gives the name of the service, its message and the HTTP status', () => {
    const error = Object.assign(new Error('Invalid stage identifier specified'), {
      name: 'NotFoundException',
      $metadata: { httpStatusCode: 404 },
    });

    expect(awsFailure(error)).toEqual({
      name: 'NotFoundException',
      message: 'Invalid stage identifier specified',
      status: 404,
    });
  });

  it.each([undefined, null, {}, { httpStatusCode: '404' }, 'text'])(
    'with the metadata %j has status 0: there was no answer',
    ($metadata) => {
      expect(awsFailure(Object.assign(new Error('x'), { $metadata })).status).toBe(0);
    },
  );

  it('of the network is named by the code of the system, which tells a broken connection from a timeout', () => {
    const error = Object.assign(new Error('read ECONNRESET'), { name: 'TimeoutError', code: 'ECONNRESET' });

    expect(awsFailure(error)).toEqual({ name: 'ECONNRESET', message: 'read ECONNRESET', status: 0 });
  });

  it.each([7, 'InvalidParameter', 'enoent'])('keeps its name where the code is %j, which no system gives', (code) => {
    expect(awsFailure(Object.assign(new Error('x'), { name: 'Known', code })).name).toBe('Known');
  });

  it.each([
    new TypeError('undefined is not a function'),
    new RangeError('Invalid array length'),
    new ReferenceError('x is not defined'),
    new SyntaxError('Unexpected token'),
    Object.assign(new TypeError('x'), { $metadata: { attempts: 1, totalRetryDelay: 0 } }),
    Object.assign(new TypeError('x'), { code: 'ERR_INVALID_ARG_TYPE' }),
    'gone',
    undefined,
  ])('that is a fault of this program is thrown on: %s', (fault) => {
    const thrown = () => {
      try {
        return awsFailure(fault);
      } catch (error) {
        return [error];
      }
    };

    expect(thrown()).toEqual([fault]);
  });

  it.each([
    ['an answer that the SDK cannot read', new SyntaxError('x'), { $metadata: { httpStatusCode: 200 } }],
    ['an endpoint that is no URL', new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL' }],
    ['a region that is missing', new Error('Region is missing'), {}],
  ])('is no fault of this program where it is %s', (_, error, more) => {
    expect(awsFailure(Object.assign(error, more))).toMatchObject({ message: error.message });
  });
});

describe('a failure', () => {
  it.each([
    [failure({ status: 403 }), true],
    [failure({ status: 401 }), true],
    [failure({ name: 'AccessDeniedException', status: 400 }), true],
    [failure({ name: 'UnauthorizedOperation' }), true],
    [failure({ name: 'ForbiddenException' }), true],
    [failure({ name: 'NotFoundException', status: 404 }), false],
    [failure({ name: 'TooManyRequestsException', status: 429 }), false],
  ])('%j counts as denied: %s', (given, denied) => {
    expect(isDenied(given)).toBe(denied);
  });

  it.each([
    [{ name: 'ExpiredTokenException', status: 403 }, 'no usable AWS credentials for S3: ExpiredTokenException: oops'],
    [{ name: 'CredentialsProviderError' }, 'no usable AWS credentials for S3: CredentialsProviderError: oops'],
    [{ name: 'AccessDenied', status: 403 }, 'access denied by S3: AccessDenied: oops'],
    [{ name: 'TooManyRequestsException', status: 429 }, 'throttled by S3: TooManyRequestsException: oops'],
    [{ name: 'ThrottlingException', status: 400 }, 'throttled by S3: ThrottlingException: oops'],
    [{ name: 'SlowDown', status: 503 }, 'S3 failed: SlowDown: oops'],
    [{ name: 'TimeoutError' }, 'S3 did not answer in time: TimeoutError: oops'],
    [{ name: 'ETIMEDOUT' }, 'S3 did not answer in time: ETIMEDOUT: oops'],
    [{ name: 'SyntaxError', status: 200 }, 'S3 gave an answer that cannot be read'],
    [{ name: 'BadRequestException', status: 400 }, 'S3 refused the request: BadRequestException: oops'],
    [{ name: 'ECONNREFUSED', message: '' }, 'the connection to S3 failed: ECONNREFUSED'],
    [{ name: 'ENOTFOUND', message: 'ENOTFOUND' }, 'the connection to S3 failed: ENOTFOUND'],
    [{ status: 301 }, 'S3 could not be asked: Error: oops'],
  ])('%j is said in a sentence', (given, sentence) => {
    expect(describeFailure('S3', failure(given))).toBe(sentence);
  });

  it('with a long message is cut to what fits a report', () => {
    expect(describeFailure('S3', failure({ status: 500, message: 'x'.repeat(10_000) }))).toBe(
      `S3 failed: Error: ${'x'.repeat(293)}…`,
    );
  });
});

describe('a failed request', () => {
  it.each([
    [Object.assign(new Error('no'), { $metadata: { attempts: 3 } }), 3],
    [Object.assign(new Error('no'), { $metadata: {} }), 1],
    [Object.assign(new Error('no'), { $metadata: { attempts: 'many' } }), 1],
    [new Error('no'), 1],
    ['no', 1],
  ])('was sent as often as the SDK says, and once where it says nothing: %j', (error, attempts) => {
    expect(attemptsOf(error)).toBe(attempts);
  });
});

import { describe, expect, it } from '@jest/globals';
import { faultReason } from '../../../lib/model/fault.ts';
import { isFileError } from '../../../lib/model/file-error.ts';

function readSecret(state: { readonly a?: { readonly b: string } }): string {
  // What a fault of this program does: it takes something for granted.
  return Object(state.a).b.toUpperCase();
}

function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe('the reason of what this program failed on', () => {
  it('says so, and where in the program it was', () => {
    expect(faultReason(thrownBy(() => readSecret({})))).toMatch(
      /^stagedrift itself failed on it \(TypeError at readSecret, fault\.test\.ts:\d+:\d+\): please report this fault$/,
    );
  });

  it.each([
    new TypeError('hunter2 is not a function'),
    new RangeError('bad\n    at hunter2 (hunter2.js:1:1)'),
    Object.assign(new Error('hunter2'), { stack: 'Error: else\n    at hunter2 (hunter2.js:1:1)' }),
    'hunter2',
    { message: 'hunter2' },
    undefined,
  ])('never has the message of the error, which may quote a secret', (error) => {
    expect(faultReason(error)).not.toContain('hunter2');
    expect(faultReason(error)).toMatch(/^stagedrift itself failed on it \(.+\): please report this fault$/);
  });
});

describe('a file that cannot be had', () => {
  it.each(['ENOENT', 'EACCES', 'EISDIR', 'EEXIST', 'ERR_INVALID_ARG_VALUE'])('is known by the code %s', (code) => {
    expect(isFileError(Object.assign(new Error('x'), { code }))).toBe(true);
  });

  it.each([
    new TypeError('x'),
    Object.assign(new Error('x'), { code: 'ERR_INVALID_ARG_TYPE' }),
    { code: 'ENOENT' },
    null,
  ])('is not what a fault of this program is: %s', (error) => {
    expect(isFileError(error)).toBe(false);
  });
});

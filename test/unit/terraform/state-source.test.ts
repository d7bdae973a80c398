import { describe, expect, it } from '@jest/globals';
import * as v from 'valibot';
import {
  keyMatcher,
  literalPrefix,
  parseSource,
  s3SourceForm,
  sourceForm,
  uriMatcher,
} from '../../../lib/terraform/state-source.ts';

describe('a source in S3', () => {
  it.each([
    ['a plain key', 's3://acme-tf/orders/terraform.tfstate', 'acme-tf', 'orders/terraform.tfstate'],
    ['a key of a workspace', 's3://acme-tf/env:/prod/terraform.tfstate', 'acme-tf', 'env:/prod/terraform.tfstate'],
    ['a bucket with dots', 's3://tf.acme.example/a', 'tf.acme.example', 'a'],
    ['a key with blanks', 's3://acme-tf/my states/a b', 'acme-tf', 'my states/a b'],
    ['a key with other letters', 's3://acme-tf/zürich/東京', 'acme-tf', 'zürich/東京'],
    ['a key that starts with a slash', 's3://acme-tf//a', 'acme-tf', '/a'],
    ['a key with parentheses', 's3://acme-tf/a(1)|+!@$^.tfstate', 'acme-tf', 'a(1)|+!@$^.tfstate'],
    ['a key with brackets and braces', 's3://acme-tf/v[12]/{a,b}', 'acme-tf', 'v[12]/{a,b}'],
    ['a key that only contains the word lock', 's3://acme-tf/a.tflock/b', 'acme-tf', 'a.tflock/b'],
  ])('takes %s as one object', (_, uri, bucket, key) => {
    expect(v.parse(s3SourceForm, uri)).toEqual({ kind: 'OBJECT', uri, bucket, key });
  });

  it.each(['a/*', 'env:/*/**/terraform.tfstate', '**', 'a?', 'a\\*', '*.tflock'])(
    'takes the key %s as a glob',
    (pattern) => {
      const uri = `s3://acme-tf/${pattern}`;

      expect(v.parse(s3SourceForm, uri)).toEqual({ kind: 'GLOB', uri, bucket: 'acme-tf', pattern, keptAt: null });
    },
  );

  it.each([
    ['', '"" does not start with s3://'],
    ['orders/terraform.tfstate', '"orders/terraform.tfstate" does not start with s3://'],
    ['S3://acme-tf/a', '"S3://acme-tf/a" does not start with s3://'],
    [' s3://acme-tf/a', '" s3://acme-tf/a" does not start with s3://'],
    ['https://acme-tf.s3.amazonaws.com/a', '"https://acme-tf.s3.amazonaws.com/a" does not start with s3://'],
    ['s3://', 's3:// has no valid bucket name after s3://'],
    ['s3:///a', 's3:///a has no valid bucket name after s3://'],
    ['s3://Acme/a', 's3://Acme/a has no valid bucket name after s3://'],
    ['s3://ab/a', 's3://ab/a has no valid bucket name after s3://'],
    ['s3://acme_tf/a', 's3://acme_tf/a has no valid bucket name after s3://'],
    ['s3://acme-/a', 's3://acme-/a has no valid bucket name after s3://'],
    ['s3://*/a', 's3://*/a has no valid bucket name after s3://'],
    ['s3://acme-tf', "s3://acme-tf names a bucket but no key: add the state's key or a glob"],
    ['s3://acme-tf/', "s3://acme-tf/ names a bucket but no key: add the state's key or a glob"],
    ['s3://acme-tf/orders/', "s3://acme-tf/orders/ names a folder: add the state's name or a glob such as **"],
    ['s3://acme-tf/a.tfstate.tflock', 's3://acme-tf/a.tfstate.tflock is a lock file or a backup, not a state'],
    ['s3://acme-tf/.a.lock.info', 's3://acme-tf/.a.lock.info is a lock file or a backup, not a state'],
    ['s3://acme-tf/a.tfstate.backup', 's3://acme-tf/a.tfstate.backup is a lock file or a backup, not a state'],
    ['s3://acme-tf/a.tfstate.bak', 's3://acme-tf/a.tfstate.bak is a lock file or a backup, not a state'],
  ])('refuses %j and says why', (text, message) => {
    const { issues = [] } = v.safeParse(s3SourceForm, text, { abortPipeEarly: true });

    expect(issues.map((issue) => issue.message)).toEqual([message]);
  });
});

describe('a source of the command line', () => {
  it('takes what starts with s3:// as a place in S3', () => {
    expect(v.parse(sourceForm, 's3://acme-tf/**')).toMatchObject({ kind: 'GLOB', pattern: '**' });
  });

  it.each(['terraform.tfstate', './a b.tfstate', '/states/terraform.tfstate', 's3:/acme-tf/a'])(
    'takes %s as the path of a file',
    (path) => {
      expect(v.parse(sourceForm, path)).toEqual({ kind: 'FILE', uri: path, path });
    },
  );

  it('takes the ARN of an object as a place in S3', () => {
    expect(v.parse(sourceForm, 'arn:aws-cn:s3:::acme-tf/orders/terraform.tfstate')).toEqual(
      v.parse(sourceForm, 's3://acme-tf/orders/terraform.tfstate'),
    );
  });

  it.each(['https://acme-tf.s3.amazonaws.com/a.tfstate', 'gs://acme-tf/a.tfstate', 'azurerm://a', 'S3://acme-tf/a'])(
    'refuses %s and says what to give',
    (text) => {
      const { issues = [] } = v.safeParse(sourceForm, text);

      expect(issues.map(({ message }) => message)).toEqual([
        `${text} is neither a file nor in S3: give s3://bucket/key, or run "terraform state pull > terraform.tfstate" and check that file`,
      ]);
    },
  );

  it('refuses a glob for files, quotes and all, since only the shell expands those', () => {
    for (const text of ['states/*.tfstate', "'terraform.tfstate'"]) {
      const { issues = [] } = v.safeParse(sourceForm, text);

      expect(issues.map(({ message }) => message)).toEqual([
        `${text} is no name of a file: leave out quotes, so that your shell expands it, or give a glob in S3 such as s3://bucket/**`,
      ]);
    }
  });

  it('refuses a malformed place in S3, rather than taking it as a path', () => {
    expect(() => v.parse(sourceForm, 's3://acme-tf')).toThrow('names a bucket but no key');
  });
});

describe('literalPrefix', () => {
  it.each([
    ['env:/*/**/terraform.tfstate', 'env:/'],
    ['orders/terra?orm.tfstate', 'orders/terra'],
    ['v[12]/{a,b}/*', 'v[12]/{a,b}/'],
    ['a(1)+!@|/*', 'a(1)+!@|/'],
    ['a\\*/b', 'a'],
    ['a\\b/*', 'a'],
    ['a"b"/*', 'a"b"/'],
    ['**', ''],
  ])('of %s is %j', (pattern, prefix) => {
    expect(literalPrefix(pattern)).toBe(prefix);
  });
});

/** Pattern, keys that match, keys that do not. */
type Globs = readonly (readonly [string, readonly string[], readonly string[]])[];

const globs: Globs = [
  [
    'env:/*/**/terraform.tfstate',
    ['env:/prod/terraform.tfstate', 'env:/prod/orders/eu/terraform.tfstate', 'env:/.hidden/.a/terraform.tfstate'],
    [
      'env:/terraform.tfstate',
      'terraform.tfstate',
      'env:/prod/my-terraform.tfstate',
      'env:/prod/terraform.tfstate.d/a',
      'other/env:/prod/terraform.tfstate',
    ],
  ],
  ['**', ['a', 'a/b/c', '.hidden', 'a/.hidden/b', 'a//b', '/a', 'zürich/東京', 'a b/c', '(a)|b'], []],
  ['orders/*', ['orders/a', 'orders/.a', 'orders/a b', 'orders/ü'], ['orders/a/b', 'orders', 'a/orders/a']],
  ['*.tfstate', ['a.tfstate', '.tfstate'], ['a/b.tfstate', 'a.tfstatex', 'atfstate']],
  ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b', 'a//b'], ['a/x/c', 'ab']],
  ['a//*', ['a//b'], ['a/b', 'a/x/b']],
  ['**/terraform.tfstate', ['terraform.tfstate', 'a/b/terraform.tfstate'], ['a/b-terraform.tfstate']],
  ['a/b**/c', ['a/b/c', 'a/bx/c'], ['a/b/x/c', 'a/bx/y/c']],
  ['{a,b}/*', ['{a,b}/c'], ['a/c', 'b/c']],
  ['v[12]/*', ['v[12]/a'], ['v1/a']],
  ['v?/a', ['v1/a', 'vü/a', 'v./a'], ['v/a', 'v12/a', 'v//a']],
  ['(a)|b/*', ['(a)|b/c'], ['a', 'b/c', 'a/c']],
  ['a+b/*', ['a+b/c'], ['aab/c', 'ab/c']],
  ['+(a)/*', ['+(a)/b'], ['a/b', 'aa/b']],
  ['@(a)/*', ['@(a)/b'], ['a/b']],
  ['!a/*', ['!a/b'], ['a/b', 'b/b']],
  ['!(a)/*', ['!(a)/b'], ['b/b']],
  ['?(a)', ['x(a)'], ['a', '', '(a)']],
  ['*(a)', ['(a)', 'x(a)'], ['a', 'aa', '']],
  ['"a"/*', ['"a"/b'], ['a/b']],
  ['a\\b/*', ['a\\b/c'], ['ab/c', 'a/b/c']],
  ['a\\*', ['a*'], ['a\\', 'a\\b', 'ab']],
  ['^a$/*', ['^a$/b'], ['a/b']],
  ['a]b}/*', ['a]b}/c'], ['ab/c']],
  ["it's,a=b&c;<d>/*", ["it's,a=b&c;<d>/e"], ['a=b']],
];

describe('keyMatcher', () => {
  it.each(globs.flatMap(([pattern, matching]) => matching.map((key) => [pattern, key])))(
    '%j matches %j',
    (pattern, key) => {
      expect(keyMatcher(pattern)(key)).toBe(true);
    },
  );

  it.each(globs.flatMap(([pattern, , others]) => others.map((key) => [pattern, key])))(
    '%j does not match %j',
    (pattern, key) => {
      expect(keyMatcher(pattern)(key)).toBe(false);
    },
  );

  it.each([
    ['a lock file beside a state', 'prod/terraform.tfstate.tflock'],
    ['a lock file of a local backend', 'prod/.terraform.tfstate.lock.info'],
    ['a backup of a state', 'prod/terraform.tfstate.backup'],
    ['a dated backup of a state', 'prod/terraform.tfstate.1700000000.backup'],
    ['a copy that someone kept', 'prod/terraform.tfstate.bak'],
    ['a folder marker', 'prod/'],
  ])('%s is never matched', (_, key) => {
    expect(
      ['**', 'prod/*', 'prod/**', '**/*', `${key.slice(0, -1)}?`].map((pattern) => keyMatcher(pattern)(key)),
    ).toEqual([false, false, false, false, false]);
  });
});

describe('uriMatcher', () => {
  it('matches the very URI of one state', () => {
    const matches = uriMatcher(parseSource('s3://acme-tf/orders/terraform.tfstate'));

    expect(matches('s3://acme-tf/orders/terraform.tfstate')).toBe(true);
    expect(matches('s3://acme-tf/orders/terraform.tfstate2')).toBe(false);
    expect(matches('s3://other-tf/orders/terraform.tfstate')).toBe(false);
  });

  it('matches what a glob matches, in its own bucket only', () => {
    const matches = uriMatcher(parseSource('s3://acme-tf/*/terraform.tfstate'));

    expect(matches('s3://acme-tf/orders/terraform.tfstate')).toBe(true);
    expect(matches('s3://acme-tf/orders/eu/terraform.tfstate')).toBe(false);
    expect(matches('s3://acme-tf2/orders/terraform.tfstate')).toBe(false);
    expect(matches('orders/terraform.tfstate')).toBe(false);
  });

  it.each(['s3://acme-tf/v[1]/terraform.tfstate', 's3://acme-tf/{a}*/b?'])(
    'matches the URI %s of a state whose own key looks like a glob',
    (uri) => {
      expect(uriMatcher(parseSource(uri))(uri)).toBe(true);
    },
  );
});

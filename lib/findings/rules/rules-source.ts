import * as v from 'valibot';
import { isS3Uri, type S3Uri, s3UriForm } from '../../model/s3-uri.ts';

/** Where the rules are: one object in S3, or a file beside the program. */
export type RulesSource = ({ readonly kind: 'OBJECT' } & S3Uri) | { readonly kind: 'FILE'; readonly path: string };

const objectForm = v.pipe(
  s3UriForm,
  v.check(
    ({ key }) => /[^/]$/.test(key),
    ({ input: { uri } }) => `${JSON.stringify(uri)} is not of the form s3://bucket/key`,
  ),
  v.transform((place): RulesSource => ({ kind: 'OBJECT', ...place })),
);

const fileForm = v.pipe(
  v.string(),
  v.transform((path): RulesSource => ({ kind: 'FILE', path })),
);

/** `s3://bucket/key`, or the path of a file. */
export const rulesSourceForm = v.lazy((text) => (isS3Uri(text) ? objectForm : fileForm));

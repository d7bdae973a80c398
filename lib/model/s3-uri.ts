import * as v from 'valibot';

/** An object of S3, or the start of keys; the key of a whole bucket is empty. */
export interface S3Uri {
  /** `s3://bucket/key` */
  readonly uri: string;
  readonly bucket: string;
  readonly key: string;
}

/** Bucket naming rules of S3, without the rarer ones (no IP address, no reserved prefixes): in the end the service decides. */
const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** `s3://bucket` or `s3://bucket/key`, in which no character of the key stands for others. */
export const s3UriForm = v.pipe(
  v.string(),
  v.startsWith('s3://', ({ input }) => `${JSON.stringify(input)} does not start with s3://`),
  v.transform(split),
  v.check(
    ({ bucket }) => bucketName.test(bucket),
    ({ input: { uri } }) => `${uri} has no valid bucket name after s3://`,
  ),
);

/** @throws ValiError, whose message says why it is none */
export function parseS3Uri(text: string): S3Uri {
  return v.parse(s3UriForm, text);
}

export function isS3Uri(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith('s3://');
}

export function s3Uri(bucket: string, key: string): S3Uri {
  return { uri: `s3://${bucket}/${key}`, bucket, key };
}

function split(uri: string): S3Uri {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]*)\/?(.*)$/s.exec(uri) ?? [];
  return { uri, bucket, key };
}

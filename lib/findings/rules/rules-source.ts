/** Where the rules are: one object in S3, or a file beside the program. */
export type RulesSource =
  | { readonly kind: 'OBJECT'; readonly uri: string; readonly bucket: string; readonly key: string }
  | { readonly kind: 'FILE'; readonly path: string };

/**
 * @param text `s3://bucket/key` or the path of a file
 * @throws Error whose message says what it should be
 */
export function parseRulesSource(text: string): RulesSource {
  if (!text.startsWith('s3://')) return { kind: 'FILE', path: text };
  const [, bucket, key] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/(.*[^/])$/s.exec(text) ?? [];
  if (bucket === undefined || key === undefined) {
    throw new Error(`${JSON.stringify(text)} is not of the form s3://bucket/key`);
  }
  return { kind: 'OBJECT', uri: text, bucket, key };
}

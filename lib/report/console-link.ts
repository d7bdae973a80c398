/**
 * @returns the address at which the console shows an object of S3 to people who may read it, `null` for what is no object.
 * Nothing of it means anything in Markdown.
 */
export function consoleLink(uri: string): string | null {
  const [, bucket, key] = /^s3:\/\/([a-z0-9][a-z0-9.-]+)\/(.+)$/.exec(uri) ?? [];
  if (bucket === undefined || key === undefined) return null;
  const prefix = encodeURIComponent(key.toWellFormed()).replace(
    /[!'()*_~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `https://console.aws.amazon.com/s3/object/${bucket}?prefix=${prefix}`;
}

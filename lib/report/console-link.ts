/** @returns the address at which the console shows an object of S3 to whoever may read it */
export function consoleLink(uri: string): string {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.*)$/s.exec(uri) ?? [];
  return `https://console.aws.amazon.com/s3/object/${bucket}?prefix=${encodeURIComponent(key.toWellFormed())}`;
}

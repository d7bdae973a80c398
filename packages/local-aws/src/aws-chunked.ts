import type { IncomingHttpHeaders } from 'node:http';

/** Whether a body is in the encoding in which an SDK sends streams, whose checksum it knows only at their end. */
export function isAwsChunked(headers: IncomingHttpHeaders): boolean {
  return String(headers['content-encoding']).includes('aws-chunked');
}

/** @returns the content without sizes, signatures and trailing headers */
export function decodeAwsChunked(body: Buffer): Buffer {
  const chunks: Buffer[] = [];
  let at = 0;
  while (at < body.length) {
    const start = body.indexOf('\r\n', at) + 2;
    const size = Number.parseInt(body.toString('latin1', at, start), 16);
    // The last chunk is empty; headers follow it.
    if (!(size > 0)) break;
    chunks.push(body.subarray(start, start + size));
    at = start + size + 2;
  }
  return Buffer.concat(chunks);
}

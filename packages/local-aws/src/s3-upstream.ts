import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { decodeAwsChunked, isAwsChunked } from './aws-chunked.ts';
import { type Answer, forward, type WholeRequest } from './forward.ts';
import { S3Error } from './s3-conditions.ts';

/** The S3 behind the front. */
export interface S3Upstream {
  /** Sends the request as it is; only an object that is too large for one request is put in parts. */
  send(request: WholeRequest): Promise<Answer>;
  /** @returns the object's ETag, undefined where there is no such object; @throws S3Error where there is no bucket */
  etagOf(path: string): Promise<string | undefined>;
}

/** Bytes put at once: the S3 behind refuses 11 MiB, and parts of less than 5 MiB. */
const mostAtOnce = 8 * 1024 * 1024;

const nothing = Buffer.alloc(0);

/** @param emulator URL of an S3 that takes the names of buckets in the path */
export function createS3Upstream(emulator: string): S3Upstream {
  const sendAsItIs = (sent: WholeRequest) => forward(emulator, sent);

  async function ask(method: string, url: string, headers: IncomingHttpHeaders, body: Buffer = nothing) {
    const answer = await sendAsItIs({ method, url, headers, body });
    const text = Buffer.concat(await answer.body.toArray()).toString('utf8');
    return { ok: answer.status === 200, etag: answer.headers.etag, text };
  }

  async function putInParts(path: string, headers: IncomingHttpHeaders, content: Buffer): Promise<Answer> {
    const { 'content-length': _length, ...described } = headers;
    const started = await ask('POST', `${path}?uploads`, described);
    // Asked for it, S3 says best what is wrong with its bucket.
    if (!started.ok) return sendAsItIs({ method: 'GET', url: path, headers: {}, body: nothing });
    const upload = `uploadId=${/<UploadId>(.*)<\/UploadId>/.exec(started.text)?.[1]}`;
    const binary = { 'content-type': 'application/octet-stream' };
    let parts = '';
    for (let number = 1, start = 0; start < content.length; number += 1, start += mostAtOnce) {
      const part = content.subarray(start, start + mostAtOnce);
      const { etag } = await ask('PUT', `${path}?partNumber=${number}&${upload}`, binary, part);
      parts += `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag></Part>`;
    }
    await ask(
      'POST',
      `${path}?${upload}`,
      binary,
      Buffer.from(`<CompleteMultipartUpload>${parts}</CompleteMultipartUpload>`),
    );
    const { etag } = await ask('HEAD', path, {});
    return { status: 200, headers: { etag }, body: Readable.from([]) };
  }

  return {
    send: (sent) => {
      const { method, url, headers, body } = sent;
      const [path = url] = url.split('?');
      if (method !== 'PUT' || body.length <= mostAtOnce) return sendAsItIs(sent);
      return putInParts(path, headers, isAwsChunked(headers) ? decodeAwsChunked(body) : body);
    },
    async etagOf(path) {
      const { ok, etag } = await ask('HEAD', path, {});
      if (ok) return etag;
      const { text } = await ask('GET', path, {});
      if (text.includes('NoSuchBucket')) throw new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist');
      return undefined;
    },
  };
}

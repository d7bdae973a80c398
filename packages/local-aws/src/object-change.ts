import type { IncomingHttpHeaders } from 'node:http';
import type { WholeRequest } from './forward.ts';
import type { ObjectChange } from './trail-events.ts';

/**
 * @param answered headers of S3's answer
 * @returns what a successful request changed about an object, undefined where it changed none
 */
export function objectChange(
  { method, url, headers }: WholeRequest,
  answered: IncomingHttpHeaders,
): Pick<ObjectChange, 'kind' | 'bucket' | 'key' | 'object' | 'reason'> | undefined {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const [, bucket = '', ...path] = pathname.split('/');
  const key = decodeURIComponent(path.join('/'));
  // What the SDK adds says only which operation it is.
  const about = [...searchParams.keys()].filter((name) => name !== 'x-id').join();
  if (key === '') return undefined;
  const versionId = answered['x-amz-version-id'];
  const version = typeof versionId === 'string' && versionId !== 'null' ? { 'version-id': versionId } : {};
  const etag = answered.etag === undefined ? {} : { etag: answered.etag.replaceAll('"', '') };
  if (method === 'PUT' && about === '') {
    if (headers['x-amz-copy-source'] !== undefined) {
      return { kind: 'Object Created', bucket, key, object: version, reason: 'CopyObject' };
    }
    const size = Number(headers['x-amz-decoded-content-length'] ?? headers['content-length'] ?? 0);
    return { kind: 'Object Created', bucket, key, object: { size, ...etag, ...version }, reason: 'PutObject' };
  }
  if (method === 'POST' && about === 'uploadId') {
    return { kind: 'Object Created', bucket, key, object: version, reason: 'CompleteMultipartUpload' };
  }
  if (method === 'DELETE' && about === '') {
    return { kind: 'Object Deleted', bucket, key, object: version, reason: 'DeleteObject' };
  }
  return undefined;
}

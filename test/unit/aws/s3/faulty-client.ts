import { createS3Client } from '../../../../lib/aws/s3/client.ts';

/** @returns a client of S3, and the fault of this program that all its requests end in */
export function faultyClient() {
  const client = createS3Client();
  const fault = new TypeError('undefined is not a function');
  client.middlewareStack.add(
    () => async () => {
      throw fault;
    },
    { step: 'initialize' },
  );
  return { client, fault };
}

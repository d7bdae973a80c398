import { awsFailure, describeFailure, isDenied, lacksCredentials } from '../aws-failure.ts';

/** A request to S3: its bucket, and the permission it needs, such as `s3:GetObject on acme/key`. */
export interface S3Request {
  readonly bucket: string;
  readonly needed: string;
  readonly isWrite?: boolean;
}

/**
 * @returns why S3 did not do it, and what to do about it, in one sentence
 * @throws the error, if it is a fault of this program
 */
export function s3Reason(error: unknown, { bucket, needed, isWrite = false }: S3Request): string {
  const failure = awsFailure(error);
  switch (failure.name) {
    case 'NoSuchKey':
      return 'there is no such object: it was deleted or moved';
    case 'NoSuchBucket':
      return `there is no bucket ${bucket}`;
    case 'InvalidObjectState':
      return 'the object is archived: restore it from its storage class first';
    case 'PermanentRedirect':
      return `the bucket ${bucket} is in another region than the one that was asked`;
  }
  if (/^KMS|kms:/.test(`${failure.name} ${failure.message}`)) {
    const permissions = isWrite ? 'kms:GenerateDataKey and kms:Decrypt are' : 'kms:Decrypt is';
    return `its encryption key cannot be used (${permissions} needed): ${failure.name}`;
  }
  // Credentials that are too old are denied too, and no permission helps them.
  if (!isDenied(failure) || lacksCredentials(failure)) return describeFailure('S3', failure);
  // Only who reads an object cannot tell one that is missing from one that is forbidden.
  const isRead = needed.startsWith('s3:GetObject');
  const hint = isRead ? `; without s3:ListBucket on ${bucket} an object that is missing looks forbidden too` : '';
  return `access denied: ${needed} is needed${hint}`;
}

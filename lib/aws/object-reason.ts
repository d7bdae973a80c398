import { awsFailure, describeFailure } from './error-reason.ts';
import { UnusableAnswerError } from './flatten.ts';

const permissions = {
  read: { action: 's3:GetObject', key: 'kms:Decrypt' },
  written: { action: 's3:PutObject', key: 'kms:GenerateDataKey and kms:Decrypt' },
} as const;

/**
 * @returns why an object cannot be read or written, and what to do about it, in one sentence
 * @throws the error, if it is a fault of this program
 */
export function objectReason(doing: 'read' | 'written', bucket: string, key: string, error: unknown): string {
  if (error instanceof UnusableAnswerError) return error.message;
  const failure = awsFailure(error);
  const needed = permissions[doing];
  switch (failure.name) {
    case 'NoSuchBucket':
      return `there is no bucket ${bucket}`;
    case 'PermanentRedirect':
      return `the bucket ${bucket} is in another region than the one that was asked`;
  }
  if (/^KMS|kms:/.test(`${failure.name} ${failure.message}`)) {
    return `the encryption key of the bucket cannot be used (${needed.key} is needed): ${failure.name}`;
  }
  // Credentials that are too old are forbidden too, and no permission helps them.
  if (failure.name !== 'AccessDenied') return describeFailure('S3', failure);
  const hint =
    doing === 'read' ? `; without s3:ListBucket on ${bucket} an object that is missing looks forbidden too` : '';
  return `access denied: ${needed.action} on ${bucket}/${key} is needed${hint}`;
}

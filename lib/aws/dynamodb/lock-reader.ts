import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { parseArn } from '../../model/arn.ts';
import { parseS3Uri } from '../../model/s3-uri.ts';
import { StateAccessError } from '../../terraform/read-states.ts';
import { parseStateLock } from '../../terraform/state-lock.ts';
import type { LockReader } from '../../terraform/state-watch.ts';
import { awsFailure, describeFailure, isDenied, lacksCredentials } from '../aws-failure.ts';
import { briefClient } from '../clients.ts';
import { outOfTime } from '../limits/deadline.ts';

/**
 * Reads the locks that Terraform's S3 backend keeps with `dynamodb_table`: an item for each state, with the bucket and the key
 * in `LockID` and the lock in `Info`, as it stands in a lock file.
 * @param table its name, or its ARN where it is in another region or account
 * @param deadline aborts when the time of the run is up
 */
export function createLockReader(table: string, deadline: AbortSignal): LockReader {
  const client = new DynamoDBClient(briefClient(parseArn(table)?.region ?? null));
  return async (uri) => {
    const { bucket, key } = parseS3Uri(uri);
    const command = new GetItemCommand({
      TableName: table,
      Key: { LockID: { S: `${bucket}/${key}` } },
      ProjectionExpression: 'Info',
      ConsistentRead: true,
    });
    try {
      deadline.throwIfAborted();
      const { Item } = await client.send(command, { abortSignal: deadline });
      return Item === undefined ? null : parseStateLock(Item.Info?.S ?? '');
    } catch (error) {
      const reason = reasonOf(error, table);
      const why = deadline.aborted ? outOfTime : reason;
      throw new StateAccessError(`the lock of ${uri} in the DynamoDB table ${table} cannot be read: ${why}`, {
        cause: error,
      });
    }
  };
}

/** @throws the error, if it is a fault of this program */
function reasonOf(error: unknown, table: string): string {
  const failure = awsFailure(error);
  if (failure.name === 'ResourceNotFoundException') {
    return 'there is no such table: LOCK_TABLE has to be its ARN where it is in another region or account';
  }
  if (/\bKMS\b|kms:/.test(`${failure.name} ${failure.message}`)) {
    return `its encryption key cannot be used (kms:Decrypt is needed): ${failure.name}`;
  }
  if (!isDenied(failure) || lacksCredentials(failure)) return describeFailure('DynamoDB', failure);
  return `access denied: dynamodb:GetItem on the table ${table} is needed for the key of the state`;
}

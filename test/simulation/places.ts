import { account, region } from './stages.ts';

/** Where things are in a simulation; places in S3 are `bucket/key`. */
const stateBucket = 'acme-tf';
export const ownBucket = 'acme-drift';
export const rulesPlace = `${ownBucket}/rules.yaml`;
export const ledgerPlace = `${ownBucket}/drift/ledger.json`;
export const lockTable = 'terraform-locks';
export const hashKeyArn = `arn:aws:ssm:${region}:${account}:parameter/drift/key`;
export const queueUrl = `https://sqs.${region}.amazonaws.com/${account}/checks`;

/** @returns the URI of a state */
export function uriOf(name: string): string {
  return `s3://${stateBucket}/${name}/terraform.tfstate`;
}

/** @returns where the S3 backend keeps the lock of a state in a file */
export function lockPlaceOf(uri: string): string {
  return `${placeOf(uri)}.tflock`;
}

/** @param uri `s3://bucket/key` */
export function placeOf(uri: string): string {
  return uri.slice('s3://'.length);
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expression } from '../conformance/terraform-json.ts';

/** Where Terraform keeps the lock of its state. */
export type LockPlace = 'S3' | 'DYNAMODB' | 'NONE';

/** Where a configuration finds its AWS and keeps its state. */
export interface Surroundings {
  /** URL of API Gateway, S3, DynamoDB and STS. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly key: string;
  readonly lock: LockPlace;
  /** Table for locks. */
  readonly lockTable: string;
  readonly restApiId: string;
}

const stageCount = 20;

const region = 'eu-west-1';
const credentials = { access_key: 'terraform', secret_key: 'local' };
const unchecked = {
  skip_credentials_validation: true,
  skip_metadata_api_check: true,
  skip_region_validation: true,
};

/**
 * Writes a configuration of stages whose description and variables are another release's, and of a resource behind them.
 * @param seconds that the resource behind them takes, in which Terraform writes no state
 */
export async function writeRelease(
  folder: string,
  release: string,
  seconds: number,
  surroundings: Surroundings,
): Promise<void> {
  const { endpoint, bucket, key, lock, lockTable, restApiId } = surroundings;
  const backend = {
    bucket,
    key,
    region,
    ...credentials,
    ...unchecked,
    use_lockfile: lock === 'S3',
    ...(lock === 'DYNAMODB' ? { dynamodb_table: lockTable } : {}),
    use_path_style: true,
    skip_requesting_account_id: true,
    endpoints: { s3: endpoint, dynamodb: endpoint, sts: endpoint, iam: endpoint },
  };
  const provider = {
    region,
    ...credentials,
    ...unchecked,
    endpoints: [{ apigateway: endpoint, sts: endpoint, iam: endpoint }],
  };
  const stage = {
    count: stageCount,
    rest_api_id: restApiId,
    deployment_id: 'dep0a1',
    stage_name: expression('format("stage-%02d", count.index)'),
    description: release,
    variables: { RELEASE: release },
  };
  const slow = {
    depends_on: ['aws_api_gateway_stage.all'],
    triggers_replace: release,
    provisioner: [{ 'local-exec': { command: `sleep ${seconds}` } }],
  };
  const configuration = {
    terraform: { required_providers: { aws: { source: 'hashicorp/aws' } }, backend: { s3: backend } },
    provider: { aws: provider },
    resource: { aws_api_gateway_stage: { all: stage }, terraform_data: { slow } },
  };
  await writeFile(join(folder, 'main.tf.json'), JSON.stringify(configuration, null, 1));
}

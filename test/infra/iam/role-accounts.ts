import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { LocalAws } from '@stagedrift/local-aws';
import { packagings } from '../packagings.ts';
import { gatewayAndLogs, s3Client } from './local-clients.ts';
import { makeStages } from './make-stages.ts';

/** The account and region that the function is deployed in, and what is made before it. */
export const home = { account: '123456789012', region: 'eu-west-1', ledger: 'stagedrift-ledger' } as const;

/** Other accounts that have stages, all in the same region. */
export const members = packagings.full.memberAccounts.split(',');
const memberRegion = 'us-east-1';
const states = 'acme-terraform-states';

/** A stage that differs from its state, and the record of the one who changed it. */
export interface ChangedStage {
  readonly account: string;
  readonly region: string;
  readonly restApiId: string;
}

/** What the parameters of the full deployment are about: states with stages that have drifted, rules, a table of locks, a hash key. */
export interface RoleAccounts {
  readonly own: ChangedStage;
  readonly ofMember: ChangedStage;
  /** Puts an object beside the state of our own stage. @param suffix of its key */
  putBeside(suffix: string, body: string): Promise<void>;
}

export async function makeRoleAccounts(aws: LocalAws): Promise<RoleAccounts> {
  const s3 = s3Client(aws, home.region);
  const put = async (Bucket: string, Key: string, Body: string) => {
    await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  };
  for (const Bucket of [states, 'acme-other-states', 'acme-rules', home.ledger]) {
    const CreateBucketConfiguration = { LocationConstraint: home.region };
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  }
  await put('acme-rules', 'stagedrift/rules.yaml', 'show: [LOG_LEVEL]\n');
  aws.dynamoDb.createTable(
    `arn:aws:dynamodb:${home.region}:${home.account}:table/${packagings.full.lockTable}`,
    'LockID',
  );
  aws.keyStores.put(packagings.full.hashKeyArn, 'a key of more than sixteen characters');

  async function deploy(account: string, region: string, stages: 1 | 2, bucket: string, key: string) {
    const accessKeyId = account === home.account ? 'local' : `ASIA${account}0000`;
    const place = { account, region, ...gatewayAndLogs(aws, accessKeyId, region) };
    const { restApiId, state } = await makeStages(place, stages);
    await put(bucket, key, state);
    return { account, region, restApiId };
  }

  const own = await deploy(home.account, home.region, 2, states, 'env:/prod/orders/terraform.tfstate');
  await deploy(home.account, home.region, 1, 'acme-other-states', 'network/terraform.tfstate');
  const [ofMember] = await Promise.all(
    members.map((account) => deploy(account, memberRegion, 1, states, `env:/prod/${account}/terraform.tfstate`)),
  );
  return {
    own,
    ofMember: ofMember ?? own,
    putBeside: (suffix, body) => put(states, `env:/prod/orders/terraform.tfstate${suffix}`, body),
  };
}

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { expect, it } from '@jest/globals';
import * as v from 'valibot';
import { isOnPath } from '../../conformance/terraform.ts';
import { startMotoServer } from '../../moto-server.ts';
import { copyInfra } from './module-run.ts';

const region = 'eu-west-1';
const stateForm = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    resources: v.array(
      v.object({
        type: v.string(),
        instances: v.array(v.object({ attributes: v.looseObject({ arn: v.optional(v.string(), '') }) })),
      }),
    ),
  }),
);

/** Leads Terraform to a Secrets Manager that is not ours. */
function providerAt(url: string): string {
  const provider = {
    region,
    access_key: 'terraform',
    secret_key: 'local',
    skip_credentials_validation: true,
    skip_metadata_api_check: true,
    skip_requesting_account_id: true,
    endpoints: [{ secretsmanager: url }],
  };
  return JSON.stringify({ provider: { aws: provider } });
}

/** @returns the value of the secret that is in the state */
async function keyIn(state: string, endpoint: string): Promise<string> {
  const { resources } = v.parse(stateForm, state);
  const secret = resources.find(({ type }) => type === 'aws_secretsmanager_secret');
  const credentials = { accessKeyId: 'terraform', secretAccessKey: 'local' };
  const client = new SecretsManagerClient({ region, endpoint, credentials });
  const SecretId = secret?.instances[0]?.attributes.arn;
  try {
    return (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString ?? '';
  } finally {
    client.destroy();
  }
}

const withMoto = isOnPath('moto_server') ? it : it.skip;

withMoto(
  'the key that the module makes is long, stays as it is, and never is in the state',
  async () => {
    const { folder, terraformAt } = await copyInfra();
    const moto = await startMotoServer();
    try {
      writeFileSync(join(folder, 'terraform/provider.tf.json'), providerAt(moto.url));
      const terraform = await terraformAt('terraform');
      const given = ['-var=package=versions.tf', '-var=state_sources=["s3://acme-tf/terraform.tfstate"]'];
      const apply = () =>
        terraform.run('apply', '-auto-approve', '-no-color', '-input=false', '-target=module.hash_key', ...given);
      const stateNow = () => readFileSync(join(folder, 'terraform/terraform.tfstate'), 'utf8');
      await terraform.run('init', '-input=false');
      await apply();
      const key = await keyIn(stateNow(), moto.url);

      expect(key).toMatch(/^[A-Za-z0-9]{64}$/);
      expect(stateNow()).not.toContain(key);
      expect(await apply()).toContain('Resources: 0 added, 0 changed, 0 destroyed');
      expect(await keyIn(stateNow(), moto.url)).toBe(key);
    } finally {
      await moto.stop();
    }
  },
  300_000,
);

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type LocalApiGateway, startApiGateway } from '@stagedrift/local-aws/api-gateway';
import { defaultAccount } from '@stagedrift/local-aws/credential-scope';
import fc from 'fast-check';
import { adoptChange } from '../../lib/findings/remedies/adopt-change.ts';
import { adoptDeletion } from '../../lib/findings/remedies/adopt-deletion.ts';
import type { Leaf, Path } from '../../lib/model/comparison.ts';
import { adoptStage } from '../../lib/resources/rest-api/adopt-stage.ts';
import { resourceAddress } from '../../lib/terraform/address.ts';
import { hclComment, hclString } from '../../lib/terraform/hcl-string.ts';
import { findProviderMirror, isOnPath, type Terraform, terraformIn } from '../conformance/terraform.ts';
import { wordsOf } from '../run-aws-command.ts';

const here = { account: defaultAccount, region: 'eu-west-1' };
const restApiId = 'abcdefghij';
const nasty = `it's $(id) "\\ \n\t\u0007 ${'$'}{x} $${'$'}{y} %{z} %%{ ü 🎉 \u202e # /* */`;

/** @returns the configuration with more in its last block */
function withArguments(configuration: string, more: string): string {
  return `${configuration.slice(0, configuration.lastIndexOf('}'))}${more}\n}`;
}

const mirror = isOnPath('terraform') ? findProviderMirror() : undefined;
/** Milliseconds for a test: Terraform starts its provider several times in each, and the machine may be busy. */
const timeoutMs = 600_000;

if (mirror === undefined) {
  it('what findings say to write is not tried without a Terraform and its provider', () => {
    process.stdout.write('NOT RUN: taking over by the real Terraform (no terraform / no provider mirror)\n');
    expect(mirror).toBeUndefined();
  });
} else {
  describe('the real Terraform', () => tests(mirror));
}

function tests(mirror: string): void {
  jest.setTimeout(timeoutMs);
  let folder: string;
  let terraform: Terraform;
  let apiGateway: LocalApiGateway;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stagedrift-adopt-'));
    apiGateway = await startApiGateway();
    terraform = await terraformIn(folder, mirror);
    await configure('');
    await terraform.run('init', '-no-color');
  });
  afterAll(async () => {
    await apiGateway.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function configure(text: string): Promise<void> {
    const provider = {
      region: here.region,
      access_key: 'local',
      secret_key: 'local',
      skip_credentials_validation: true,
      skip_metadata_api_check: true,
      skip_region_validation: true,
      endpoints: [{ apigateway: apiGateway.url, sts: apiGateway.url, iam: apiGateway.url }],
    };
    const required = { terraform: { required_providers: { aws: { source: 'hashicorp/aws' } } } };
    await writeFile(join(folder, 'provider.tf.json'), JSON.stringify({ ...required, provider: { aws: [provider] } }));
    await writeFile(join(folder, 'main.tf'), text);
  }

  const plan = () => terraform.run('plan', '-no-color');
  const apply = () => terraform.run('apply', '-no-color', '-auto-approve');

  function live(stageName: string, settings: object = {}): void {
    const stages = [{ stageName, deploymentId: 'd1', ...settings }];
    apiGateway.seedRestApi({ ...here, restApiId, deploymentIds: ['d1'], stages });
  }

  const unmanaged = (stageName: string) =>
    adoptStage({ family: 'REST', accountId: here.account, region: here.region, apiId: restApiId, stageName }, 'd1');

  it('reads every text as it was', async () => {
    const templates = fc.array(fc.constantFrom('$', '%', '{', '}', '"', '\\', 'a')).map((parts) => parts.join(''));
    const texts = [
      nasty,
      ...fc.sample(fc.string({ unit: 'grapheme', maxLength: 30 }), { numRuns: 150, seed: 1 }),
      ...fc.sample(templates, { numRuns: 300, seed: 2 }),
    ];
    const outputs = texts.map(
      (text, index) => `${hclComment(text)}\noutput "o${index}" {\n  value = ${hclString(text)}\n}`,
    );
    await configure(outputs.join('\n'));
    await apply();

    const notified: Record<string, { value: string }> = JSON.parse(await terraform.run('output', '-json'));
    expect(texts.map((_, index) => notified[`o${index}`]?.value)).toEqual(texts.map((text) => text.normalize('NFC')));
  });

  it.each(['prod', '1-of-2', '_', '-x'])(
    'takes over the unmanaged stage %s with nothing to change',
    async (stageName) => {
      live(stageName);
      await configure(unmanaged(stageName));

      expect(await plan()).toContain('Plan: 1 to import, 0 to add, 0 to change, 0 to destroy.');
    },
  );

  it('finds nothing to change on a stage of which every added setting was taken over', async () => {
    live('prod', {
      description: nasty,
      documentationVersion: 'v1',
      clientCertificateId: 'cert01',
      tracingEnabled: true,
      variables: { [nasty]: nasty },
      tags: { [nasty]: nasty },
      canarySettings: { deploymentId: 'd1', percentTraffic: 12.5 },
    });
    const added: readonly (readonly [Path, Leaf])[] = [
      [['description'], nasty],
      [['documentation_version'], 'v1'],
      [['client_certificate_id'], 'cert01'],
      [['xray_tracing_enabled'], true],
      [['variables', nasty], nasty],
      [['tags', nasty], nasty],
    ];
    const fragments = added.map(([path, actual]) =>
      adoptChange(nasty, { path, differenceType: 'ADD', expected: null, actual, masked: false }),
    );
    const canary = 'canary_settings {\n  deployment_id = "d1"\n  percent_traffic = 12.5\n}';
    const block = [...fragments, canary].join('\n');
    await configure(withArguments(unmanaged('prod'), block));

    expect(await plan()).toContain('Plan: 1 to import, 0 to add, 0 to change, 0 to destroy.');
  });

  it('accepts a hidden value as that of a variable', async () => {
    live('prod');
    const path = ['variables', 'count'];
    const hidden = {
      path,
      differenceType: 'NOT_EQUAL',
      expected: '(masked)',
      actual: '(masked)',
      masked: true,
    } as const;
    const variable = 'variable "value_count" {\n  default = "x"\n}\n';
    await configure(variable + withArguments(unmanaged('prod'), adoptChange('a', hidden) ?? ''));

    expect(await plan()).toContain('Plan: 1 to import, 0 to add, 1 to change, 0 to destroy.');
  });

  it('forgets a stage that is gone, by the block that stands for it', async () => {
    live('prod');
    await configure(unmanaged('prod'));
    await apply();
    apiGateway.seedRestApi({ ...here, restApiId, deploymentIds: ['d1'] });
    await configure(adoptDeletion('aws_api_gateway_stage.prod') ?? '');
    await apply();

    expect(await terraform.run('state', 'list')).toBe('');
    expect(apiGateway.calls.map(({ operation }) => operation)).not.toContain('DeleteStage');
  });

  it('forgets one of several stages that is gone, by the command for it', async () => {
    live('prod');
    const key = nasty.replaceAll('\u0007', '');
    const address = resourceAddress('', 'aws_api_gateway_stage', 'each', key);
    await configure(`resource "aws_api_gateway_stage" "each" {
  for_each      = toset([${hclString(key)}])
  rest_api_id   = "${restApiId}"
  stage_name    = "prod"
  deployment_id = "d1"
}
import {
  to = ${address}
  id = "${restApiId}/prod"
}`);
    await apply();
    const [, command = ''] = (adoptDeletion(address) ?? '').split('\n').map((line) => line.replace('# ', ''));
    const [program, ...words] = wordsOf(command);
    await terraform.run(...words);

    expect(program).toBe('terraform');
    expect(await terraform.run('state', 'list')).toBe('');
  });
}

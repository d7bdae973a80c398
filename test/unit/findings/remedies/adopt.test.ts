import { describe, expect, it } from '@jest/globals';
import { adoptChange, adoptWebAcl } from '../../../../lib/findings/remedies/adopt-change.ts';
import { adoptDeletion } from '../../../../lib/findings/remedies/adopt-deletion.ts';
import type { Leaf, Path } from '../../../../lib/model/comparison.ts';
import { adoptStage } from '../../../../lib/resources/rest-api/adopt-stage.ts';

const address = 'aws_api_gateway_stage.prod';

function adopt(path: Path, actual: Leaf | null, masked = false, of = address): string | null {
  return adoptChange(of, { path, differenceType: 'NOT_EQUAL', expected: 'x', actual, masked });
}

describe('what takes over a live value', () => {
  it.each<[string, Path, Leaf, string]>([
    ['a text', ['description'], 'temporarily, ask "Kim"', 'description = "temporarily, ask \\"Kim\\""'],
    ['true or false', ['xray_tracing_enabled'], true, 'xray_tracing_enabled = true'],
    ['a number', ['retention_in_days'], 0, 'retention_in_days = 0'],
    [
      'a key of a map',
      ['variables', `a.b $${'{c}'}`],
      '%{d}',
      'variables = {\n  # only the key that differs\n  "a.b $${c}" = "%%{d}"\n}',
    ],
    [
      'a field of a block',
      ['settings', 0, 'throttling_rate_limit'],
      12.5,
      'settings {\n  # only the argument that differs\n  throttling_rate_limit = 12.5\n}',
    ],
    [
      'a key of a map in a block',
      ['canary_settings', 0, 'stage_variable_overrides', 'A'],
      'a',
      'canary_settings {\n  stage_variable_overrides = {\n    # only the key that differs\n    "A" = "a"\n  }\n}',
    ],
  ])('is, for %s, the argument in its place, under the address', (_title, path, actual, expected) => {
    expect(adopt(path, actual)).toBe(`# ${address}\n${expected}`);
  });

  it.each<[Path, string]>([
    [['description'], 'remove description'],
    [['variables', 'A"B'], 'remove "A\\"B" from variables'],
    [['tags', 'Team'], 'remove "Team" from tags'],
    [['access_log_settings', 0, 'format'], 'remove the block access_log_settings'],
    [
      ['canary_settings', 0, 'stage_variable_overrides', 'A'],
      'remove "A" from stage_variable_overrides of canary_settings',
    ],
  ])('says for %j, which is not live any more: %s', (path, words) => {
    expect(adopt(path, null)).toBe(`# ${address}\n# ${words}`);
  });

  it.each<[Path, string]>([
    [['description'], 'description = var.description # the live value is masked'],
    [['variables', 'LOG-LEVEL'], '  "LOG-LEVEL" = var.log_level # the live value is masked'],
    [['variables', '1x'], '  "1x" = var.value_1x # the live value is masked'],
    [['variables', 'count'], '  "count" = var.value_count # the live value is masked'],
    [['variables', '密'], '  "密" = var._ # the live value is masked'],
  ])('of %j names a variable where the live value is hidden', (path, line) => {
    expect(adopt(path, '(masked)', true)?.split('\n')).toContain(line);
  });

  it('never lets an address end its comment', () => {
    expect(adopt(['description'], 'a', false, 'x\nresource "y" "z" {}')).toBe(
      '# x\\u000aresource "y" "z" {}\ndescription = "a"',
    );
  });
});

describe('a web ACL, which is no argument of a stage,', () => {
  const webAcl = 'arn:aws:wafv2:eu-west-1:1:regional/webacl/a/1';
  const adopted = (actual: Leaf | null, { masked = false, of = address, expected = null as Leaf | null } = {}) =>
    adoptWebAcl(of, { path: ['web_acl_arn'], differenceType: 'NOT_EQUAL', expected, actual, masked });

  it('is taken over by a resource of its own, in the module of the stage', () => {
    expect(adopted(webAcl, { of: 'module.api["eu"].aws_api_gateway_stage.this[0]' })).toBe(
      `# module.api["eu"].aws_api_gateway_stage.this[0]
resource "aws_wafv2_web_acl_association" "this" {
  resource_arn = aws_api_gateway_stage.this[0].arn
  web_acl_arn  = "${webAcl}"
}`,
    );
  });

  it('that is hidden is that of a variable', () => {
    expect(adopted('(masked)', { masked: true })).toContain('= var.web_acl_arn # the live value is masked');
  });

  it('that is another one is that of the resource that is there', () => {
    expect(adopted(webAcl, { expected: 'arn:aws:wafv2:eu-west-1:1:regional/webacl/b/2' })).toBe(
      `# ${address}\n# in the aws_wafv2_web_acl_association of this stage\nweb_acl_arn = "${webAcl}"`,
    );
  });

  it('that was taken off loses that resource', () => {
    expect(adopted(null, { expected: webAcl })).toBe(
      `# ${address}\n# remove the aws_wafv2_web_acl_association of this stage`,
    );
  });

  it('of what Terraform would not take for an address is not taken over', () => {
    expect(adopted(webAcl, { of: 'x" {' })).toBeNull();
  });
});

describe('a resource that is gone', () => {
  it('is forgotten by a block that stands for it', () => {
    expect(
      adoptDeletion('module.api.aws_api_gateway_stage.prod'),
    ).toBe(`# Terraform 1.7 and later: instead of its resource block
removed {
  from = module.api.aws_api_gateway_stage.prod
  lifecycle {
    destroy = false
  }
}`);
  });

  it.each(['aws_api_gateway_stage.prod[0]', `module.api["it's"].aws_api_gateway_stage.prod`])(
    'that is one of several, such as %s, is forgotten by a command, since a block would speak of all of them',
    (one) => {
      const [hint, command, ...others] = adoptDeletion(one)?.split('\n') ?? [];
      expect(hint).toBe('# take it out of the configuration (its key out of count or for_each), then run');
      expect(command).toBe(`# terraform state rm '${one.replace("'", "'\\''")}'`);
      expect(others).toEqual([]);
    },
  );

  it('without an address that Terraform would take is not forgotten', () => {
    expect(adoptDeletion('a1b2c3/prod')).toBeNull();
  });
});

describe('a stage that nobody manages', () => {
  const id = {
    family: 'REST' as const,
    accountId: '123456789012',
    region: 'eu-west-1',
    apiId: 'a1b2c3d4e5',
    stageName: 'prod',
  };

  it('is imported, with the resource to go with it', () => {
    expect(adoptStage(id, 'd1')).toBe(`# to the provider of eu-west-1 in account 123456789012
import {
  to = aws_api_gateway_stage.prod
  id = "a1b2c3d4e5/prod"
}

# or leave this block out and have it written: terraform plan -generate-config-out=stage.tf
resource "aws_api_gateway_stage" "prod" {
  rest_api_id   = "a1b2c3d4e5"
  stage_name    = "prod"
  deployment_id = "d1"
}`);
  });

  it.each([
    ['1-of-2', 'stage_1-of-2'],
    ['-', 'stage_-'],
    ['_', '_'],
    [`a"b$${'{c}'}\n`, 'a_b__c__'],
    ['', 'stage_'],
  ])('called %j is named %s there', (stageName, name) => {
    const text = adoptStage({ ...id, stageName }, 'd1');
    expect(text).toContain(`  to = aws_api_gateway_stage.${name}\n`);
    expect(text).toContain(`resource "aws_api_gateway_stage" "${name}" {\n`);
  });

  it('of which nobody knows the deployment says that it has to be filled in', () => {
    expect(adoptStage(id, '')).toContain('deployment_id = "" # FILL IN');
  });
});

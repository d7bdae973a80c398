import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parameterNames } from '../../../infra/parameters.ts';
import { statementsOf } from '../iam/policy.ts';
import { memberRole } from '../iam/roles.ts';
import { Stack } from '../resolve-template.ts';
import { packagedTemplate, resourceOf, writtenTemplate } from '../template.ts';
import { eventLikenesses } from './event-likenesses.ts';
import { functionLikenesses } from './function-likenesses.ts';
import { at } from './look.ts';
import { copyInfra, type ModuleRun, type RunName, testModule } from './module-run.ts';
import { memberVariables, watchedVariables } from './module-tests.ts';
import { variableName } from './module-variables.ts';
import { notificationLikenesses } from './notification-likenesses.ts';
import { stackValues } from './stack-values.ts';
import { watchedLikenesses } from './watched-likenesses.ts';

const values = stackValues();

describe('the Terraform module', () => {
  let copy: Awaited<ReturnType<typeof copyInfra>>;
  let run: ModuleRun;

  beforeAll(async () => {
    copy = await copyInfra();
    run = await testModule(copy);
  }, 300_000);

  const made = (name: RunName) => {
    const state = run.made.get(name);
    if (state === undefined) throw new Error(`Terraform made nothing of ${name}`);
    return state;
  };

  it('passes its own tests, and refuses what the other deployment refuses', () => {
    expect([...run.ends].filter(([, end]) => end !== 'pass')).toEqual([]);
    expect(run.ends.size).toBeGreaterThan(6);
  });

  it('is valid and formatted, with its example', async () => {
    const terraform = await copy.terraformAt('terraform/examples/complete');
    await terraform.run('init', '-input=false');

    expect(await terraform.run('validate', '-no-color')).toContain('The configuration is valid');
    expect(await terraform.run('fmt', '-check', '-recursive', '../..')).toBe('');
  });

  it('has a variable for each parameter, and the same runtime', () => {
    const variables = readFileSync('infra/terraform/variables.tf', 'utf8');
    const { Runtime } = resourceOf(packagedTemplate('plain'), 'DetectDriftLambdaFunction').Properties;

    for (const name of parameterNames) expect(variables).toContain(`variable "${variableName(name)}" {`);
    expect(variables).toContain(`default     = "${Runtime}"`);
  });

  describe.each(['plain', 'full', 'organization'] as const)(
    'with the parameters of %s makes the same as the template',
    (packaging) => {
      const stack = new Stack(packagedTemplate(packaging), values);

      it.each([...functionLikenesses, ...eventLikenesses, ...notificationLikenesses])(
        '$title',
        ({ template, module }) => {
          expect(module(made(packaging))).toEqual(template(stack));
        },
      );
    },
  );

  it('for a member account makes the same role as the template', () => {
    const { stagedrift_role_arn: arn, external_id: externalId, role_name: name } = memberVariables;
    const expected = memberRole('123456789012', name, { arn, statements: [], trust: [] }, externalId);
    const policyOf = (address: string, attribute: string) =>
      statementsOf(JSON.parse(String(at(made('member').get(address), attribute))));

    expect(policyOf('aws_iam_role_policy.member', 'policy')).toEqual(expected.statements);
    expect(policyOf('aws_iam_role.member', 'assume_role_policy')).toEqual(expected.trust);
  });

  describe('for a watched region makes the same as the template', () => {
    const stack = new Stack(writtenTemplate('infra/watched-region.yml'), values, {
      HomeEventBusArn: watchedVariables.home_event_bus_arn,
      StateBucketName: watchedVariables.state_bucket_name,
    });

    it.each(watchedLikenesses)('$title', ({ template, module }) => {
      expect(module(made('watched'))).toEqual(template(stack));
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import * as v from 'valibot';
import type { StatedStageId } from '../../../lib/model/stage-id.ts';
import { selects } from '../../../lib/model/stage-selector.ts';
import { statedStageId } from '../../../lib/resources/rest-api/family.ts';
import { stageSelectorForm } from '../../../lib/resources/stage-selector-form.ts';

const arn = 'arn:aws:apigateway:eu-west-1::/restapis/nz6fqhy5dm/stages/prod';

function stageAt(
  address: string,
  given: Readonly<Record<string, unknown>> = {},
): { address: string; id: StatedStageId } {
  const attributes = new Map<string, unknown>(
    Object.entries({
      arn,
      execution_arn: 'arn:aws:execute-api:eu-west-1:123456789012:nz6fqhy5dm/prod',
      rest_api_id: 'nz6fqhy5dm',
      stage_name: 'prod',
      ...given,
    }),
  );
  return { address, id: statedStageId(attributes) };
}

describe('the text that names a stage', () => {
  it.each([
    ['nz6fqhy5dm/prod', 'nz6fqhy5dm', 'prod'],
    ['nz6fqhy5dm/v_1-b', 'nz6fqhy5dm', 'v_1-b'],
  ])('takes %s as REST API and stage', (text, apiId, stageName) => {
    expect(v.parse(stageSelectorForm, text)).toEqual({ kind: 'ID', text, family: 'REST', apiId, stageName });
  });

  it.each([
    [arn, 'eu-west-1'],
    ['arn:aws-cn:apigateway:cn-north-1::/restapis/nz6fqhy5dm/stages/prod', 'cn-north-1'],
  ])('takes %s as the ARN of a stage', (text, region) => {
    expect(v.parse(stageSelectorForm, text)).toEqual({
      kind: 'ARN',
      text,
      family: 'REST',
      region,
      apiId: 'nz6fqhy5dm',
      stageName: 'prod',
    });
  });

  it.each([
    'aws_api_gateway_stage.this',
    'aws_api_gateway_stage.this[0]',
    'module.api["a/b"].aws_api_gateway_stage.this["eu"]',
    'module.a.module.b.aws_api_gateway_stage.this["arn:aws:s3:::a"]',
  ])('takes %s as an address', (text) => {
    expect(v.parse(stageSelectorForm, text)).toEqual({ kind: 'ADDRESS', text });
  });

  it.each([
    '',
    'prod',
    'nz6fqhy5dm/',
    '/prod',
    'nz6fqhy5dm/prod/GET',
    'nz6fqhy5dm/pr od',
    'nz6fqhy5dm/prod\n',
    ' nz6fqhy5dm/prod',
    'aws_lambda_function.this',
    'my_aws_api_gateway_stage.this',
    'aws_api_gateway_stage',
    'arn:aws:apigateway:eu-west-1::/restapis/nz6fqhy5dm',
    'arn:aws:apigateway:eu-west-1::/v2/restapis/nz6fqhy5dm/stages/prod',
    'arn:aws:apigateway:eu-west-1::/restapis/nz6fqhy5dm/stages/prod/sdks/java',
    'arn:aws:execute-api:eu-west-1:123456789012:nz6fqhy5dm/prod',
    'arn:aws:s3:::acme-tf',
  ])('refuses %j and lists the forms there are', (text) => {
    const message = `${JSON.stringify(text)} names no stage: use REST-API-ID/STAGE-NAME, the ARN of a stage, or a Terraform address`;

    expect(() => v.parse(stageSelectorForm, text)).toThrow(message);
  });

  it('refuses the path of a stage in the ARN of another service', () => {
    expect(() => v.parse(stageSelectorForm, 'arn:aws:s3:eu-west-1::/restapis/nz6fqhy5dm/stages/prod')).toThrow(
      'names no stage',
    );
  });
});

describe('selects', () => {
  const address = 'module.api["eu"].aws_api_gateway_stage.this';

  it.each([
    ['its REST API and stage', 'nz6fqhy5dm/prod', true],
    ['another stage of its REST API', 'nz6fqhy5dm/dev', false],
    ['the same stage of another REST API', 'a1b2c3d4e5/prod', false],
    ['its ARN', arn, true],
    ['an ARN in another region', arn.replace('eu-west-1', 'us-east-1'), false],
    ['the ARN of another stage', arn.replace('prod', 'dev'), false],
    ['the ARN of another REST API', arn.replace('nz6fqhy5dm', 'a1b2c3d4e5'), false],
    ['its address', address, true],
    ['the address less the key of its module', 'module.api.aws_api_gateway_stage.this', false],
    ['the address of one of its instances', `${address}[0]`, false],
  ])('by %s: %s is %s', (_, text, selected) => {
    expect(selects(v.parse(stageSelectorForm, text), stageAt(address))).toBe(selected);
  });

  it('finds a resource by its address though the state does not name its stage', () => {
    const resource = stageAt(address, { rest_api_id: null, stage_name: null });

    expect(selects(v.parse(stageSelectorForm, address), resource)).toBe(true);
    expect(selects(v.parse(stageSelectorForm, 'nz6fqhy5dm/prod'), resource)).toBe(false);
  });

  it('finds nothing by ARN where the state does not tell the region', () => {
    const resource = stageAt(address, { arn: null, execution_arn: null });

    expect(selects(v.parse(stageSelectorForm, arn), resource)).toBe(false);
    expect(selects(v.parse(stageSelectorForm, 'nz6fqhy5dm/prod'), resource)).toBe(true);
  });
});

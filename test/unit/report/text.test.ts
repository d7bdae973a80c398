import { describe, expect, it } from '@jest/globals';
import { renderText } from '../../../lib/report/text.ts';
import { createReport } from './assessed-report.ts';
import { markedColors } from './marked-colors.ts';
import {
  checked,
  explainedReport,
  hostileTexts,
  modified,
  nightReport,
  reportFullOf,
  reportOf,
  results,
} from './sample.ts';

describe('the text of a report', () => {
  it('says what changed first, then what drifted, then what could not be checked', () => {
    expect(
      renderText(nightReport),
    ).toBe(`Drift: 1 stage changed, 1 stage deleted, 2 stages not checked, 1 state not read. 1 stage is in sync with Terraform. What could not be checked may have drifted too.

Checked  2026-03-01 02:10:05 UTC, started by the schedule
Read     5 stages from 3 states with 3 calls to API Gateway
Report   0d7c2f4e-5b0a-4a53-9f57-1f6f3f2a9c11

DELETED  aws_api_gateway_stage.payments  (high)
  Stage     prod, REST API a1b2c3d4e5, eu-west-1, account 123456789012
  State     s3://acme-tf/payments/terraform.tfstate (serial 7)
  Why       API Gateway does not have it any more: Invalid stage identifier specified
  Revert    terraform apply -target='aws_api_gateway_stage.payments'
  Or adopt  # Terraform 1.7 and later: instead of its resource block
            removed {
              from = aws_api_gateway_stage.payments
              lifecycle {
                destroy = false
              }
            }

CHANGED  module.api["eu"].aws_api_gateway_stage.this[0]
  Stage   prod, REST API a1b2c3d4e5, eu-west-1, account 123456789012
  State   s3://acme-tf/orders/terraform.tfstate (serial 42)
  Revert  terraform apply -target='module.api["eu"].aws_api_gateway_stage.this[0]'

  access_log_settings[0].destination_arn  (high)
    in Terraform: "arn:aws:logs:eu-west-1:123456789012:log-group:/apigw/orders"
    live now:     not set
    or adopt:     # remove the block access_log_settings

  access_log_settings[0].format  (high)
    in Terraform: "{\\"id\\":\\"$context.requestId\\"}"
    live now:     not set
    or adopt:     # remove the block access_log_settings

  cache_cluster_enabled  (medium)
    in Terraform: true
    live now:     false
    or adopt:     cache_cluster_enabled = false

  canary_settings[0].percent_traffic  (high)
    in Terraform: not set
    live now:     10.5
    or adopt:     canary_settings {
                    # only the argument that differs
                    percent_traffic = 10.5
                  }

  description  (low)
    in Terraform: "Orders"
    live now:     "Orders "
    or adopt:     description = "Orders "

  tags["CostCentre"]  (low)
    in Terraform: not set
    live now:     "42"
    or adopt:     tags = {
                    # only the key that differs
                    "CostCentre" = "42"
                  }

  variables["DB_PASSWORD"]  (medium)
    in Terraform: (masked)
    live now:     another value (masked)
    or adopt:     variables = {
                    # only the key that differs
                    "DB_PASSWORD" = var.db_password # the live value is masked
                  }

  variables["LOG_LEVEL"]  (medium)
    in Terraform: "info"
    live now:     "debug"
    or adopt:     variables = {
                    # only the key that differs
                    "LOG_LEVEL" = "debug"
                  }

NOT CHECKED  aws_api_gateway_stage.reports
  Stage  prod, REST API a1b2c3d4e5, eu-west-1, account 123456789012
  State  s3://acme-tf/orders/terraform.tfstate (serial 42)
  Why    API Gateway refused the request (AccessDeniedException): grant apigateway:GET

NOT CHECKED  aws_api_gateway_stage.unheard_of
  Stage  stage unknown, REST API unknown, region unknown, account unknown
  State  no state has it
  Why    it was asked for by name, but no state that could be read has it

STATES NOT READ
  s3://acme-tf/legacy/terraform.tfstate
    it is encrypted by OpenTofu, and this program has no key to read it
`);
  });

  it('has notes with the facts of a resource, and warnings at its end', () => {
    const [, , changed, unmanaged, ...warnings] = renderText(explainedReport).split('\n\n');
    expect(changed).toBe(`CHANGED  aws_api_gateway_stage.orders
  Stage   prod, REST API a1b2c3d4e5, eu-west-1, account 123456789012
  State   s3://acme-tf/orders/terraform.tfstate (serial 42)
  Note    Terraform's deployment d1 was made by Bob
  Note    The live deployment d2 no longer exists.
  Revert  terraform apply -target='aws_api_gateway_stage.orders'`);
    expect(unmanaged).toContain('deployment_id');
    expect(warnings[0]).toMatch(/^UNMANAGED {2}a1b2c3d4e5\/test {2}\(medium\)\n {2}Stage {2}prod, REST API a1b2c3d4e5/);
    expect(warnings.slice(-2)).toEqual([
      'WARNING  Another warning',
      'WARNING  Stage prod is managed twice: by a and by b.\n',
    ]);
  });

  it('is short where all is in sync', () => {
    const resources = [checked('stage.a', { status: 'IN_SYNC' }), checked('stage.b', { status: 'IN_SYNC' })];
    expect(
      renderText(createReport(results({ resources, trigger: { kind: 'manual' }, apiCalls: 1 }))),
    ).toBe(`2 stages are in sync with Terraform.

Checked  2026-03-01 02:10:05 UTC, started by hand
Read     2 stages from 1 state with 1 call to API Gateway
Report   0d7c2f4e-5b0a-4a53-9f57-1f6f3f2a9c11
`);
  });

  it('ends with what was left out for the size limit', () => {
    const report = { ...reportOf(), omitted: { states: 1, failedStates: 0, resources: 12 } };
    expect(renderText(report)).toMatch(/\n\nOmitted to fit the size limit: 12 resources, 1 state\.\n$/);
  });

  it('has its parts in colours where the reader has them', () => {
    const report = createReport(
      results({
        trigger: { kind: 'command-line' },
        states: [{ uri: 's3://b/k', status: 'FAILED', reason: 'denied' }],
        resources: [checked('stage.this', modified([['description'], 'a', 'b']))],
      }),
    );
    expect(
      renderText(report, markedColors),
    ).toBe(`<bold:<red:Drift: 1 stage changed, 1 state not read. What could not be checked may have drifted too.>>

<dim:Checked  >2026-03-01 02:10:05 UTC, started from the command line
<dim:Read     >1 stage from 1 state with 3 calls to API Gateway
<dim:Report   >0d7c2f4e-5b0a-4a53-9f57-1f6f3f2a9c11

<bold:<yellow:CHANGED>>  stage.this
  <dim:Stage   >prod, REST API a1b2c3d4e5, eu-west-1, account 123456789012
  <dim:State   >s3://acme-tf/orders/terraform.tfstate
  <dim:Revert  >terraform apply -target='stage.this'

  description  <dim:(low)>
    <dim:in Terraform:> <green:"a">
    <dim:live now:    > <red:"b">
    <dim:or adopt:    > description = "b"

<bold:<yellow:STATES NOT READ>>
  s3://b/k
    denied
`);
  });
});

describe('a hostile text', () => {
  /** Lines that begin a part; what is said of a resource is indented. */
  const heads = (text: string) => renderText(reportFullOf(text)).match(/^\S.*$/gm)?.length;

  it.each(hostileTexts)('is only a text: %j', (hostile) => {
    const text = renderText(reportFullOf(hostile));
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    expect(text.isWellFormed()).toBe(true);
    expect(heads(hostile)).toBe(heads('harmless'));
    expect(text).not.toMatch(/^ *CHANGED {2}faked/m);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { renderMarkdown } from '../../../lib/report/markdown.ts';
import { createReport } from './assessed-report.ts';
import { checked, explainedReport, hostileTexts, nightReport, reportFullOf, reportOf, results } from './sample.ts';

describe('the Markdown of a report', () => {
  it('says what changed first, then what drifted, then what could not be checked', () => {
    expect(
      renderMarkdown(nightReport),
    ).toBe(`**Drift: 1 stage changed, 1 stage deleted, 2 stages not checked, 1 state not read. 1 stage is in sync with Terraform. What could not be checked may have drifted too.**

- Checked: 2026-03-01 02:10:05 UTC, started by the schedule
- Read: 5 stages from 3 states with 3 calls to API Gateway
- Report: 0d7c2f4e-5b0a-4a53-9f57-1f6f3f2a9c11

### DELETED: \`aws_api_gateway_stage.payments\` (high)

- Stage: prod, REST API a1b2c3d4e5, eu-west-1, account 123456789012
- State: \`s3://acme-tf/payments/terraform.tfstate (serial 7)\`
- Why: API Gateway does not have it any more: Invalid stage identifier specified

<details><summary>How to fix it</summary>

Revert:

\`\`\`sh
terraform apply -target='aws_api_gateway_stage.payments'
\`\`\`

Or adopt:

\`\`\`hcl
# Terraform 1.7 and later: instead of its resource block
removed {
  from = aws_api_gateway_stage.payments
  lifecycle {
    destroy = false
  }
}
\`\`\`

</details>

### CHANGED: \`module.api["eu"].aws_api_gateway_stage.this[0]\`

- Stage: prod, REST API a1b2c3d4e5, eu-west-1, account 123456789012
- State: \`s3://acme-tf/orders/terraform.tfstate (serial 42)\`

| Setting | In Terraform | Live now | Severity |
| --- | --- | --- | --- |
| \`access_log_settings[0].destination_arn\` | \`"arn:aws:logs:eu-west-1:123456789012:log-group:/apigw/orders"\` | \`not set\` | high |
| \`access_log_settings[0].format\` | \`"{\\"id\\":\\"$context.requestId\\"}"\` | \`not set\` | high |
| \`cache_cluster_enabled\` | \`true\` | \`false\` | medium |
| \`canary_settings[0].percent_traffic\` | \`not set\` | \`10.5\` | high |
| \`description\` | \`"Orders"\` | \`"Orders "\` | low |
| \`tags["CostCentre"]\` | \`not set\` | \`"42"\` | low |
| \`variables["DB_PASSWORD"]\` | \`(masked)\` | \`another value (masked)\` | medium |
| \`variables["LOG_LEVEL"]\` | \`"info"\` | \`"debug"\` | medium |

<details><summary>How to fix it</summary>

Revert:

\`\`\`sh
terraform apply -target='module.api["eu"].aws_api_gateway_stage.this[0]'
\`\`\`

Or adopt:

\`\`\`hcl
# remove the block access_log_settings
# remove the block access_log_settings
cache_cluster_enabled = false
canary_settings {
  # only the argument that differs
  percent_traffic = 10.5
}
description = "Orders "
tags = {
  # only the key that differs
  "CostCentre" = "42"
}
variables = {
  # only the key that differs
  "DB_PASSWORD" = var.db_password # the live value is masked
}
variables = {
  # only the key that differs
  "LOG_LEVEL" = "debug"
}
\`\`\`

</details>

### NOT CHECKED: \`aws_api_gateway_stage.reports\`

- Stage: prod, REST API a1b2c3d4e5, eu-west-1, account 123456789012
- State: \`s3://acme-tf/orders/terraform.tfstate (serial 42)\`
- Why: API Gateway refused the request (AccessDeniedException): grant apigateway:GET

### NOT CHECKED: \`aws_api_gateway_stage.unheard_of\`

- Stage: stage unknown, REST API unknown, region unknown, account unknown
- State: no state has it
- Why: it was asked for by name, but no state that could be read has it

### States not read

- \`s3://acme-tf/legacy/terraform.tfstate\`: it is encrypted by OpenTofu, and this program has no key to read it
`);
  });

  it('has notes with the facts of a resource, and warnings at its end', () => {
    const markdown = renderMarkdown(explainedReport);
    expect(markdown).toContain(`- State: \`s3://acme-tf/orders/terraform.tfstate (serial 42)\`
- Note: Terraform's deployment d1 was made by Bob
- Note: The live deployment d2 no longer exists.

| Setting |`);
    expect(markdown).toContain(`### UNMANAGED: \`a1b2c3d4e5/test\` (medium)

- Stage: prod, REST API a1b2c3d4e5, eu-west-1, account 123456789012
- State: no state has it
- Why: it is live, but in none of the states that were read
`);
    expect(markdown.split('\n\n').slice(-2)).toEqual([
      '**Warning:** Another warning',
      '**Warning:** Stage prod is managed twice: by a and by b.\n',
    ]);
  });

  it.each(['GH-1', 'see gh-42', 'x GH-7.'])('makes no reference to an issue of %j', (text) => {
    const report = createReport(results({ warnings: [text] }));
    expect(renderMarkdown(report)).toContain(`**Warning:** \`${text}\``);
  });

  it('is short where all is in sync', () => {
    expect(
      renderMarkdown(reportOf(checked('stage.a', { status: 'IN_SYNC' }))),
    ).toBe(`**1 stage is in sync with Terraform.**

- Checked: 2026-03-01 02:10:05 UTC, started by the schedule
- Read: 1 stage from 1 state with 3 calls to API Gateway
- Report: 0d7c2f4e-5b0a-4a53-9f57-1f6f3f2a9c11
`);
  });

  it('ends with what was left out for the size limit', () => {
    const report = { ...reportOf(), omitted: { states: 2, failedStates: 0, resources: 1 } };
    expect(renderMarkdown(report)).toMatch(/\n\nOmitted to fit the size limit: 1 resource, 2 states\.\n$/);
  });
});

/** Harmless, but more than words: it stands in a code span wherever a hostile text must. */
const skeleton = skeletonOf('a/b');

describe('how to fix what was found', () => {
  it.each(hostileTexts)('stands in blocks of code that no value ends: %j', (hostile) => {
    const blocks = renderMarkdown(reportFullOf(hostile)).match(/^<details>[\s\S]*?^<\/details>$/gm) ?? [];
    expect(blocks.length).toBeGreaterThan(0);
    for (const block of blocks) {
      const outside = block.replace(/^(`{3,})(sh|hcl)\n[\s\S]*?\n\1$/gm, 'BLOCK');
      expect(outside).toMatch(
        /^<details><summary>How to fix it<\/summary>\n\n((Revert|Adopt|Or adopt):\n\nBLOCK\n\n)+<\/details>$/,
      );
    }
  });
});

describe('a hostile text', () => {
  it.each(hostileTexts)('stands in code spans, in which nothing has a meaning: %j', (hostile) => {
    expect(skeletonOf(hostile)).toBe(skeleton);
  });

  it('does so together with any other', () => {
    const mixed = fc.array(fc.constantFrom(...hostileTexts, ' ', '/'), { minLength: 1, maxLength: 6 });
    fc.assert(fc.property(mixed, (parts) => expect(skeletonOf(`/${parts.join('')}`)).toBe(skeleton)));
  });

  it.each(hostileTexts)('never ends a cell of a table: %j', (hostile) => {
    const rows = renderMarkdown(reportFullOf(hostile))
      .split('\n')
      .filter((line) => line.startsWith('| '));
    expect(rows.map((row) => cellsOf(row).length)).toEqual([5, 5, 5, 5, 5]);
  });

  it('has no character that is not seen', () => {
    const markdown = renderMarkdown(reportFullOf(hostileTexts.join(' ')));
    expect(markdown.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  });

  it('keeps its own backticks and bars', () => {
    const markdown = renderMarkdown(reportFullOf('`a``b|c'));
    expect(markdown).toContain('### CHANGED: ``` `a``b|c ```');
    expect(markdown).toContain('| `description` | ```"`a``b\\|c"``` |');
  });
});

/**
 * The Markdown without how to fix what was found, and with each code span, as CommonMark reads it, replaced by one word.
 * A command is left out that would do something to the terminal it is pasted into.
 */
function skeletonOf(text: string): string {
  return renderMarkdown(reportFullOf(text))
    .replace(/^<details>[\s\S]*?^<\/details>\n\n/gm, '')
    .replace(/(?<!`)(`+)(?!`)(?:(?!\n\n)[\s\S])*?(?<!`)\1(?!`)/g, 'CODE');
}

/** The cells of a row, as GitHub splits it: at every bar that no backslash stands before. */
function cellsOf(row: string): string[] {
  const cells = row.match(/(?:\\.|[^|\\])+/g) ?? [];
  return cells.filter((cell) => cell !== '');
}

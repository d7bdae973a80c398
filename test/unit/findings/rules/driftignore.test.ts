import { describe, expect, it } from '@jest/globals';
import { parseRules } from '../../../../lib/findings/rules/rules-file.ts';
import { shownPath } from '../../../../lib/model/visible.ts';
import type { CheckedResource } from '../../../../lib/resources/verdict.ts';
import { createReport } from '../../report/assessed-report.ts';
import { checked, modified, results, unmanaged } from '../../report/sample.ts';

const stage = checked(
  'aws_api_gateway_stage.prod',
  modified(
    [['access_log_settings', 0, 'format'], 'a', 'b'],
    [['tags', 'a.b'], '1', '2'],
    [['variables', 'LOG_LEVEL'], 'info', 'debug'],
  ),
);
const methodSettings: CheckedResource = {
  ...checked('aws_api_gateway_method_settings.all', modified([['settings', 0, 'logging_level'], 'INFO', 'OFF'])),
  type: 'aws_api_gateway_method_settings',
  name: '*/*',
};
const logGroup: CheckedResource = {
  ...checked('aws_cloudwatch_log_group.orders', modified([['kms_key_id'], 'a', 'b'])),
  type: 'aws_cloudwatch_log_group',
  name: '/apigw/orders.prod',
};
const gone = checked('aws_api_gateway_stage.gone', { status: 'DELETED', reason: 'it is gone' });

/** @returns addresses and paths of what is reported under these lines */
function notified(lines: readonly string[], ...resources: readonly CheckedResource[]): string[] {
  const rules = parseRules(lines.join('\n'), '.driftignore');
  const report = createReport(results({ resources }), { rules, hashKey: null, warnings: [] });
  return report.resources.flatMap(({ address, status, differences }) =>
    differences.length > 0
      ? differences.map(({ path }) => shownPath(path))
      : status === 'IN_SYNC'
        ? []
        : [`${address} ${status}`],
  );
}

const all = ['access_log_settings[0].format', 'tags["a.b"]', 'variables["LOG_LEVEL"]'];
const name = 'aws_api_gateway_stage.ags-a1b2c3d4e5-prod';

describe('a line of a .driftignore', () => {
  it.each<[string, string[]]>([
    [name, []],
    ['aws_api_gateway_stage.*', []],
    ['aws_api_gateway_stage', []],
    ['*', []],
    ['aws_api_gateway_*', []],
    [`${name}.variables.*`, all.slice(0, 2)],
    [`${name}.variables`, all.slice(0, 2)],
    [`${name}.variables.LOG_LEVEL`, all.slice(0, 2)],
    ['aws_api_gateway_stage.*.variables', all.slice(0, 2)],
    [`${name}.access_log_settings.0.format`, all.slice(1)],
    [`${name}.access_log_settings.*`, all.slice(1)],
    [`${name}.tags.a\\.b`, [all[0] ?? '', all[2] ?? '']],
    ['aws_api_gateway_stage.ags-a1b2c3d4e?-prod', []],
    ['aws_api_gateway_stage.ags-a1b2c3d4e5-pro', all],
    ['aws_api_gateway_stage.prod', all],
    ['aws_api_gateway_stag', all],
    [`# ${name}`, all],
    ['', all],
    [`!${name}`, all],
    ['aws_s3_bucket.*', all],
    [`  ${name}  \r`, []],
  ])('%j leaves what it does not match of a stage', (line, rest) => {
    expect(notified([line], stage)).toEqual(rest);
  });

  it.each<[string, CheckedResource]>([
    ['aws_api_gateway_method_settings.a1b2c3d4e5-prod-\\*/\\*', methodSettings],
    ['aws_api_gateway_method_settings.a1b2c3d4e5-prod-*.settings.0.logging_level', methodSettings],
    ['aws_cloudwatch_log_group./apigw/orders\\.prod', logGroup],
    ['aws_cloudwatch_log_group./apigw/orders.prod.kms_key_id', logGroup],
    [name, gone],
    [name, unmanaged('a1b2c3d4e5/prod')],
  ])('%j names other resources by their Terraform id too', (line, resource) => {
    expect(notified([line], resource)).toEqual([]);
    expect(notified(['aws_api_gateway_stage.*-test'], resource)).not.toEqual([]);
  });

  it.each<[string[], string[]]>([
    [['*', `!${name}`], all],
    [['*', '!aws_api_gateway_stage.*'], all],
    [['*', `!${name}.variables`], all.slice(2)],
    [[`!${name}.variables`, '*'], []],
    [
      ['*', `!${name}`, `${name}.tags`],
      [all[0] ?? '', all[2] ?? ''],
    ],
    [['aws_api_gateway_stage.*', '!aws_s3_bucket.*'], []],
  ])('%j: the last that matches decides, and ! brings back', (lines, rest) => {
    expect(notified(lines, stage)).toEqual(rest);
  });

  it('is named as the reason of what it ignores', () => {
    const rules = parseRules(`# known\n${name}.tags\n`, 'ops/.driftignore');
    const { ignored } = createReport(results({ resources: [stage] }), { rules, hashKey: null, warnings: [] });

    expect(ignored).toMatchObject([
      { path: ['tags', 'a.b'], reason: 'ops/.driftignore:2', owner: null, expires: null },
    ]);
  });

  it.each(['.driftignore', 'ops/.driftignore', 's3://acme-tf/prod.driftignore'])('is read so from %s', (file) => {
    expect(parseRules('*', file).ignore).toHaveLength(1);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { severityOf } from '../../../../lib/findings/severity/severity.ts';
import { severityOfKinds, severityRows } from '../../../../lib/findings/severity/severity-table.ts';
import type { Leaf, Path } from '../../../../lib/model/comparison.ts';
import type { Severity } from '../../../../lib/model/severity.ts';
import { checkedTypes } from '../../../../lib/resources/registry.ts';

const stage = 'aws_api_gateway_stage';
const methods = 'aws_api_gateway_method_settings';
const logGroup = 'aws_cloudwatch_log_group';
const mapping = 'aws_api_gateway_base_path_mapping';

/** @returns the severity of a difference between two values */
function severityAt(type: string, path: Path, expected: Leaf | null, actual: Leaf | null, masked = false): Severity {
  const id = {
    family: 'REST' as const,
    accountId: '123456789012',
    region: 'eu-west-1',
    apiId: 'a1b2c3d4e5',
    stageName: 'prod',
  };
  const finding = { ...id, kind: 'DIFFERENCE', type, name: '', address: 'a', state: null, path } as const;
  return severityOf(finding, { path, differenceType: 'NOT_EQUAL', expected, actual, masked });
}

describe('the severity of a difference', () => {
  it.each<[Severity, string, string, Path, Leaf | null, Leaf | null]>([
    ['HIGH', 'access logging switched off', stage, ['access_log_settings', 0, 'destination_arn'], 'arn', null],
    ['HIGH', 'its format going with it', stage, ['access_log_settings', 0, 'format'], '$context', null],
    ['HIGH', 'access logs that go elsewhere', stage, ['access_log_settings', 0, 'destination_arn'], 'a', 'b'],
    ['MEDIUM', 'another format of access logs', stage, ['access_log_settings', 0, 'format'], 'a', 'b'],
    ['LOW', 'access logging switched on', stage, ['access_log_settings', 0, 'destination_arn'], null, 'arn'],
    ['HIGH', 'a client certificate removed', stage, ['client_certificate_id'], 'abc', null],
    ['MEDIUM', 'another client certificate', stage, ['client_certificate_id'], 'abc', 'def'],
    ['HIGH', 'a web ACL detached', stage, ['web_acl_arn'], 'arn', null],
    ['LOW', 'a web ACL attached', stage, ['web_acl_arn'], null, 'arn'],
    ['HIGH', 'another web ACL', stage, ['web_acl_arn'], 'arn', 'arn2'],
    ['HIGH', 'a canary pointed elsewhere', stage, ['canary_settings', 0, 'deployment_id'], 'a', 'b'],
    ['HIGH', 'a canary that nobody declared', stage, ['canary_settings', 0, 'deployment_id'], null, 'b'],
    ['MEDIUM', 'a canary that ended', stage, ['canary_settings', 0, 'deployment_id'], 'a', null],
    ['HIGH', 'more traffic to the canary', stage, ['canary_settings', 0, 'percent_traffic'], 5, 50],
    ['HIGH', 'traffic to a new canary', stage, ['canary_settings', 0, 'percent_traffic'], null, 1],
    ['MEDIUM', 'less traffic to the canary', stage, ['canary_settings', 0, 'percent_traffic'], 50, 5],
    ['MEDIUM', 'another deployment', stage, ['deployment_id'], 'a', 'b'],
    ['MEDIUM', 'tracing switched off', stage, ['xray_tracing_enabled'], true, false],
    ['LOW', 'tracing switched on', stage, ['xray_tracing_enabled'], false, true],
    ['MEDIUM', 'a variable', stage, ['variables', 'web_acl_arn'], 'a', 'b'],
    ['MEDIUM', 'the cache', stage, ['cache_cluster_enabled'], true, false],
    ['LOW', 'a description', stage, ['description'], 'a', 'b'],
    ['LOW', 'the documentation', stage, ['documentation_version'], '1', null],
    ['LOW', 'a tag', stage, ['tags', 'access_log_settings'], null, 'b'],
    ['HIGH', 'a limit raised', methods, ['settings', 0, 'throttling_rate_limit'], 100, 200],
    ['HIGH', 'a limit removed', methods, ['settings', 0, 'throttling_burst_limit'], 100, -1],
    ['HIGH', 'a limit of 0', methods, ['settings', 0, 'throttling_rate_limit'], 100, 0],
    ['MEDIUM', 'a limit lowered', methods, ['settings', 0, 'throttling_rate_limit'], 200, 100],
    ['MEDIUM', 'a limit where there was none', methods, ['settings', 0, 'throttling_rate_limit'], -1, 100],
    ['MEDIUM', 'a limit that the state does not have', methods, ['settings', 0, 'throttling_rate_limit'], null, 100],
    ['HIGH', 'cache encryption off', methods, ['settings', 0, 'cache_data_encrypted'], true, false],
    ['LOW', 'cache encryption on', methods, ['settings', 0, 'cache_data_encrypted'], false, true],
    [
      'HIGH',
      'no authorization for cache control',
      methods,
      ['settings', 0, 'require_authorization_for_cache_control'],
      true,
      false,
    ],
    ['HIGH', 'bodies in the log', methods, ['settings', 0, 'data_trace_enabled'], false, true],
    ['HIGH', 'bodies in the log that nobody declared', methods, ['settings', 0, 'data_trace_enabled'], null, true],
    ['LOW', 'no bodies in the log', methods, ['settings', 0, 'data_trace_enabled'], true, false],
    ['HIGH', 'no execution log', methods, ['settings', 0, 'logging_level'], 'INFO', 'OFF'],
    ['MEDIUM', 'another level', methods, ['settings', 0, 'logging_level'], 'INFO', 'ERROR'],
    ['MEDIUM', 'the level that is usual', methods, ['settings', 0, 'logging_level'], null, 'OFF'],
    ['MEDIUM', 'metrics off', methods, ['settings', 0, 'metrics_enabled'], true, false],
    ['MEDIUM', 'caching', methods, ['settings', 0, 'caching_enabled'], true, false],
    ['HIGH', 'the key of a log group removed', logGroup, ['kms_key_id'], 'arn', null],
    ['LOW', 'the key of a log group added', logGroup, ['kms_key_id'], null, 'arn'],
    ['MEDIUM', 'another key of a log group', logGroup, ['kms_key_id'], 'arn', 'arn2'],
    ['HIGH', 'a shorter retention', logGroup, ['retention_in_days'], 90, 7],
    ['HIGH', 'an end of what was kept for ever', logGroup, ['retention_in_days'], 0, 365],
    ['LOW', 'a longer retention', logGroup, ['retention_in_days'], 7, 90],
    ['LOW', 'keeping for ever', logGroup, ['retention_in_days'], 7, 0],
    ['HIGH', 'a domain that leads to another API', mapping, ['api_id'], 'a', 'b'],
    ['HIGH', 'a domain that leads to another stage', mapping, ['stage_name'], 'prod', 'dev'],
    ['MEDIUM', 'what nobody has thought of', stage, ['constructor'], 'a', 'b'],
    ['MEDIUM', 'what nobody has thought of, at a strange path', stage, [0], 'a', 'b'],
    ['MEDIUM', 'a setting of another type that is called alike', methods, ['web_acl_arn'], 'a', null],
  ])('is %s for %s', (severity, _, type, path, expected, actual) => {
    expect(severityAt(type, path, expected, actual)).toBe(severity);
  });

  it('of masked values has no direction: nobody learns from it which way they went', () => {
    expect(severityAt(stage, ['client_certificate_id'], '(masked)', null, true)).toBe('MEDIUM');
    expect(severityAt(methods, ['settings', 0, 'throttling_rate_limit'], 1, 2, true)).toBe('MEDIUM');
    expect(severityAt(stage, ['access_log_settings', 0, 'format'], '(masked)', null, true)).toBe('MEDIUM');
  });

  it.each([
    ['DELETED', 'HIGH'],
    ['UNMANAGED', 'MEDIUM'],
    ['NOT_CHECKED', 'MEDIUM'],
  ] as const)('of a resource that is %s is %s', (kind, severity) => {
    const nowhere = { family: 'REST' as const, accountId: null, region: null, apiId: null, stageName: null };
    expect(severityOf({ ...nowhere, kind, type: stage, name: '', address: 'a', state: null, path: null }, null)).toBe(
      severity,
    );
  });
});

describe('the severity table', () => {
  it('has only types and settings that are checked', () => {
    const unknown = severityRows.filter(({ type, path }) => {
      const settings = [...checkedTypes.values()]
        .filter((checked) => type === null || checked.type === type)
        .flatMap(({ settings }) => settings);
      return path !== '*' && !settings.includes(path.split('[')[0] ?? '');
    });
    expect(unknown).toEqual([]);
  });

  it('weighs in any direction whatever it weighs in one, so that masked values have a row', () => {
    const alone = severityRows.filter(
      ({ type, path, when }) =>
        when !== null &&
        !severityRows.some(
          (row) => row.when === null && row.type === type && row.path.startsWith(path.split('[')[0] ?? ''),
        ),
    );
    expect(alone).toEqual([]);
  });

  it('is the one in docs/severity.md', () => {
    const docs = readFileSync(new URL('../../../../docs/severity.md', import.meta.url), 'utf8').replace(/ +/g, ' ');
    const rows = severityRows.map(({ type, path, when, severity, why }) =>
      row(`\`${path}\``, type === null ? 'any' : `\`${type}\``, when?.text ?? 'in any other way', severity, why),
    );
    const kinds = Object.entries(severityOfKinds).map(([kind, { severity, why }]) => row(`\`${kind}\``, severity, why));

    expect(docs).toContain(rows.join('\n'));
    expect(docs).toContain(kinds.join('\n'));
  });
});

function row(...cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

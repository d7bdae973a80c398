import { describe, expect, it } from '@jest/globals';
import type { Path } from '../../../lib/comparison.ts';
import { type Severity, severityOf } from '../../../lib/findings/severity.ts';
import { stageSettings } from '../../../lib/resources/stage.ts';

/** @returns the severity of a difference at a path of a stage */
function severityAt(path: Path): Severity {
  const id = { accountId: '123456789012', region: 'eu-west-1', restApiId: 'a1b2c3d4e5', stageName: 'prod' };
  const what = { kind: 'DIFFERENCE', type: 'aws_api_gateway_stage', name: '', address: 'a', state: null } as const;
  return severityOf({ ...id, ...what, path }, null);
}

const severities: Record<string, Severity> = {
  deployment_id: 'MEDIUM',
  description: 'LOW',
  documentation_version: 'LOW',
  client_certificate_id: 'HIGH',
  web_acl_arn: 'HIGH',
  xray_tracing_enabled: 'MEDIUM',
  cache_cluster_enabled: 'MEDIUM',
  cache_cluster_size: 'MEDIUM',
  variables: 'MEDIUM',
  access_log_settings: 'HIGH',
  canary_settings: 'MEDIUM',
  tags: 'LOW',
};

describe('the severity of a difference', () => {
  it.each(Object.entries(severities))('in %s is %s', (setting, severity) => {
    expect(severityAt([setting])).toBe(severity);
  });

  it('is stated above for every setting of a stage', () => {
    expect(stageSettings.map(({ name }) => name).toSorted()).toEqual(Object.keys(severities).toSorted());
  });

  it.each(['kms_key_id', 'api_id', 'stage_name'])('in %s of a companion is HIGH', (setting) => {
    expect(severityAt([setting])).toBe('HIGH');
  });

  it('in the settings of a method is MEDIUM', () => {
    expect(severityAt(['settings', 0, 'throttling_rate_limit'])).toBe('MEDIUM');
  });

  it('is that of the setting, whatever lies below', () => {
    expect(severityAt(['access_log_settings', 0, 'format'])).toBe('HIGH');
    expect(severityAt(['variables', 'web_acl_arn'])).toBe('MEDIUM');
  });

  it.each([[[]], [['constructor']], [[0]]])('is medium where nobody has thought of it: %j', (path) => {
    expect(severityAt(path)).toBe('MEDIUM');
  });
});

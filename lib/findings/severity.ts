import type { Path } from '../comparison.ts';

/** How much a difference matters to whoever is on call. */
export type Severity = 'HIGH' | 'MEDIUM' | 'LOW';

/** Settings whose change weakens who may call, what is recorded, or what is filtered; and those that only describe. */
const bySetting: ReadonlyMap<string | number, Severity> = new Map<string, Severity>([
  ['access_log_settings', 'HIGH'],
  ['client_certificate_id', 'HIGH'],
  ['web_acl_arn', 'HIGH'],
  ['kms_key_id', 'HIGH'],
  ['api_id', 'HIGH'],
  ['stage_name', 'HIGH'],
  ['description', 'LOW'],
  ['documentation_version', 'LOW'],
  ['tags', 'LOW'],
]);

/** @param path of a difference; its first element is the setting */
export function severityOf(path: Path): Severity {
  return bySetting.get(path[0] ?? '') ?? 'MEDIUM';
}

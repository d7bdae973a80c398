import type { PropertyDifference } from '../comparison.ts';
import type { Finding } from './finding.ts';

/** How much a finding matters to whoever is on call. */
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

const byKind = { DELETED: 'HIGH', UNMANAGED: 'MEDIUM', NOT_CHECKED: 'MEDIUM' } as const;

/** @param difference what differs, `null` where the finding is about the whole resource */
export function severityOf({ kind, path }: Finding, _difference: PropertyDifference | null): Severity {
  return kind === 'DIFFERENCE' ? (bySetting.get(path?.[0] ?? '') ?? 'MEDIUM') : byKind[kind];
}

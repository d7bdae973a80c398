import type { Severity } from '../../model/severity.ts';
import type { FindingKind } from '../finding.ts';
import { type Direction, directions } from './direction.ts';

const { ADDED, REMOVED, SWITCHED_ON, SWITCHED_OFF, RAISED, LIMIT_RAISED, SET_TO_0, SET_TO_OFF, SHORTENED } = directions;

/**
 * What differences at a path weigh.
 * @property path as in a rules file: it stands for what lies below too
 * @property when `null` for any direction, and for one that nobody sees, since the values are masked
 */
type Line = readonly [path: string, when: Direction | null, severity: Severity, why: string];

/** @param type `null` for any */
function rowsOf(type: string | null, lines: readonly Line[]) {
  return lines.map(([path, when, severity, why]) => ({ type, path, when, severity, why }));
}

/** The first row that is about a difference decides. */
export const severityRows = [
  ...rowsOf('aws_api_gateway_stage', [
    ['access_log_settings', ADDED, 'LOW', 'calls are recorded that were not'],
    ['access_log_settings', REMOVED, 'HIGH', 'nobody can see who calls'],
    ['access_log_settings[*].destination_arn', null, 'HIGH', 'who reads the log sees nothing, and somebody else may'],
    ['access_log_settings[*].format', null, 'MEDIUM', 'what reads the log may not understand it'],
    ['client_certificate_id', REMOVED, 'HIGH', 'backends cannot recognise calls of the gateway'],
    ['client_certificate_id', null, 'MEDIUM', 'backends may not trust the other certificate'],
    ['web_acl_arn', REMOVED, 'HIGH', 'nothing filters calls any more'],
    ['web_acl_arn', ADDED, 'LOW', 'calls are filtered that were not'],
    ['web_acl_arn', null, 'HIGH', 'other rules decide who gets through'],
    ['canary_settings[*].deployment_id', REMOVED, 'MEDIUM', 'the canary has ended'],
    ['canary_settings[*].deployment_id', null, 'HIGH', 'callers get another version of the API'],
    ['canary_settings[*].percent_traffic', RAISED, 'HIGH', 'more callers get the version that is on trial'],
    ['canary_settings', null, 'MEDIUM', 'the trial is another one'],
    ['deployment_id', null, 'MEDIUM', 'callers get another version of the API, often by a pipeline of its own'],
    ['variables', null, 'MEDIUM', 'the API may call another backend'],
    ['xray_tracing_enabled', SWITCHED_OFF, 'MEDIUM', 'calls cannot be followed any more'],
    ['xray_tracing_enabled', null, 'LOW', 'tracing costs, and harms nobody'],
    ['cache_cluster_enabled', null, 'MEDIUM', 'load on the backends, and cost'],
    ['cache_cluster_size', null, 'MEDIUM', 'load on the backends, and cost'],
  ]),
  ...rowsOf('aws_api_gateway_method_settings', [
    ['settings[*].throttling_*_limit', SET_TO_0, 'HIGH', 'every call is refused'],
    ['settings[*].throttling_*_limit', LIMIT_RAISED, 'HIGH', 'backends are no longer protected'],
    ['settings[*].throttling_*_limit', null, 'MEDIUM', 'calls may be refused that were not'],
    ['settings[*].cache_data_encrypted', SWITCHED_OFF, 'HIGH', 'answers are kept in the clear'],
    ['settings[*].cache_data_encrypted', null, 'LOW', 'answers are kept encrypted'],
    [
      'settings[*].require_authorization_for_cache_control',
      SWITCHED_OFF,
      'HIGH',
      'anybody may empty the cache, call by call',
    ],
    ['settings[*].data_trace_enabled', SWITCHED_ON, 'HIGH', 'the log has whole requests and answers, secrets included'],
    ['settings[*].data_trace_enabled', null, 'LOW', 'the log has less'],
    ['settings[*].logging_level', SET_TO_OFF, 'HIGH', 'errors are not recorded any more'],
    ['settings[*].logging_level', null, 'MEDIUM', 'the log has more, or less'],
    ['settings[*].metrics_enabled', SWITCHED_OFF, 'MEDIUM', 'alarms on these metrics fall silent'],
    ['settings[*].metrics_enabled', null, 'LOW', 'metrics cost, and harm nobody'],
  ]),
  ...rowsOf('aws_wafv2_web_acl_association', [['web_acl_arn', null, 'HIGH', 'other rules decide who gets through']]),
  ...rowsOf('aws_cloudwatch_log_group', [
    ['kms_key_id', REMOVED, 'HIGH', 'the log is no longer encrypted with your key'],
    ['kms_key_id', ADDED, 'LOW', 'the log is encrypted with a key'],
    ['kms_key_id', null, 'MEDIUM', 'who may read the log is decided by another key'],
    ['deletion_protection_enabled', SWITCHED_OFF, 'HIGH', 'the log can be deleted'],
    ['deletion_protection_enabled', null, 'LOW', 'the log cannot be deleted'],
    ['retention_in_days', SHORTENED, 'HIGH', 'records are deleted that were to be kept'],
    ['retention_in_days', null, 'LOW', 'records are kept longer, which costs'],
  ]),
  ...rowsOf('aws_api_gateway_base_path_mapping', [
    ['api_id', null, 'HIGH', 'callers of the domain reach another API'],
    ['stage_name', null, 'HIGH', 'callers of the domain reach another stage'],
  ]),
  ...rowsOf(null, [
    ['description', null, 'LOW', 'it only describes'],
    ['documentation_version', null, 'LOW', 'it only describes'],
    ['tags', null, 'LOW', 'they only describe, unless your permissions go by tags'],
    ['*', null, 'MEDIUM', 'this table has no row for it'],
  ]),
];

/** What a resource as a whole weighs. */
export const severityOfKinds: Readonly<
  Record<Exclude<FindingKind, 'DIFFERENCE'>, { readonly severity: Severity; readonly why: string }>
> = {
  DELETED: { severity: 'HIGH', why: 'what relies on it fails' },
  UNMANAGED: { severity: 'MEDIUM', why: 'no state manages it' },
  NOT_CHECKED: { severity: 'MEDIUM', why: 'it may have drifted' },
};

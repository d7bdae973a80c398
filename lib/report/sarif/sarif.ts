import { visible } from '../../visible.ts';
import { inOrder } from '../order.ts';
import { isIncomplete, type Report } from '../report.ts';
import { findingsOf } from '../report-findings.ts';
import { sarifMessage } from './sarif-message.ts';
import { locationOf, type SarifResult, sarifResults } from './sarif-results.ts';

/** SARIF 2.1.0, for tools that collect findings of any kind, such as a code scanning view. */
export function renderSarif(report: Report): string {
  const results = sarifResults(report);
  const rules = [...new Set(results.map(({ ruleId }) => ruleId))].toSorted(inOrder);
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'stagedrift', rules: rules.map(rule), notifications } },
        automationDetails: { id: `stagedrift/${visible(report.reportId)}` },
        invocations: [
          {
            executionSuccessful: !isIncomplete(report),
            endTimeUtc: report.detectedAt,
            toolExecutionNotifications: [...notChecked(report), ...warnings(report)],
          },
        ],
        results: results.map((result): SarifResult & { ruleIndex: number } => ({
          ...result,
          ruleIndex: rules.indexOf(result.ruleId),
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** @param id the type of a resource, and what is found of it: a setting, or that it is deleted or unmanaged */
function rule(id: string) {
  const [type = '', what = ''] = id.split('/');
  const texts = new Map([
    ['deleted', `An ${type} that Terraform has is gone from AWS`],
    ['unmanaged', `An ${type} is live and in no Terraform state`],
    ['not_checked', `An ${type} could not be checked`],
  ]);
  return { id, shortDescription: { text: texts.get(what) ?? `${what} of an ${type} differs from Terraform` } };
}

const notifications = [
  { id: 'not-checked', shortDescription: { text: 'Something could not be checked, so it may have drifted too' } },
  { id: 'warning', shortDescription: { text: 'Something people should know that is no drift' } },
] as const;

/** By the standard, what leaves the results incomplete is an error of the tool. */
function notChecked(report: Report) {
  return findingsOf(report)
    .filter(({ kind }) => kind === 'NOT_CHECKED')
    .map((found) => ({
      descriptor: { id: notifications[0].id, index: 0 },
      level: 'error',
      message: sarifMessage(`${visible(found.address)} could not be checked: ${visible(found.reason ?? '')}`),
      locations: [locationOf(found)],
      properties: { finding: found.finding.id, severity: found.finding.severity, event: found.finding.event },
    }));
}

function warnings(report: Report) {
  return report.warnings.map((warning) => ({
    descriptor: { id: notifications[1].id, index: 1 },
    level: 'warning',
    message: sarifMessage(visible(warning)),
  }));
}

import { visible } from '../../model/visible.ts';
import { isIncomplete, type Report } from '../report.ts';
import { type ReportView, reportView } from '../report-view.ts';
import { locationOf, sarifMessage, sarifResults } from './sarif-results.ts';

/** SARIF 2.1.0, for tools that collect findings of any kind, such as a code scanning view. */
export function renderSarif(report: Report): string {
  const view = reportView(report);
  const results = sarifResults(view);
  const rules = [...new Set(results.map(({ ruleId }) => ruleId))].toSorted();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'stagedrift', rules: rules.map(rule), notifications } },
        automationDetails: { id: `stagedrift/${report.reportId}` },
        invocations: [
          {
            executionSuccessful: !isIncomplete(report),
            endTimeUtc: report.detectedAt,
            toolExecutionNotifications: [...notChecked(view), ...warnings(report)],
          },
        ],
        results: results.map((result) => ({ ...result, ruleIndex: rules.indexOf(result.ruleId) })),
      },
    ],
  };
  return `${JSON.stringify(log, shown, 2)}\n`;
}

/** Only a configuration to adopt has lines of its own; all other text of others shows what it is made of. */
function shown(name: string, value: unknown): unknown {
  return typeof value === 'string' && name !== 'adopt' ? visible(value) : value;
}

/** @param id the type of a resource, and what is found of it: a setting, or that it is deleted or unmanaged */
function rule(id: string) {
  const [type = '', what = ''] = id.split('/');
  const texts = new Map([
    ['deleted', `An ${type} that Terraform has is gone from AWS`],
    ['unmanaged', `An ${type} is live and in no Terraform state`],
    ['not_checked', `An ${type} could not be checked`],
  ]);
  const text = texts.get(what) ?? `${what} of an ${type} differs from Terraform`;
  const help = 'Revert what is live, or adopt it in Terraform: the properties of each result have the commands.';
  return { id, shortDescription: { text }, fullDescription: { text }, help: { text: help } };
}

const notifications = [
  { id: 'not-checked', shortDescription: { text: 'Something could not be checked, so it may have drifted too' } },
  { id: 'warning', shortDescription: { text: 'Something people should know that is no drift' } },
] as const;

/** By the standard, what leaves the results incomplete is an error of the tool. */
function notChecked({ findings }: ReportView) {
  return findings
    .filter(({ kind }) => kind === 'NOT_CHECKED')
    .map((finding) => ({
      descriptor: { id: notifications[0].id, index: 0 },
      level: 'error',
      message: sarifMessage(`${finding.address} could not be checked: ${finding.reason ?? ''}`),
      locations: [locationOf(finding)],
      properties: { finding: finding.id, severity: finding.severity, event: finding.event },
    }));
}

function warnings(report: Report) {
  return report.warnings.map((warning) => ({
    descriptor: { id: notifications[1].id, index: 1 },
    level: 'warning',
    message: sarifMessage(warning),
  }));
}

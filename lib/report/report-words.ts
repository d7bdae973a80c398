import type { FindingKind } from '../findings/finding.ts';
import { visible } from '../model/visible.ts';
import { failedStates, otherTypes, type Report } from './report.ts';

export const mayHaveDrifted = 'What could not be checked may have drifted too.';

export const nothingToCheck = 'Nothing to check: no API Gateway stage is in these states';

/** How a report begins in which nothing has drifted: where nothing was checked, it does not say so. */
export function incomplete({ summary: { inSync } }: Report): string {
  return inSync === 0 ? 'Nothing could be checked' : 'No drift was found, but not everything could be checked';
}

/** The counts in one line, as the subject of a mail has it too. */
export function summaryLine(report: Report): string {
  const { summary } = report;
  const [one, many] = nouns(report);
  return listed([
    [summary.modified, `${one} changed`, `${many} changed`],
    [summary.deleted, `${one} deleted`, `${many} deleted`],
    [summary.unmanaged, 'stage unmanaged', 'stages unmanaged'],
    [summary.notChecked, `${one} not checked`, `${many} not checked`],
    [failedStates(report), 'state not read', 'states not read'],
  ]);
}

/** Stages are called stages, and what belongs to them makes them resources. */
export function nouns(report: Report): readonly [string, string] {
  return otherTypes(report) === 0 ? ['stage', 'stages'] : ['resource', 'resources'];
}

export const startedBy = {
  schedule: 'started by the schedule',
  manual: 'started by hand',
  'command-line': 'started from the command line',
  'stage-changed': 'started by a change in AWS',
  'state-written': 'started by a write of the state',
  're-check': 'checked again after a wait',
} as const;

/** @returns what was omitted to fit the size limit, `null` where nothing was */
export function omission({ omitted, archive }: Report): string | null {
  if (omitted === undefined) return null;
  const { resources, states, resolved = 0, warnings = 0, remedies = 0 } = omitted;
  const left = [counted(resources, 'resource'), counted(states, 'state')];
  if (resolved > 0) left.push(counted(resolved, 'resolved finding'));
  if (warnings > 0) left.push(counted(warnings, 'warning'));
  if (remedies > 0) left.push('how to fix what was found');
  const whole = archive === null ? '' : ` All of it is in ${visible(archive.report)}.`;
  return `Omitted to fit the size limit: ${left.join(', ')}.${whole}`;
}

/**
 * @param setting of a difference; @param what the resource or the state
 * @returns what a finding says, or what one said that is over
 */
export function statement(kind: FindingKind, setting: string, what: string, over = false): string {
  const texts = {
    DIFFERENCE: `${setting} of ${what} ${over ? 'differed' : 'differs'} from Terraform`,
    DELETED: `${what} ${over ? 'was' : 'is'} gone from AWS`,
    UNMANAGED: `${what} ${over ? 'was' : 'is'} in no Terraform state`,
    NOT_CHECKED: `${what} could not be checked`,
  };
  return texts[kind];
}

/** @returns the counts that are not 0, each with its words; `many` is as `one` where it is not said */
export function listed(counts: readonly (readonly [count: number, one: string, many?: string])[]): string {
  const some = counts.filter(([count]) => count > 0);
  return some.map(([count, one, many = one]) => counted(count, one, many)).join(', ');
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** @returns a count with its thousands apart */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

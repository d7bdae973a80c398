import { assessAll, type Policy, usualPolicy } from '../../../lib/findings/assess.ts';
import { firstSight, type Lifecycle } from '../../../lib/ledger/finding-event.ts';
import { type Results as Assessed, createReport as createFrom } from '../../../lib/report/create-report.ts';
import type { Report } from '../../../lib/report/report.ts';
import type { CheckedResource } from '../../../lib/resources/verdict.ts';

/** What a run found, before it is assessed. */
export type Results = Omit<Assessed, 'resources'> & { readonly resources: readonly CheckedResource[] };

/** @returns the report on what was found, of which nothing is pending */
export function createReport(
  found: Results,
  policy: Policy = usualPolicy,
  lifecycle: Lifecycle = firstSight(found.detectedAt),
): Report {
  return createFrom({ ...found, resources: assessAll(found.resources, policy, found.detectedAt) }, lifecycle);
}

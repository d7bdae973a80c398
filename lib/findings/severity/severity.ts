import { glob } from '../../model/glob.ts';
import type { Severity } from '../../model/severity.ts';
import type { Finding } from '../finding.ts';
import type { ShownDifference } from '../masking.ts';
import { pathsFrom } from '../rules/selection.ts';
import { went } from './direction.ts';
import { severityOfKinds, severityRows } from './severity-table.ts';

const rows = severityRows.map((row) => ({ ...row, matches: glob(row.path) }));

/** @param difference what differs, `null` where the finding is about the whole resource */
export function severityOf({ kind, type, path }: Finding, difference: ShownDifference | null): Severity {
  if (kind !== 'DIFFERENCE') return severityOfKinds[kind].severity;
  const paths = pathsFrom(path);
  const row = rows.find(
    ({ type: ofType, matches, when }) =>
      (ofType === null || ofType === type) &&
      paths.some(matches) &&
      (when === null || (difference !== null && went(when, difference))),
  );
  return row?.severity ?? 'MEDIUM';
}

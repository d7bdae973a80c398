import * as v from 'valibot';
import type { Attribution } from '../../attribution/attribution.ts';
import type { Path } from '../../comparison.ts';
import type { StatedStageId } from '../../resources/stage-id.ts';
import { stateFinding } from '../assess.ts';
import type { FindingKind } from '../finding.ts';
import type { Severity } from '../severity/severity.ts';
import type { LifeOfFinding, Resolution } from './life.ts';
import {
  attributionForm,
  kindForm,
  pathForm,
  resolutionForm,
  severityForm,
  stageIdForm,
  textOrNull,
} from './stored-forms.ts';

/** What an archived report tells of the life of findings. */
export interface ArchivedReport {
  readonly reportId: string;
  /** ISO 8601 in UTC, as are all times here. */
  readonly detectedAt: string;
  readonly sightings: readonly Sighting[];
  readonly resolutions: readonly PastResolution[];
}

/** What a finding of an archived report is about. */
export interface PastFinding {
  readonly id: string;
  readonly severity: Severity;
  readonly firstSeen: string;
  readonly kind: FindingKind;
  readonly address: string;
  readonly type: string;
  readonly state: string | null;
  readonly resource: StatedStageId;
  readonly path: Path | null;
}

export interface Sighting extends PastFinding {
  readonly event: LifeOfFinding['event'];
  /** Who is behind it, `null` where that was not known. */
  readonly attribution: Attribution | null;
}

export interface PastResolution extends PastFinding {
  readonly how: Resolution;
  readonly explanation: string;
}

/** The text is no report this version can read; the message says what is wrong with it. */
export class UnusableReportError extends Error {
  override readonly name = 'UnusableReportError';
}

const time = v.pipe(v.string(), v.isoTimestamp());
const stageId = v.object(stageIdForm);
const life = { id: v.string(), severity: severityForm, firstSeen: time };
const finding = v.object({
  ...life,
  event: v.picklist(['OPENED', 'CHANGED', 'REMINDER', 'KNOWN']),
  attribution: attributionForm,
});
const subject = { address: v.string(), type: v.string(), state: textOrNull };

const reportV1 = v.object({
  schemaVersion: v.literal('1.0'),
  reportId: v.string(),
  detectedAt: time,
  states: v.array(v.object({ uri: v.string(), finding: v.nullable(finding) })),
  resources: v.array(
    v.object({
      ...subject,
      id: stageId,
      status: v.picklist(['IN_SYNC', 'MODIFIED', 'DELETED', 'NOT_CHECKED', 'UNMANAGED']),
      finding: v.nullable(finding),
      differences: v.array(v.object({ path: pathForm, finding })),
    }),
  ),
  resolved: v.array(
    v.object({
      ...life,
      ...subject,
      kind: kindForm,
      resource: stageId,
      path: v.nullable(pathForm),
      how: resolutionForm,
      explanation: v.string(),
    }),
  ),
});

/** @throws UnusableReportError */
export function parseArchivedReport(text: string): ArchivedReport {
  const { output, issues, success } = v.safeParse(reportV1, parseJson(text), { abortEarly: true });
  if (!success) {
    const [{ message }] = issues;
    throw new UnusableReportError(
      `it is no report v1 with findings: ${v.getDotPath(issues[0]) ?? 'all of it'}: ${message}`,
    );
  }
  const { reportId, detectedAt, states, resources, resolved } = output;
  return {
    reportId,
    detectedAt,
    sightings: [...resources.flatMap(ofResource), ...states.flatMap(ofState)],
    resolutions: resolved,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // What the parser says of it would quote the text.
    throw new UnusableReportError('it is not JSON', { cause: error });
  }
}

type Parsed = v.InferOutput<typeof reportV1>;

function ofResource({
  address,
  type,
  state,
  id,
  status,
  finding: whole,
  differences,
}: Parsed['resources'][number]): Sighting[] {
  const about = { address, type, state, resource: id };
  const kind: FindingKind = status === 'IN_SYNC' || status === 'MODIFIED' ? 'DIFFERENCE' : status;
  return [
    ...(whole === null ? [] : [{ ...whole, ...about, kind, path: null }]),
    ...differences.map((difference) => ({
      ...difference.finding,
      ...about,
      kind: 'DIFFERENCE' as const,
      path: difference.path,
    })),
  ];
}

function ofState({ uri, finding: whole }: Parsed['states'][number]): Sighting[] {
  const resource = { accountId: null, region: null, restApiId: null, stageName: null };
  const about = { address: uri, type: stateFinding, state: uri, resource, path: null };
  return whole === null ? [] : [{ ...whole, ...about, kind: 'NOT_CHECKED' }];
}

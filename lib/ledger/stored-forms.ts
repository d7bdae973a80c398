import * as v from 'valibot';
import * as attribution from '../attribution/attribution.ts';
import { findingKinds } from '../findings/finding.ts';
import { callEntries } from '../model/api-call.ts';
import { severities } from '../model/severity.ts';
import { callTargetForm } from '../resources/rest-api/stage-id-json.ts';

/** How parts of a finding are stored. */
export const textOrNull = v.nullable(v.string());

export const storedCallForm = v.object({ ...callEntries, target: callTargetForm });

/** Ledgers of a version that asked nobody have none. */
export const attributionForm = v.nullish(attribution.attributionForm, null);

export const kindForm = v.picklist(findingKinds);

export const severityForm = v.picklist(severities);

export const pathForm = v.array(v.union([v.string(), v.number()]));

export const resolutionForm = v.picklist([
  'PUT_BACK',
  'ADOPTED',
  'AGREED',
  'REMOVED',
  'IGNORED',
  'CHECKED',
  'SUPERSEDED',
  'UNKNOWN',
]);

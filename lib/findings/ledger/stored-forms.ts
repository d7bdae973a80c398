import * as v from 'valibot';
import { callerForm } from '../../attribution/api-call-form.ts';

/** How parts of a finding are stored, in the ledger as in archived reports. */
export const textOrNull = v.nullable(v.string());

export const stageIdForm = {
  accountId: textOrNull,
  region: textOrNull,
  restApiId: textOrNull,
  stageName: textOrNull,
};

const callForm = v.object({ eventId: v.string(), eventName: v.string(), time: v.string(), ...callerForm });

/** Ledgers and reports of a version that asked nobody have none. */
export const attributionForm = v.nullish(
  v.object({ certainty: v.picklist(['CERTAIN', 'ONE_OF']), calls: v.array(callForm) }),
  null,
);

export const kindForm = v.picklist(['DIFFERENCE', 'DELETED', 'UNMANAGED', 'NOT_CHECKED']);

export const severityForm = v.picklist(['HIGH', 'MEDIUM', 'LOW']);

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

import * as v from 'valibot';
import { unmarked } from '../findings/masking.ts';
import { fromStageIdJson, stageIdEntries } from '../resources/rest-api/stage-id-json.ts';
import {
  attributionForm,
  kindForm,
  pathForm,
  resolutionForm,
  severityForm,
  storedCallForm,
  textOrNull,
} from './stored-forms.ts';
import { valueDigest } from './values.ts';

const text = v.string();
const count = v.number();

const entryForm = {
  ...stageIdEntries,
  id: text,
  kind: kindForm,
  type: text,
  name: text,
  path: v.nullable(pathForm),
  severity: severityForm,
  firstSeen: text,
  lastSeen: text,
};

const pendingForm = { since: text, reason: text };
const claimForm = { reportId: text, at: text };
const closedForm = { at: text, how: resolutionForm, explanation: text };

const valuesForm = v.object({
  expected: text,
  actual: text,
  mask: v.nullable(v.object({ by: v.picklist(['SETTING', 'VALUE']), keyId: textOrNull })),
});

const claimantForm = v.pipe(
  v.object({
    state: textOrNull,
    address: text,
    serial: v.nullable(count),
    sequence: count,
    values: valuesForm,
    /** `true` where people know of the values as they are, which is as a rule. */
    notified: v.nullable(v.union([v.literal(true), valuesForm])),
  }),
  v.transform(({ notified, ...rest }) => ({ ...rest, notified: notified === true ? rest.values : notified })),
);

const currentForm = v.object({
  version: v.literal(2),
  sequence: count,
  findings: v.array(
    v.object({
      ...entryForm,
      claimants: v.pipe(v.tupleWithRest([claimantForm], claimantForm), v.readonly()),
      sequence: count,
      unchangedSince: text,
      notifiedAt: textOrNull,
      isUncertain: v.boolean(),
      pending: v.nullable(v.object({ ...pendingForm, calls: v.array(storedCallForm) })),
      attribution: attributionForm,
      claim: v.nullable(v.object({ ...claimForm, token: text, isReleased: v.boolean() })),
      closed: v.nullable(v.object({ ...closedForm, isNotified: v.boolean() })),
    }),
  ),
});

/** A digest whose value had no mark may be that of any; which key made a mark the first version did not say. */
const firstValuesForm = v.pipe(
  v.object({ expected: text, actual: text }),
  v.transform((values) => {
    const isUnmarked = [values.expected, values.actual].includes(valueDigest(unmarked));
    return { ...values, mask: isUnmarked ? ({ by: 'SETTING', keyId: null } as const) : null };
  }),
);

/** The first version knew one claimant of each finding, and what came to be part of it later may be missing. */
const firstForm = v.object({
  version: v.literal(1),
  sequence: v.nullish(count, 0),
  findings: v.array(
    v.pipe(
      v.object({
        ...entryForm,
        state: textOrNull,
        address: text,
        serial: v.nullable(count),
        sequence: v.nullish(count, 0),
        unchangedSince: v.nullish(text, null),
        values: firstValuesForm,
        told: v.nullable(v.object({ at: text, values: firstValuesForm })),
        isUncertain: v.nullish(v.boolean(), false),
        pending: v.nullish(v.object({ ...pendingForm, calls: v.nullish(v.array(storedCallForm), []) }), null),
        attribution: attributionForm,
        claim: v.nullable(
          v.object({ ...claimForm, token: v.nullish(text, ''), isReleased: v.nullish(v.boolean(), false) }),
        ),
        closed: v.nullable(v.object({ ...closedForm, told: v.boolean() })),
      }),
      v.transform(({ state, address, serial, values, told, closed, ...entry }) => ({
        ...entry,
        unchangedSince: entry.unchangedSince ?? told?.at ?? entry.firstSeen,
        claimants: [
          { state, address, serial, sequence: entry.sequence, values, notified: told?.values ?? null },
        ] as const,
        notifiedAt: told?.at ?? null,
        closed: closed && { at: closed.at, how: closed.how, explanation: closed.explanation, isNotified: closed.told },
      })),
    ),
  ),
});

/** The ledger as JSON, of this version or of the first. */
export const ledgerForm = v.pipe(
  v.variant('version', [currentForm, firstForm]),
  v.transform(({ sequence, findings }) => ({
    sequence,
    findings: findings.map((finding) => fromStageIdJson(finding)),
  })),
);

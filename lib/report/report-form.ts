import * as v from 'valibot';
import { attributionForm as attribution } from '../attribution/attribution.ts';
import { findingKinds } from '../findings/finding.ts';
import { resolutionForm } from '../ledger/stored-forms.ts';
import { described } from '../model/form.ts';
import { severities } from '../model/severity.ts';
import { stageIdEntries } from '../resources/rest-api/stage-id-json.ts';

/** @returns a rule of JSON Schema that a form cannot say: what goes for some of the statuses, and for the others */
function where(status: readonly string[], rule: object, otherwise: object = {}) {
  // biome-ignore lint/suspicious/noThenProperty: it is a word of JSON Schema, and nobody awaits it
  return { if: { properties: { status: { enum: status } } }, then: rule, else: otherwise };
}

// What is exported has its name in the JSON Schema.
export { attribution };

const text = v.pipe(v.string(), v.nonEmpty());
const textOrNull = v.nullable(v.string());
const time = v.pipe(v.string(), v.isoTimestamp());
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const some = (description = 'Absent where there are none.') => v.exactOptional(described(count, description));
export const path = v.pipe(v.array(v.union([v.string(), v.pipe(v.number(), v.integer())])), v.minLength(1));
export const value = v.union([v.string(), v.number(), v.boolean(), v.null()]);
export const severity = v.picklist(severities);
export const stageId = v.object(stageIdEntries);
export const findingId = described(
  v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
  'The same in every run, whatever the values are.',
);

/** What a finding is about, wherever it is reported. */
const about = {
  id: findingId,
  kind: v.picklist(findingKinds),
  address: text,
  type: text,
  state: textOrNull,
  path: described(v.nullable(path), 'Null where the finding is about the whole resource.'),
};

export const finding = v.object({
  id: findingId,
  severity,
  event: described(
    v.picklist(['OPENED', 'CHANGED', 'REMINDER', 'KNOWN']),
    'Why it is notified now; KNOWN is one that was notified before.',
  ),
  firstSeen: time,
  attribution: described(v.nullable(attribution), 'Who is behind it, null where that is not known.'),
  remedies: v.object({
    restore: described(v.array(text), 'Shell commands, each of which alone makes AWS as Terraform has it.'),
    adopt: described(textOrNull, 'Terraform configuration that adopts what is live.'),
  }),
});

export const state = v.pipe(
  v.object({
    uri: text,
    lineage: textOrNull,
    serial: v.nullable(v.number()),
    terraformVersion: textOrNull,
    status: v.picklist(['READ', 'FAILED']),
    reason: v.exactOptional(text),
    finding: described(v.nullable(finding), 'That it could not be read; null where it was.'),
  }),
  v.metadata(where(['FAILED'], { required: ['reason'] })),
);

export const difference = v.pipe(
  v.object({
    path,
    differenceType: v.picklist(['ADD', 'REMOVE', 'NOT_EQUAL']),
    expected: value,
    actual: value,
    masked: described(v.boolean(), 'Whether the values are hidden.'),
    severity,
    finding,
  }),
  v.description('One leaf or map key; null stands for the side that does not have it.'),
);

export const resource = v.pipe(
  v.object({
    address: described(text, "Terraform's own address."),
    type: text,
    state: described(textOrNull, 'URI of the state that has it.'),
    id: stageId,
    status: v.picklist(['IN_SYNC', 'MODIFIED', 'DELETED', 'NOT_CHECKED', 'UNMANAGED']),
    reason: v.exactOptional(text),
    differences: v.array(difference),
    notes: described(v.array(text), 'Sentences that explain the status to people.'),
    finding: described(
      v.nullable(finding),
      'About the resource as a whole; null where it is in sync or modified, or not checked since an apply may be under way.',
    ),
  }),
  v.metadata({
    allOf: [
      where(['DELETED', 'NOT_CHECKED', 'UNMANAGED'], { required: ['reason'] }),
      where(
        ['MODIFIED'],
        { properties: { differences: { type: 'array', minItems: 1 } } },
        { properties: { differences: { type: 'array', maxItems: 0 } } },
      ),
    ],
  }),
);

export const resolvedFinding = v.object({
  ...about,
  resource: stageId,
  severity,
  firstSeen: time,
  how: resolutionForm,
  explanation: text,
});

export const ignoredFinding = v.object({
  ...about,
  reason: text,
  owner: textOrNull,
  expires: described(textOrNull, 'Last day of the rule.'),
});

/**
 * Report v1, in the one place that says what it is made of: its types and, by `npm run schema`, its JSON Schema are made of
 * this. Renaming or removing a key breaks its readers. A key that is added is optional: reports that were archived before are
 * read by this, too.
 */
export const reportForm = v.pipe(
  v.object({
    schemaVersion: v.literal('1.0'),
    reportId: described(text, 'The same for every delivery of one run.'),
    detectedAt: described(time, 'Time of the check, in UTC.'),
    trigger: v.objectWithRest(
      { kind: v.picklist(['schedule', 'manual', 'command-line', 'stage-changed', 'state-written', 're-check']) },
      v.string(),
    ),
    status: described(
      v.picklist(['IN_SYNC', 'DRIFTED', 'INCOMPLETE']),
      'DRIFTED if anything drifted, else INCOMPLETE if anything was not checked.',
    ),
    summary: v.object({
      states: count,
      resources: count,
      inSync: count,
      modified: count,
      deleted: count,
      unmanaged: count,
      notChecked: count,
      ignored: count,
      apiCalls: described(count, 'Requests sent to API Gateway, repeated attempts included.'),
    }),
    states: v.array(state),
    resources: v.array(resource),
    ledger: described(
      textOrNull,
      'Where findings are stored from run to run; null where they are not, and each run opens all of them again.',
    ),
    events: described(
      v.object({ opened: count, changed: count, reminder: count, known: count, resolved: count }),
      'How many findings came, went and stayed; omitted entries are counted, too.',
    ),
    resolved: described(v.array(resolvedFinding), 'Findings that were open before and have ended.'),
    ignored: described(v.array(ignoredFinding), 'Findings that a rule ignores.'),
    archive: described(
      v.nullable(v.object({ report: text, page: text })),
      'Where this report is archived, null where it is not.',
    ),
    warnings: described(v.array(text), 'What people should know that is no drift.'),
    omitted: v.exactOptional(
      described(
        v.object({
          states: count,
          failedStates: described(count, 'Those of the states that FAILED.'),
          resources: count,
          otherTypes: some('Those of the resources that are no stages; absent where there are none.'),
          resolved: some(),
          ignored: some(),
          warnings: some(),
          remedies: some('Findings whose remedies were omitted; absent where there are none.'),
        }),
        'How many entries were omitted to fit the size limit; the summary counts them.',
      ),
    ),
  }),
  v.title('stagedrift report v1'),
  v.description(
    'What one check of API Gateway stages against their Terraform states found. Keys are added only; a renamed or removed key would be version 2.',
  ),
);

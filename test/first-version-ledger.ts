import * as v from 'valibot';

const pair = v.object({ expected: v.string(), actual: v.string() });
const claimant = v.object({
  ...{ state: v.nullable(v.string()), address: v.string(), serial: v.nullable(v.number()), values: pair },
  notified: v.nullable(v.union([v.literal(true), pair])),
});
const ledgerForm = v.object({
  sequence: v.number(),
  findings: v.array(
    v.looseObject({
      claimants: v.tupleWithRest([claimant], claimant),
      notifiedAt: v.nullable(v.string()),
      closed: v.nullable(v.looseObject({ isNotified: v.boolean() })),
    }),
  ),
});

/**
 * @param text of a ledger as this version writes it
 * @param withoutMembers what was not part of the ledger yet
 * @returns the ledger as the first version would have written it, which knew one claimant of each finding
 */
export function asFirstVersion(text: string, withoutMembers: readonly string[] = []): string {
  const { sequence, findings } = v.parse(ledgerForm, JSON.parse(text));
  const older = findings.map(({ claimants: [first], notifiedAt, closed, ...entry }) => {
    const { state, address, serial, values, notified } = first;
    const told =
      notifiedAt === null
        ? null
        : { at: notifiedAt, values: notified === null || notified === true ? values : notified };
    const { isNotified, ...end } = closed ?? { isNotified: false };
    return { ...entry, state, address, serial, values, told, closed: closed && { ...end, told: isNotified } };
  });
  return JSON.stringify({ version: 1, sequence, findings: older }, (member, value) =>
    withoutMembers.includes(member) ? undefined : value,
  );
}

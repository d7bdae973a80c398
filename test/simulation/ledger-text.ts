import * as v from 'valibot';
import { asFirstVersion } from '../first-version-ledger.ts';

const callForm = v.looseObject({ caller: v.looseObject({ actor: v.string() }) });

/** A finding of a ledger, as far as the rules need it. */
const findingForm = v.looseObject({
  id: v.string(),
  restApiId: v.nullable(v.string()),
  stageName: v.nullable(v.string()),
  pending: v.nullish(v.looseObject({ calls: v.nullish(v.array(callForm), []) }), null),
});

const form = v.looseObject({ version: v.number(), findings: v.array(findingForm) });

/** A ledger as the function keeps it, or as an older version did. */
export type KeptLedger = v.InferOutput<typeof form>;

/** @returns `null` where the text is none that the function writes */
export function readLedger(text: string): KeptLedger | null {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), form), text);
  return parsed.success ? parsed.output : null;
}

/** What later came to be part of the ledger's first version. */
const laterMembers = ['sequence', 'token', 'isReleased', 'isUncertain', 'pending'];

/** @returns the ledger as a program of its first version would have written it on, which begins again where it reads none */
export function asOlderVersion(text: string): string {
  const ledger = readLedger(text);
  if (ledger === null) return JSON.stringify({ version: 1, findings: [] });
  return ledger.version === 1 ? text : asFirstVersion(text, laterMembers);
}

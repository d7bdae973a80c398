import * as v from 'valibot';
import type { ApiCall } from './api-call.ts';

const nullableText = v.nullable(v.string());

/** Who made a call, in whatever is written down of it. */
export const callerForm = {
  actor: v.string(),
  arn: nullableText,
  sourceAddress: nullableText,
  tool: v.string(),
  userAgent: nullableText,
};

/** A call as this program itself writes it down. */
export const apiCallForm: v.GenericSchema<ApiCall> = v.object({
  eventId: v.string(),
  eventName: v.string(),
  time: v.string(),
  target: v.object({ accountId: v.string(), region: v.string(), restApiId: v.string(), stageName: nullableText }),
  touched: v.variant('kind', [
    v.object({ kind: v.literal('WHOLE') }),
    v.object({ kind: v.literal('PATHS'), paths: v.array(v.string()) }),
    v.object({ kind: v.literal('UNKNOWN') }),
  ]),
  caller: v.object(callerForm),
});

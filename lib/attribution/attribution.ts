import * as v from 'valibot';
import { callerForm, timeForm } from '../model/api-call.ts';
import { described, type Parsed } from '../model/form.ts';

/** Who is behind a finding. */
export const attributionForm = v.object({
  certainty: described(
    v.picklist(['CERTAIN', 'ONE_OF']),
    'CERTAIN: the call that set the value last. ONE_OF: one of these calls, and which one is unknown.',
  ),
  calls: described(
    v.pipe(
      v.array(v.object({ eventId: v.string(), eventName: v.string(), time: timeForm, ...callerForm })),
      v.minLength(1),
    ),
    'Calls as CloudTrail recorded them, the latest first.',
  ),
});

export type Attribution = Parsed<typeof attributionForm>;

export type AttributedCall = Attribution['calls'][number];

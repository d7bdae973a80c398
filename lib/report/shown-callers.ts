import type { AttributedCall, Attribution } from '../attribution/attribution.ts';
import { visible } from '../model/visible.ts';
import { shownSecond } from './duration.ts';

/**
 * Who is behind a finding, to stand behind "by". All of it is data that somebody else wrote: plain and visible, and not
 * yet escaped for any format.
 */
export function shownCallers(attribution: Attribution, shown: (call: AttributedCall) => string = shownCall): string {
  const calls = attribution.calls.map(shown);
  if (attribution.certainty === 'CERTAIN') return calls.join('; ');
  return calls.length === 1 ? `perhaps ${calls.join()}` : `one of: ${calls.join('; ')}`;
}

/** A caller, and what it takes to find the call in CloudTrail. */
function shownCall(call: AttributedCall): string {
  return `${shownCaller(call)} (${visible(call.eventName)}, event ${visible(call.eventId)})`;
}

export function shownCaller({ actor, tool, sourceAddress, time, isVerified }: AttributedCall): string {
  const how = [
    ...(tool === 'unknown' ? [] : [`with ${tool === 'console' ? 'the console' : visible(tool)}`]),
    ...from(sourceAddress),
  ];
  const name = isVerified ? visible(actor) : `${visible(actor)} (unverified)`;
  const parts = [name, ...(how.length === 0 ? [] : [how.join(' ')]), visible(shownSecond(time))];
  return parts.join(', ');
}

/** Inside of AWS there is no place that would tell anybody anything: the tool names the service. */
function from(address: string | null): readonly string[] {
  const isInside = address === null || address === 'AWS Internal' || /\.amazonaws\.com(\.cn)?$/.test(address);
  return isInside ? [] : [`from ${visible(address)}`];
}

import { maskText } from '../findings/masking.ts';
import type { Caller } from '../model/api-call.ts';

/** People choose names of sessions and user agents, and may have put anything into them. */
export function maskedCaller({ actor, arn, sourceAddress, tool, userAgent, isVerified }: Caller): Caller {
  return {
    actor: maskText(actor),
    arn: arn && maskText(arn),
    sourceAddress: sourceAddress && maskText(sourceAddress),
    tool: maskText(tool),
    userAgent: userAgent && maskText(userAgent),
    isVerified,
  };
}

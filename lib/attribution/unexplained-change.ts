import type { ApiCall } from '../model/api-call.ts';
import type { StatedStageId } from '../model/stage-id.ts';
import { can, isAt } from './attribute.ts';

/**
 * Milliseconds by which the time of a change and that of its call may lie apart. Both are to the second, and a call has the
 * time at which it was answered, by the clock of the host that took it. Source: `eventTime` in CloudTrail's reference of
 * record contents.
 */
const apart = 5_000;

/**
 * @param changedAt when the stage was changed last, ISO 8601; `null` where that is not known
 * @param calls all that are known, of any stage and in any order
 * @returns the same time where none of the calls made that change, else `null`
 */
export function unexplainedChange(
  id: StatedStageId,
  changedAt: string | null,
  calls: readonly ApiCall[],
): string | null {
  if (changedAt === null) return null;
  const at = Date.parse(changedAt);
  // A call that names no stage may have changed another, and a stage that was deleted is not the one that is there.
  const isChange = (call: ApiCall) => isAt(call, { id }) && call.target.stageName !== null && !can(call, 'DELETES');
  const isExplained = calls.some((call) => isChange(call) && Math.abs(Date.parse(call.time) - at) <= apart);
  return isExplained ? null : changedAt;
}

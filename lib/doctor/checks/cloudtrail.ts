import { check } from '../check.ts';
import { regionsOf } from '../scene.ts';
import { cannotTell, notUsed, ok, problem } from '../verdict.ts';

/** EventBridge has calls to AWS from CloudTrail, and only where a trail logs them. */
export const trail = check({
  name: 'CloudTrail',
  needs: ['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'],
  instead: ({ settings }) =>
    settings.checkQueueUrl === null ? notUsed('CHECK_QUEUE_URL is not set: no event leads to a check') : null,
  subjects: regionsOf,
  about: (region) => region,
  probe: (region, probes) => probes.trails(region),
  verdict(trails, region) {
    const logging = trails.filter(({ isLogging }) => isLogging);
    const complete = logging.find(({ hasManagementWrites }) => hasManagementWrites === true);
    if (complete !== undefined) return ok(`${complete.name} logs the calls that change something`);
    const [doubtful] = logging.filter(({ hasManagementWrites }) => hasManagementWrites === null);
    if (doubtful !== undefined) {
      return cannotTell(
        `${doubtful.name} logs, but whether it has the calls that change something is not known`,
        'have cloudtrail:GetEventSelectors granted in the account of the trail',
      );
    }
    return problem(
      trails.length === 0
        ? `there is no trail in ${region}, so no change of a stage becomes an event`
        : `no trail in ${region} logs the calls that change something, so no change of a stage becomes an event`,
      'make a trail with management events (write), and start its logging',
    );
  },
});

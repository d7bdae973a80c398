import { check } from '../check.ts';
import { regionsOf } from '../scene.ts';
import { cannotTell, notUsed, ok, problem } from '../verdict.ts';
import { withoutQueue } from './queue.ts';

/** EventBridge has calls to AWS from CloudTrail, and only where a trail logs them. */
export const trail = check({
  name: 'CloudTrail',
  needs: ['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'],
  instead: (scene) => {
    const said = withoutQueue(scene);
    return said?.kind === 'NOT_USED' ? said : null;
  },
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

export const callLookup = check({
  name: 'call lookup',
  needs: ['cloudtrail:LookupEvents'],
  instead: (scene) =>
    scene.settings.cloudTrailLookup
      ? null
      : notUsed('CLOUDTRAIL_LOOKUP is false: who is behind what a scheduled check finds is not looked up'),
  subjects: regionsOf,
  about: (region) => region,
  probe: (region, probes) => probes.callLookup(region),
  verdict: () => ok('who is behind a change can be looked up'),
});

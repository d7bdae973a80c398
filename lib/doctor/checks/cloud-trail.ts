import { check } from '../check.ts';
import { stagesIn } from '../deployment.ts';
import { cannotTell, ok, problem, withoutQueue } from '../verdict.ts';

/** EventBridge has calls to AWS from CloudTrail, and only where a trail logs them. */
export const cloudTrail = check({
  name: 'CloudTrail',
  needs: ['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'],
  subjects(deployment) {
    if (deployment.settings.checkQueueUrl === null) return withoutQueue;
    const own = stagesIn(deployment).filter(({ accountId }) => accountId === deployment.accountId);
    return [...new Set([deployment.region, ...own.map(({ region }) => region)])];
  },
  about: (region) => region,
  async judge(region, probes, { region: home }) {
    const logging = (await probes.trails(region)).filter(({ isLogging }) => isLogging);
    const complete = logging.find(({ hasManagementWrites }) => hasManagementWrites === true);
    if (complete !== undefined) {
      return ok(
        `${complete.name} logs the calls that change something`,
        region === home
          ? []
          : ['its events reach the function only with infra/watched-region.yml deployed there, which is not checked'],
      );
    }
    const doubtful = logging.find(({ hasManagementWrites }) => hasManagementWrites === null);
    if (doubtful !== undefined) {
      return cannotTell(
        `${doubtful.name} logs, but whether it has the calls that change something is not known`,
        'have cloudtrail:GetEventSelectors granted in the account of the trail',
      );
    }
    return problem(
      `no trail logs the calls that change something in ${region}, so no change of a stage becomes an event`,
      'make a trail with management events (write), and start its logging',
    );
  },
});

import type { StageId } from '../../resources/stage-id.ts';
import { check, given } from '../check.ts';
import { known } from '../fact.ts';
import type { EventRule } from '../probes.ts';
import { functionIn, onePerPlace, queueIn, type Scene, stateBuckets } from '../scene.ts';
import { cannotTell, type Fault, faultsOr, notUsed, ok, problem } from '../verdict.ts';
import { withoutQueue } from './queue.ts';

/** What events are waited for, by their source. */
const wanted = [
  { source: 'aws.apigateway', what: 'changes of stages' },
  { source: 'aws.wafv2', what: 'web ACLs put on stages' },
  { source: 'aws.s3', what: 'states that are written' },
] as const;

export const eventRules = check({
  name: 'event rules',
  needs: ['events:ListRuleNamesByTarget', 'events:DescribeRule'],
  instead: withoutQueue,
  subjects: (scene) => given(queueIn(scene)),
  about: () => '',
  probe: ({ arn }, probes) => probes.eventRules(arn, regionOf(arn)),
  verdict: (rules, _, scene) => {
    const faults = [
      ...wanted.flatMap(({ source, what }) => sourceFaults(rules, source, what)),
      ...bucketFaults(rules, stateBuckets(scene)),
      ...rules.flatMap(readsToo),
    ];
    return faultsOr(faults, ok(`${rules.map(({ name }) => name).join(', ')} lead to the queue`));
  },
});

/** Rules see the events of their own account and region alone, which have to be forwarded from the others. */
export const forwarding = check<StageId, readonly EventRule[] | 'ANOTHER_ACCOUNT'>({
  name: 'events from elsewhere',
  needs: ['events:ListRuleNamesByTarget', 'events:DescribeRule'],
  instead: (scene) => {
    const said = withoutQueue(scene);
    if (said !== null) return said;
    return elsewhere(scene).length === 0 ? notUsed('all stages are in the account and region of the function') : null;
  },
  subjects: elsewhere,
  about: ({ accountId, region }) => `${accountId} ${region}`,
  probe: async ({ accountId, region }, probes, scene) =>
    accountId === scene.home.accountId
      ? probes.eventRules(busBeside(queueIn(scene)?.arn ?? ''), region)
      : known('ANOTHER_ACCOUNT'),
  verdict: (rules) =>
    rules === 'ANOTHER_ACCOUNT'
      ? cannotTell(
          'it is another account, which has rules and a trail of its own',
          'see there that a trail logs, and that infra/watched-region.yml is deployed',
        )
      : faultsOr(
          [...sourceFaults(rules, 'aws.apigateway', 'changes of stages'), ...rules.flatMap(readsToo)],
          ok(`${rules.map(({ name }) => name).join(', ')} forward to the function`),
        ),
});

export const schedule = check({
  name: 'schedule',
  needs: ['events:ListRuleNamesByTarget', 'events:DescribeRule'],
  instead: (scene) =>
    functionIn(scene) === null
      ? cannotTell('it is found by the function that it starts', 'name the function with --function')
      : null,
  subjects: (scene) => given(functionIn(scene)),
  about: () => '',
  probe: ({ arn, region }, probes) => probes.eventRules(arn, region),
  verdict(rules) {
    const scheduled = rules.filter((rule) => rule.schedule !== '');
    const running = scheduled.filter(({ state }) => state !== 'DISABLED');
    if (running.length > 0) return ok(running.map(({ schedule: when }) => when).join(', '));
    const [stopped] = scheduled;
    return stopped === undefined
      ? problem(
          'no rule of EventBridge starts the function by the clock',
          'deploy it with a schedule, unless EventBridge Scheduler starts it, which is not looked at',
        )
      : problem(`${stopped.name} is disabled: ${stopped.schedule}`, `aws events enable-rule --name ${stopped.name}`);
  },
});

function sourceFaults(rules: readonly EventRule[], source: string, what: string): readonly Fault[] {
  const ofSource = rules.filter(({ sources }) => sources.includes(source));
  if (ofSource.length === 0) {
    return [{ says: `no rule sends ${what} (${source})`, remedy: 'deploy the rules (infra/check-events.yml)' }];
  }
  if (ofSource.some(({ state }) => state !== 'DISABLED')) return [];
  return ofSource.map(({ name }) => ({
    says: `the rule for ${what} is disabled`,
    remedy: `aws events enable-rule --name ${name}`,
  }));
}

/** The function's own reads would be events for it, and each of them lead to more. */
function readsToo({ name, state }: EventRule): readonly Fault[] {
  if (state !== 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS') return [];
  return [
    {
      says: `${name} also has calls that only read, such as those of the function`,
      remedy: `set the state of ${name} to ENABLED`,
    },
  ];
}

function bucketFaults(rules: readonly EventRule[], buckets: readonly string[]): readonly Fault[] {
  const ofStates = rules.filter(({ sources }) => sources.includes('aws.s3'));
  // A rule that does not name its buckets plainly may mean any.
  if (ofStates.length === 0 || ofStates.some((rule) => rule.buckets === null)) return [];
  const named = new Set(ofStates.flatMap((rule) => rule.buckets ?? []));
  return buckets
    .filter((bucket) => !named.has(bucket))
    .map((bucket) => ({
      says: `no rule has the states of the bucket ${bucket}`,
      remedy: 'deploy again with all sources of states',
    }));
}

function elsewhere(scene: Scene): readonly StageId[] {
  const { accountId, region } = scene.home;
  return onePerPlace(scene).filter((stage) => stage.accountId !== accountId || stage.region !== region);
}

function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}

/** @returns the ARN of the event bus in the account and region of the queue */
function busBeside(queueArn: string): string {
  const [, partition, , region, accountId] = queueArn.split(':');
  return `arn:${partition}:events:${region}:${accountId}:event-bus/default`;
}

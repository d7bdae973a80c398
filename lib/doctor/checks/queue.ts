import { check, given, once } from '../check.ts';
import { unknown } from '../fact.ts';
import { functionIn, queueIn, type Scene } from '../scene.ts';
import { cannotTell, type Fault, faultsOr, notUsed, ok, problem, type Verdict } from '../verdict.ts';

/** What there is to say of anything about the queue where there is none that was seen. */
export function withoutQueue({ settings, queue }: Scene): Verdict | null {
  if (settings.checkQueueUrl === null) return notUsed('CHECK_QUEUE_URL is not set: no event leads to a check');
  const isSeen = queue?.kind === 'KNOWN' && queue.known !== null;
  return isSeen ? null : cannotTell('the queue could not be looked at', null);
}

export const queue = check({
  name: 'queue',
  needs: ['sqs:GetQueueAttributes'],
  ...once,
  instead: ({ settings }) =>
    settings.checkQueueUrl === null ? notUsed('CHECK_QUEUE_URL is not set: no event leads to a check') : null,
  probe: async (_, _probes, scene) => scene.queue ?? unknown('the queue was not asked for'),
  verdict(queue, _, scene) {
    if (queue === null) {
      return problem(`there is no queue ${scene.settings.checkQueueUrl}`, 'deploy it, or mend CHECK_QUEUE_URL');
    }
    const timeout = functionIn(scene)?.timeout ?? 0;
    const faults: Fault[] = [];
    if (!queue.takesEvents) {
      faults.push({
        says: 'its policy does not let EventBridge send to it',
        remedy: 'deploy its policy (infra/check-queue.yml)',
      });
    }
    if (queue.deadLetters === null) {
      faults.push({
        says: 'what cannot be used comes again until it is too old, since it has no dead-letter queue',
        remedy: 'deploy its redrive policy (infra/check-queue.yml)',
      });
    }
    if (queue.visibility < timeout) {
      faults.push({
        says: `its messages come again after ${queue.visibility} s, while the function may take ${timeout} s`,
        remedy: `set its visibility timeout to ${6 * timeout} s`,
      });
    }
    return faultsOr(faults, ok(`${queue.arn}, delay ${queue.delay} s, messages waiting: ${queue.waiting}`));
  },
});

export const deadLetters = check({
  name: 'dead letters',
  needs: ['sqs:GetQueueAttributes'],
  instead: withoutQueue,
  subjects: (scene) => given(queueIn(scene)?.deadLetters ?? null),
  about: () => '',
  probe: ({ arn }, probes, scene) => probes.waiting(besides(queueIn(scene)?.url ?? '', arn)),
  verdict(waiting, { arn, maxReceives }) {
    if (waiting === null) return problem(`there is no queue ${arn}`, 'deploy it (infra/check-queue.yml)');
    if (waiting === 0) return ok(`none; what failed ${maxReceives} times would be`);
    return problem(
      `${waiting} in ${arn}: events that led to no check`,
      'read them (docs/runbook.md#dead-letters), and then purge or redrive them',
    );
  },
});

/** A dead-letter queue has to be in the account and region of its queue, so that its URL differs in the name alone. */
function besides(url: string, arn: string): string {
  return url.replace(/[^/]*$/, arn.split(':').at(-1) ?? '');
}

export const feed = check({
  name: 'function reads the queue',
  needs: ['lambda:ListEventSourceMappings'],
  instead: (scene) =>
    withoutQueue(scene) ??
    (functionIn(scene) === null ? cannotTell('the function is not known', 'name it with --function') : null),
  subjects: (scene) => given(functionIn(scene)),
  about: () => '',
  probe: ({ name, region }, probes, scene) => probes.feed(name, queueIn(scene)?.arn ?? '', region),
  verdict(feed) {
    if (feed === null) return problem('it is not fed by the queue: no event leads to a check', 'deploy it again');
    const faults: Fault[] = [];
    if (!/^(Enabled|Enabling|Creating|Updating)$/.test(feed.state)) {
      faults.push({
        says: `the event source mapping is ${feed.state}`,
        remedy: 'enable it: aws lambda update-event-source-mapping --enabled --uuid ID',
      });
    }
    if (!feed.reportsFailures) {
      faults.push({
        says: 'one message that cannot be used would bring all of its batch again',
        remedy: 'set ReportBatchItemFailures on the event source mapping',
      });
    }
    return faultsOr(faults, ok(`in batches of up to ${feed.batchSize}`));
  },
});

import { check } from '../check.ts';
import { notUsed, ok, problem, withoutQueue } from '../verdict.ts';

export const deadLetters = check({
  name: 'dead letters',
  needs: ['sqs:GetQueueAttributes'],
  subjects: ({ settings: { checkQueueUrl } }) => (checkQueueUrl === null ? withoutQueue : [checkQueueUrl]),
  async judge(queueUrl, probes) {
    const found = await probes.deadLetters(queueUrl);
    if (found.kind === 'NO_QUEUE')
      return problem(`there is no queue ${found.url}`, 'deploy it, or fix CHECK_QUEUE_URL');
    if (found.kind === 'NONE_KEPT') return notUsed('the queue of CHECK_QUEUE_URL has no dead-letter queue');
    if (found.messages === 0) return ok('none');
    return problem(
      `${found.messages} in ${found.arn}: events that led to no check`,
      'read them (docs/runbook.md#dead-letters), and then purge or redrive them',
    );
  },
});

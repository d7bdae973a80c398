import { check, given } from '../check.ts';
import { notUsed, ok, problem } from '../verdict.ts';

/** An event that led to no check says nothing by itself: it lies in the dead-letter queue until somebody looks. */
export const deadLetters = check({
  name: 'dead letters',
  needs: ['sqs:GetQueueAttributes'],
  instead: ({ settings }) =>
    settings.checkQueueUrl === null ? notUsed('CHECK_QUEUE_URL is not set: no event leads to a check') : null,
  subjects: ({ settings }) => given(settings.checkQueueUrl),
  about: () => '',
  probe: (url, probes) => probes.deadLetters(url),
  verdict(deadLetters) {
    switch (deadLetters.kind) {
      case 'NO_QUEUE':
        return problem(`there is no queue ${deadLetters.url}`, 'deploy it, or fix CHECK_QUEUE_URL');
      case 'NONE_KEPT':
        return notUsed('the queue of CHECK_QUEUE_URL has no dead-letter queue');
      case 'KEPT':
        if (deadLetters.messages === 0) return ok('none');
        return problem(
          `${deadLetters.messages} in ${deadLetters.arn}: events that led to no check`,
          'read them (docs/runbook.md#dead-letters), and then purge or redrive them',
        );
    }
  },
});

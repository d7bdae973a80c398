import { randomUUID } from 'node:crypto';
import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import errorLogger from '@middy/error-logger';
import type { Context, SQSBatchResponse } from 'aws-lambda';
import { createTrailReader } from '../lib/aws/cloudtrail/trail-reader.ts';
import { createRequestBudgets } from '../lib/aws/limits/request-budget.ts';
import { createLiveReader } from '../lib/aws/live-reader.ts';
import { readPolicy } from '../lib/aws/policy-reader.ts';
import { createS3Client } from '../lib/aws/s3/client.ts';
import { createObjectStore } from '../lib/aws/s3/object-store.ts';
import { createS3StateStore } from '../lib/aws/s3/state-store.ts';
import { createStateWatch } from '../lib/aws/state-watch.ts';
import { accountOfFunction } from '../lib/aws/sts/own-account.ts';
import { systemClock as clock } from '../lib/aws/system-clock.ts';
import { checkDrift } from '../lib/check-drift.ts';
import type { CheckOutcome } from '../lib/check-ports.ts';
import { type Config, loadConfig } from '../lib/config/config.ts';
import type { CheckRequest } from '../lib/model/check-request.ts';
import type { Report, ReportSummary } from '../lib/report/report.ts';
import { checkedTypes, typesOfStages } from '../lib/resources/registry.ts';
import { OutOfTimeError } from '../lib/terraform/read-states.ts';
import { createStateMemory } from '../lib/terraform/state-memory.ts';
import { parseBatch, parseInvocation, type QueueBatch, queueRecords } from '../lib/trigger/queue-batch.ts';
import type { OwnQueue } from '../lib/trigger/re-check.ts';
import { measuresOf } from './run-measures.ts';

/** The deployment's own name, so that two in one account do not mix their figures. */
const serviceName = process.env.POWERTOOLS_SERVICE_NAME ?? 'stagedrift';
const logger = new Logger({ serviceName });
const metrics = new Metrics({ namespace: 'stagedrift', serviceName });

/** The accounts' quotas know nothing of invocations, so what one has asked counts for the next. */
const budgets = createRequestBudgets(clock);

/** As parsed, a state takes some four times as much memory as its text. */
const states = createStateMemory(16 * 1024 * 1024);

/** Milliseconds kept at the end of an invocation for the report and its delivery. */
const reserve = 10_000;

/** What a direct invocation answers: the summary of the report and whether it was published; all of it after a dry run. */
interface DetectDriftResult extends ReportSummary {
  readonly reportId: string;
  readonly status: Report['status'];
  readonly published: boolean;
  readonly report?: Report;
}

/** What an event comes to that is none for this function. */
interface NoConcern {
  readonly ignored: string;
}

async function detectDrift(
  event: unknown,
  context: Partial<Context>,
): Promise<DetectDriftResult | NoConcern | SQSBatchResponse> {
  const config = loadConfig(process.env);
  if (config.unused.length > 0) logger.warn('Settings without effect', { settings: config.unused });
  const records = queueRecords(event);
  const start = () => createRun(config, context, records !== null);
  if (records !== null) return checkBatch(parseBatch(records, config.stateSources), start);

  const item = parseInvocation(event, config.stateSources);
  if (item.kind === 'NO_CONCERN') {
    logger.info('Event ignored', { reason: item.reason });
    metrics.addMetric('EventsIgnored', MetricUnit.Count, 1);
    return { ignored: item.reason };
  }
  const { request } = item;
  const run = await start();
  const { report, published } = await run(request);
  const result = { ...report.summary, reportId: report.reportId, status: report.status, published };
  if (!request.dryRun) return result;
  const [{ fitReport }, { messageLimit }] = await Promise.all([
    import('../lib/report/fitting.ts'),
    import('../lib/report/message.ts'),
  ]);
  return { ...result, report: fitReport(report, messageLimit) };
}

type Run = (request: CheckRequest) => Promise<CheckOutcome>;

/**
 * Messages whose check failed, or that cannot be understood, are retried; after some times they are dead letters.
 * @param start reads what checks need, and is left alone where there are none
 */
async function checkBatch(
  { checks, ignored, refused }: QueueBatch,
  start: () => Promise<Run>,
): Promise<SQSBatchResponse> {
  for (const remark of ignored) logger.info('Message ignored', { ...remark });
  for (const remark of refused) logger.error('Message refused', { ...remark });
  metrics.addMetric('EventsIgnored', MetricUnit.Count, ignored.length);
  metrics.addMetric('EventsRefused', MetricUnit.Count, refused.length);
  const failed = refused.map(({ messageId }) => messageId);
  let failures = 0;
  if (checks.length === 0) return comingAgain(failed);
  const run = await start();
  for (const { request, messageIds } of checks) {
    try {
      await run(request);
    } catch (error) {
      failed.push(...messageIds);
      // What there was no time for is made when its messages are retried.
      if (error instanceof OutOfTimeError) {
        logger.warn('No time for a check', { reason: error.message, trigger: request.trigger });
      } else {
        logger.error('Check failed', { error, trigger: request.trigger, messages: messageIds.length });
        failures += 1;
      }
    }
  }
  // Lambda takes an invocation that hands messages back for one that succeeded: the alarm counts these.
  metrics.addMetric('ChecksFailed', MetricUnit.Count, failures);
  return comingAgain(failed);
}

function comingAgain(messageIds: readonly string[]): SQSBatchResponse {
  return { batchItemFailures: messageIds.map((itemIdentifier) => ({ itemIdentifier })) };
}

/** What most runs need not load. */
const publishing = () => import('../lib/aws/sns/publish-report.ts');

/** @param url of the queue that feeds the function; few runs send anything to it, so its client is loaded then */
function ownQueue(url: string): OwnQueue {
  return {
    send: async (check, waitedMs) =>
      (await import('../lib/aws/sqs/own-queue.ts')).sendCheck(url, check, waitedMs, clock.now()),
  };
}

/**
 * Wires one run to the world.
 * @param isRetried whether what asks for it is sent again where it fails
 */
async function createRun(config: Config, context: Partial<Context>, isRetried: boolean): Promise<Run> {
  const remaining = context.getRemainingTimeInMillis?.() ?? 900_000;
  const deadline = clock.alarmIn(Math.max(remaining - reserve, remaining / 2)).signal;
  const s3 = createS3Client();
  const policy = await readPolicy(config, async () => s3, deadline);
  const stateStore = createS3StateStore(s3, states, deadline);
  const store = config.ledger && createObjectStore(s3, config.ledger, clock.alarmIn(remaining).signal, clock);
  const watch = createStateWatch(s3, config.lockTable, deadline);
  const { now } = clock;

  const ownAccount = async (region: string) =>
    accountOfFunction(context.invokedFunctionArn) ??
    (await import('../lib/aws/sts/ask-own-account.ts')).askOwnAccount(region);

  const queue = config.checkQueueUrl === null ? null : ownQueue(config.checkQueueUrl);
  const notifier = {
    publish: async (report: Report) => (await publishing()).publishReport(config.reportTopicArn, report),
    chat: async (report: Report) => (await publishing()).publishChat(config.chatTopicArn, report),
  };
  const onProgress = (answered: number, total: number) => logger.debug('Questions answered', { answered, total });
  const openLookups = () =>
    createLiveReader({ ...config.stageAccess, clock, budgets, ownAccount, deadline, onProgress });

  return async (request) => {
    if (deadline.aborted) throw new OutOfTimeError('the checks before it have taken the time of this run');
    const throttledBefore = budgets.throttled();
    const { crossAccountRole } = config.stageAccess;
    const trail = config.cloudTrailLookup ? createTrailReader({ crossAccountRole, clock, ownAccount, deadline }) : null;
    // A change of a stage is no change of what the stage uses.
    const companions = config.companions && request.trigger.kind !== 'stage-changed';
    const settings = {
      reportId: request.eventId ?? context.awsRequestId ?? randomUUID(),
      sources: config.stateSources,
      types: companions ? checkedTypes : typesOfStages,
      ...{ policy, isRetried, remindAfterMs: config.remindAfterMs },
    };
    const ports = { stateStore, watch, openLookups, store, trail, notifier, queue, now, newToken: randomUUID };
    const outcome = await checkDrift(request, settings, ports).finally(() => trail?.close());
    record(request, outcome, budgets.throttled() - throttledBefore);
    return outcome;
  };
}

function record(request: CheckRequest, outcome: CheckOutcome, throttled: number): void {
  const { report, pending, unmanaged, error } = outcome;
  if (error !== null) logger.error('The check finished with an error', { reason: error });
  if (pending.length > 0) logger.info('Waiting for an apply to end', { states: pending });
  if (unmanaged > 0) logger.info('Changes of what no state has', { count: unmanaged });
  for (const { name, unit, value } of measuresOf(request, { ...outcome, throttled }, clock.now())) {
    metrics.addMetric(name, unit, value);
  }
  const { status, summary, states, reportId } = report;
  const failedStates = states.filter((state) => state.status === 'FAILED');
  logger.info('Check finished', { reportId, trigger: request.trigger, status, summary, failedStates });
}

export const handler = middy(detectDrift)
  .use(injectLambdaContext(logger))
  .use(logMetrics(metrics, { captureColdStartMetric: true }))
  .use(errorLogger({ logger: ({ error }) => logger.error('Check failed', { error }) }));

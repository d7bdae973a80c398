import { randomUUID } from 'node:crypto';
import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import errorLogger from '@middy/error-logger';
import type { Context } from 'aws-lambda';
import { createS3Client, createStsClient } from '../lib/aws/clients.ts';
import { createLiveReader } from '../lib/aws/live-reader.ts';
import { createObjectStore } from '../lib/aws/object-store.ts';
import { accountOfFunction, askOwnAccount } from '../lib/aws/own-account.ts';
import { readPolicy } from '../lib/aws/policy-reader.ts';
import { publish, publishCards } from '../lib/aws/publisher.ts';
import { createS3StateStore } from '../lib/aws/state-reader.ts';
import { examine } from '../lib/check-drift.ts';
import { loadConfig } from '../lib/config.ts';
import { deliver } from '../lib/deliver-report.ts';
import { chatCards } from '../lib/report/chat/chat-card.ts';
import { createMessage, fitReport, messageLimit } from '../lib/report/message.ts';
import type { Report, ReportSummary } from '../lib/report/report.ts';
import { checkedTypes, typesOfStages } from '../lib/resources/registry.ts';
import { parseTrigger } from '../lib/trigger/trigger.ts';

const logger = new Logger({ serviceName: 'stagedrift' });
const metrics = new Metrics({ namespace: 'stagedrift', serviceName: 'stagedrift' });

/** Milliseconds kept at the end of an invocation for the report and its delivery. */
const reserve = 10_000;

/** What an invocation answers: the summary of the report and whether it was published; all of it after a dry run. */
interface DetectDriftResult extends ReportSummary {
  readonly reportId: string;
  readonly status: Report['status'];
  readonly published: boolean;
  readonly report?: Report;
}

async function detectDrift(event: unknown, context: Partial<Context>): Promise<DetectDriftResult> {
  const config = loadConfig(process.env);
  const request = parseTrigger(event);
  if (config.unused.length > 0) logger.warn('Settings without effect', { settings: config.unused });

  const remaining = context.getRemainingTimeInMillis?.() ?? 900_000;
  const deadline = AbortSignal.timeout(Math.floor(Math.max(remaining - reserve, remaining / 2)));
  const s3 = createS3Client();
  const policy = await readPolicy(config, s3, deadline);
  const reportId = request.eventId ?? context.awsRequestId ?? randomUUID();
  const liveReader = createLiveReader({
    ...config.stageAccess,
    ownAccount: async (region) =>
      accountOfFunction(context.invokedFunctionArn) ?? askOwnAccount(createStsClient(region)),
    deadline,
    onProgress: (answered, total) => logger.debug('Questions answered', { answered, total }),
  });
  const stateStore = createS3StateStore(s3, deadline);
  const types = config.companions ? checkedTypes : typesOfStages;
  const ports = { stateStore, liveReader, now: () => new Date() };
  const examination = await examine(request, reportId, config.stateSources, ports, types, policy).finally(
    liveReader.close,
  );
  const { report, published, trouble } = await deliver(
    examination,
    { remindAfter: config.remindAfter, dryRun: request.dryRun },
    {
      store: config.ledger && createObjectStore(s3, config.ledger, AbortSignal.timeout(remaining)),
      publish: (news) => publish(config.reportTopicArn, createMessage(news)),
      chat: (news) => publishCards(config.chatTopicArn, chatCards(news)),
      now: ports.now,
    },
  );
  if (trouble !== null) logger.error('The report was delivered with trouble', { trouble });
  record(report);
  const result = { ...report.summary, reportId, status: report.status, published };
  return request.dryRun ? { ...result, report: fitReport(report, messageLimit) } : result;
}

function record({ status, summary, states, reportId }: Report): void {
  const failedStates = states.filter((state) => state.status === 'FAILED');
  logger.info('Check finished', { reportId, status, summary, failedStates });
  metrics.addMetric('ResourcesChecked', MetricUnit.Count, summary.resources - summary.notChecked);
  metrics.addMetric('ResourcesDrifted', MetricUnit.Count, summary.modified + summary.deleted);
  metrics.addMetric('ResourcesNotChecked', MetricUnit.Count, summary.notChecked);
  metrics.addMetric('StatesFailed', MetricUnit.Count, failedStates.length);
  metrics.addMetric('ApiGatewayCalls', MetricUnit.Count, summary.apiCalls);
}

export const handler = middy(detectDrift)
  .use(injectLambdaContext(logger))
  .use(logMetrics(metrics, { captureColdStartMetric: true }))
  .use(errorLogger({ logger: ({ error }) => logger.error('Check failed', { error }) }));

import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  type DescribeLogGroupsCommandInput,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { type Answer, type LiveLogGroup, type Question, questionKey } from '../resources/live.ts';
import type { AccountSession } from './account-session.ts';
import { answerFrom } from './answer.ts';
import { type BoundedCalls, eachAttempt } from './bounded-calls.ts';
import { assume, timeouts } from './clients.ts';
import {
  type DescribedLogGroup,
  flattenLogGroupPage,
  flattenLogGroupTags,
  type LogGroupPage,
} from './flatten-log-group.ts';
import { groupBy, type NonEmpty } from './group-by.ts';
import { createRetryStrategy, mostAttempts } from './retry-strategy.ts';

const service = 'CloudWatch Logs';

/**
 * Reads log groups with the fewest calls: one list for the execution logs of a REST API, one for each other name, and
 * one call for the tags of a group that is there and whose tags are wanted.
 */
export async function readLogGroups(
  questions: readonly Question<'LOG_GROUP'>[],
  session: AccountSession,
): Promise<ReadonlyMap<string, Answer<LiveLogGroup>>> {
  const logs = createCloudWatchLogsClient(session);
  const calls = session.callsTo(service);
  try {
    const groups = groupBy(questions, ({ id }) => sharedPrefix(id.logGroupName));
    return new Map((await Promise.all(groups.map((group) => readGroup(group, logs, calls)))).flat());
  } finally {
    logs.destroy();
  }
}

/** The execution logs of a REST API differ in the name of the stage only; other names have nothing in common. */
function sharedPrefix(logGroupName: string): string {
  const [executionLogs] = /^API-Gateway-Execution-Logs_[^/]+\//.exec(logGroupName) ?? [];
  return executionLogs ?? logGroupName;
}

async function readGroup(
  questions: NonEmpty<Question<'LOG_GROUP'>>,
  logs: CloudWatchLogsClient,
  calls: BoundedCalls,
): Promise<[string, Answer<LiveLogGroup>][]> {
  const names = new Set(questions.map(({ id }) => id.logGroupName));
  const [{ id }] = questions;
  const listed = await list(names.size === 1 ? id.logGroupName : sharedPrefix(id.logGroupName), names, logs, calls);
  return Promise.all(
    questions.map(async (question): Promise<[string, Answer<LiveLogGroup>]> => {
      const { logGroupName, withTags } = question.id;
      return [questionKey(question), await read(logGroupName, withTags)];
    }),
  );

  async function read(logGroupName: string, withTags: boolean): Promise<Answer<LiveLogGroup>> {
    if (listed.kind !== 'FOUND') return listed;
    const group = listed.live.get(logGroupName);
    if (group === undefined) return { kind: 'NOT_FOUND', reason: `${service} has no log group ${logGroupName}` };
    if (!withTags) return { kind: 'FOUND', live: { ...group, tags: new Map() } };
    const tags = await listTags(group.arn, logs, calls);
    return tags.kind === 'FOUND' ? { kind: 'FOUND', live: { ...group, tags: tags.live } } : tags;
  }
}

/** Turns pages until every name has been seen or there is no page left: only that proves that a group is gone. */
async function list(
  logGroupNamePrefix: string,
  names: ReadonlySet<string>,
  logs: CloudWatchLogsClient,
  calls: BoundedCalls,
): Promise<Answer<ReadonlyMap<string, DescribedLogGroup>>> {
  const found = new Map<string, DescribedLogGroup>();
  let nextToken: string | null = null;
  do {
    const input: DescribeLogGroupsCommandInput = { logGroupNamePrefix, ...(nextToken === null ? {} : { nextToken }) };
    const page = await describe(input, logs, calls);
    if (page.kind !== 'FOUND') return page;
    for (const group of page.live.logGroups) if (names.has(group.logGroupName)) found.set(group.logGroupName, group);
    nextToken = page.live.nextToken;
  } while (nextToken !== null && found.size < names.size);
  return { kind: 'FOUND', live: found };
}

async function describe(
  input: DescribeLogGroupsCommandInput,
  logs: CloudWatchLogsClient,
  calls: BoundedCalls,
): Promise<Answer<LogGroupPage>> {
  const outcome = await calls.send((abortSignal, watch) => {
    const command = new DescribeLogGroupsCommand(input);
    command.middlewareStack.add(watch, eachAttempt);
    return logs.send(command, { abortSignal });
  });
  return answerFrom(service, outcome, flattenLogGroupPage, []);
}

async function listTags(
  resourceArn: string,
  logs: CloudWatchLogsClient,
  calls: BoundedCalls,
): Promise<Answer<ReadonlyMap<string, string>>> {
  const outcome = await calls.send((abortSignal, watch) => {
    const command = new ListTagsForResourceCommand({ resourceArn });
    command.middlewareStack.add(watch, eachAttempt);
    return logs.send(command, { abortSignal });
  });
  // That a group is gone is told by the list, in which it was a moment ago.
  return answerFrom(service, outcome, flattenLogGroupTags, []);
}

function createCloudWatchLogsClient({ region, role, clock }: AccountSession): CloudWatchLogsClient {
  return new CloudWatchLogsClient({
    region,
    requestHandler: timeouts,
    retryStrategy: createRetryStrategy(clock),
    maxAttempts: mostAttempts,
    ...(role === null ? {} : { credentials: assume(role) }),
  });
}

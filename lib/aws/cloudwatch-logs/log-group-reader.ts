import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import * as v from 'valibot';
import { withoutWildcard } from '../../resources/attribute-type.ts';
import { type Answer, type LiveKinds, type LiveLogGroup, logGroupForm } from '../../resources/live.ts';
import { anObject, aText, listOf, present, text, textMap } from '../../resources/live-form.ts';
import type { AccountSession } from '../accounts.ts';
import { flattenAs } from '../flatten.ts';
import { once } from '../once.ts';
import { ask, mapFound, type Service } from '../service.ts';

const describedForm = anObject({
  logGroupName: aText,
  // Without the `:*` that stands for its log streams, as ListTagsForResource wants it.
  arn: v.pipe(text, v.transform(withoutWildcard)),
  ...logGroupForm.entries,
});
const flattenPage = flattenAs(
  anObject({ logGroups: present(listOf(describedForm)), nextToken: v.nullish(aText) }),
  'is not a list of log groups',
);
const flattenTags = flattenAs(anObject({ tags: present(textMap) }), 'is not a list of tags');

type LogGroupId = LiveKinds['LOG_GROUP']['id'];
type DescribedLogGroup = v.InferOutput<typeof describedForm>;

/**
 * Reads log groups with the fewest calls: one list for the execution logs of a REST API, one for each other name, and
 * one call for the tags of a group that is there and whose tags are wanted.
 */
export function createLogGroupReader(session: AccountSession): (id: LogGroupId) => Promise<Answer<LiveLogGroup>> {
  const logs = session.service('CloudWatch Logs', CloudWatchLogsClient);
  const lists = new Map<string, ReturnType<typeof listLogGroups>>();
  return async ({ logGroupName, withTags }) => {
    const prefix = sharedPrefix(logGroupName);
    const listed = await once(lists, prefix, () => listLogGroups(logs, prefix));
    if (listed.kind !== 'FOUND') return listed;
    const group = listed.live.get(logGroupName);
    if (group === undefined) return { kind: 'NOT_FOUND', reason: `${logs.name} has no log group ${logGroupName}` };
    if (!withTags) return { kind: 'FOUND', live: { ...group, tags: new Map() } };
    const command = new ListTagsForResourceCommand({ resourceArn: group.arn });
    return mapFound(await ask(logs, command, flattenTags), ({ tags }) => ({ ...group, tags }));
  };
}

/** The execution logs of a REST API differ in the name of the stage only; other names have nothing in common. */
function sharedPrefix(logGroupName: string): string {
  const [executionLogs] = /^API-Gateway-Execution-Logs_[^/]+\//.exec(logGroupName) ?? [];
  return executionLogs ?? logGroupName;
}

/** Turns pages until there is none left, which alone proves that a group is gone, or the prefix was a whole name. */
async function listLogGroups(
  logs: Service<CloudWatchLogsClient>,
  prefix: string,
): Promise<Answer<ReadonlyMap<string, DescribedLogGroup>>> {
  const found = new Map<string, DescribedLogGroup>();
  let nextToken: string | undefined;
  do {
    const page = await ask(logs, new DescribeLogGroupsCommand({ logGroupNamePrefix: prefix, nextToken }), flattenPage);
    if (page.kind !== 'FOUND') return page;
    for (const group of page.live.logGroups) found.set(group.logGroupName, group);
    nextToken = page.live.nextToken ?? undefined;
  } while (nextToken !== undefined && !found.has(prefix));
  return { kind: 'FOUND', live: found };
}

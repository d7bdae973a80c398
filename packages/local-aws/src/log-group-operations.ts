import * as v from 'valibot';
import { ApiGatewayError } from './api-gateway-error.ts';
import type { AccountRegion } from './credential-scope.ts';

/** A log group as on the wire, with its tags, which are answered by themselves. */
export interface LogGroup {
  readonly logGroupName: string;
  readonly arn: string;
  kmsKeyId?: string | undefined;
  readonly logGroupClass: string;
  retentionInDays?: number | undefined;
  deletionProtectionEnabled: boolean;
  tags: Record<string, string>;
}

type LogGroups = Map<string, LogGroup>;
type Run = (here: LogGroups, input: unknown, where: AccountRegion) => object;

const tags = v.record(v.string(), v.string());
const one = v.object({ logGroupName: v.string() });
const resource = v.object({ resourceArn: v.string() });
/** What DescribeLogGroups answers at once where no limit is given. */
const pageLength = 50;

/** What CloudWatch Logs does with log groups, by the operation's name. */
export const logGroupOperations: ReadonlyMap<string, Run> = new Map<string, Run>([
  [
    'CreateLogGroup',
    operation(
      v.object({
        ...one.entries,
        kmsKeyId: v.optional(v.string()),
        logGroupClass: v.optional(v.string(), 'STANDARD'),
        deletionProtectionEnabled: v.optional(v.boolean(), false),
        tags: v.optional(tags, {}),
      }),
      (here, { logGroupName, ...settings }, { account, region }) => {
        if (here.has(logGroupName)) throw refusal('ResourceAlreadyExistsException', 'The log group already exists');
        const arn = `arn:aws:logs:${region}:${account}:log-group:${logGroupName}:*`;
        here.set(logGroupName, { logGroupName, arn, ...settings });
        return undefined;
      },
    ),
  ],
  [
    'DeleteLogGroup',
    operation(one, (here, { logGroupName }) => {
      here.delete(find(here, logGroupName).logGroupName);
      return undefined;
    }),
  ],
  [
    'PutRetentionPolicy',
    operation(v.object({ ...one.entries, retentionInDays: v.number() }), (here, { logGroupName, retentionInDays }) => {
      find(here, logGroupName).retentionInDays = retentionInDays;
      return undefined;
    }),
  ],
  [
    'DeleteRetentionPolicy',
    operation(one, (here, { logGroupName }) => {
      find(here, logGroupName).retentionInDays = undefined;
      return undefined;
    }),
  ],
  [
    'AssociateKmsKey',
    operation(v.object({ ...one.entries, kmsKeyId: v.string() }), (here, { logGroupName, kmsKeyId }) => {
      find(here, logGroupName).kmsKeyId = kmsKeyId;
      return undefined;
    }),
  ],
  [
    'DisassociateKmsKey',
    operation(one, (here, { logGroupName }) => {
      find(here, logGroupName).kmsKeyId = undefined;
      return undefined;
    }),
  ],
  [
    'PutLogGroupDeletionProtection',
    operation(
      v.object({ logGroupIdentifier: v.string(), deletionProtectionEnabled: v.boolean() }),
      (here, { logGroupIdentifier, deletionProtectionEnabled }) => {
        find(here, logGroupIdentifier).deletionProtectionEnabled = deletionProtectionEnabled;
        return undefined;
      },
    ),
  ],
  [
    'DescribeLogGroups',
    operation(
      v.object({
        logGroupNamePrefix: v.optional(v.string(), ''),
        nextToken: v.optional(v.string(), '0'),
        limit: v.optional(v.number(), pageLength),
      }),
      (here, { logGroupNamePrefix, nextToken, limit }) => {
        const names = [...here.keys()].filter((name) => name.startsWith(logGroupNamePrefix)).toSorted();
        const end = Number(nextToken) + limit;
        return {
          logGroups: names.slice(Number(nextToken), end).map((name) => answer(find(here, name))),
          ...(end < names.length ? { nextToken: String(end) } : {}),
        };
      },
    ),
  ],
  ['ListTagsForResource', operation(resource, (here, { resourceArn }) => ({ tags: ofArn(here, resourceArn).tags }))],
  [
    'TagResource',
    operation(v.object({ ...resource.entries, tags }), (here, { resourceArn, tags }) => {
      const group = ofArn(here, resourceArn);
      group.tags = { ...group.tags, ...tags };
      return undefined;
    }),
  ],
  [
    'UntagResource',
    operation(v.object({ ...resource.entries, tagKeys: v.array(v.string()) }), (here, { resourceArn, tagKeys }) => {
      const group = ofArn(here, resourceArn);
      group.tags = Object.fromEntries(Object.entries(group.tags).filter(([key]) => !tagKeys.includes(key)));
      return undefined;
    }),
  ],
]);

function operation<Schema extends v.GenericSchema>(
  inputSchema: Schema,
  run: (here: LogGroups, input: v.InferOutput<Schema>, where: AccountRegion) => object | undefined,
): Run {
  return (here, input, where) => {
    const parsed = v.safeParse(inputSchema, input);
    if (!parsed.success) throw refusal('InvalidParameterException', v.summarize(parsed.issues));
    return run(here, parsed.output, where) ?? {};
  };
}

function find(here: LogGroups, logGroupName: string): LogGroup {
  const group = here.get(logGroupName);
  if (group === undefined) throw refusal('ResourceNotFoundException', 'The specified log group does not exist.');
  return group;
}

/** Tags are asked for by the ARN without the `:*` that DescribeLogGroups puts at its end. */
function ofArn(here: LogGroups, resourceArn: string): LogGroup {
  const group = [...here.values()].find(({ arn }) => arn === `${resourceArn}:*`);
  if (group === undefined) throw refusal('ResourceNotFoundException', 'The specified resource does not exist.');
  return group;
}

function answer({ tags: _tags, ...group }: LogGroup): object {
  return { ...group, logGroupArn: group.arn.slice(0, -2) };
}

function refusal(code: string, message: string): ApiGatewayError {
  return new ApiGatewayError(400, code, message);
}

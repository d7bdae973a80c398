import Fastify from 'fastify';
import * as v from 'valibot';

const record = v.record(v.string(), v.looseObject({}));

/** What AWS answers in a case from the field. What is not listed is not found. */
const answersSchema = v.object({
  /** By `restApiId/stageName`. */
  stages: v.optional(record, {}),
  /** By `restApiId/deploymentId`. */
  deployments: v.optional(record, {}),
  /** By `domain/basePath`. */
  mappings: v.optional(record, {}),
  logGroups: v.optional(v.array(v.looseObject({ logGroupName: v.string() })), []),
  /** Tags of log groups, by ARN. */
  logTags: v.optional(v.record(v.string(), v.record(v.string(), v.string())), {}),
});

/** AWS, as far as a case was recorded; STS says that the caller is in the account 123456789012. */
export interface RecordedAws {
  /** For the SDK of the program that is tested. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** @param recorded the answers of a case, as its file has them */
export async function startRecordedAws(recorded: unknown): Promise<RecordedAws> {
  const { stages, deployments, mappings, logGroups, logTags } = v.parse(answersSchema, recorded);
  const server = Fastify({ forceCloseConnections: true });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'string' }, async (_request: unknown, text: string) => text);
  const itemsOf = (all: Readonly<Record<string, object>>, api: string) =>
    Object.entries(all).flatMap(([key, item]) => (key.startsWith(`${api}/`) ? [item] : []));
  const found = (item: object | undefined) =>
    item === undefined
      ? { status: 404, body: { message: 'Not found', __type: 'NotFoundException' } }
      : { status: 200, body: item };
  const routes: readonly (readonly [RegExp, (...parts: readonly string[]) => ReturnType<typeof found>])[] = [
    [/^\/restapis\/([^/]+)\/stages$/, (api = '') => found(listOf(itemsOf(stages, api)))],
    [/^\/restapis\/([^/]+)\/deployments$/, (api = '') => found(listOf(itemsOf(deployments, api)))],
    [/^\/restapis\/([^/]+)\/stages\/([^/]+)$/, (api, stage) => found(stages[`${api}/${stage}`])],
    [/^\/restapis\/([^/]+)\/deployments\/([^/]+)$/, (api, id) => found(deployments[`${api}/${id}`])],
    [/^\/domainnames\/([^/]+)\/basepathmappings\/([^/]+)$/, (domain, path) => found(mappings[`${domain}/${path}`])],
  ];
  const ofRest = (path: string) => {
    for (const [pattern, answer] of routes) {
      const parts = pattern.exec(path)?.slice(1).map(decodeURIComponent);
      if (parts !== undefined) return answer(...parts);
    }
    return found(undefined);
  };
  const ofLogs = (operation: string, text: string) => {
    const input = v.parse(
      v.object({ logGroupNamePrefix: v.optional(v.string(), ''), resourceArn: v.optional(v.string(), '') }),
      JSON.parse(text),
    );
    if (operation === 'ListTagsForResource') return found({ tags: logTags[input.resourceArn] ?? {} });
    return found({
      logGroups: logGroups.filter(({ logGroupName }) => logGroupName.startsWith(input.logGroupNamePrefix)),
    });
  };
  server.all('/*', async ({ url, headers, body }, reply) => {
    const path = new URL(url, 'http://aws').pathname;
    const target = headers['x-amz-target'];
    if (typeof body === 'string' && body.includes('Action=GetCallerIdentity')) {
      return reply.type('text/xml').send(callerIdentity);
    }
    const { status, body: answer } =
      typeof target === 'string' ? ofLogs(target.replace(/^.*\./, ''), String(body)) : ofRest(path);
    const errorType = status === 200 ? undefined : 'NotFoundException';
    return reply
      .status(status)
      .header('x-amzn-errortype', errorType)
      .type('application/json')
      .send(JSON.stringify(answer));
  });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  return {
    environment: {
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_REGION: 'eu-west-1',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    stop: () => server.close(),
  };
}

/** A list as API Gateway answers it: deployments and such lists are under `item`. */
function listOf(items: readonly object[]): object | undefined {
  return items.length === 0 ? undefined : { item: items };
}

const callerIdentity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/local</Arn><UserId>AIDALOCAL</UserId><Account>123456789012</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>local</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;

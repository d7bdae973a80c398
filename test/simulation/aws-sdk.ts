// Stands for all packages of the AWS SDK in a simulated process: commands without the wire, and clients that hand them to
// the simulation. What the SDK itself does with a request is for the integration tests.
import type { Readable } from 'node:stream';

/** A call as it leaves the program. */
export interface SentCommand {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export type Wire = (command: SentCommand, signal: AbortSignal | undefined) => Promise<unknown>;

let wire: Wire = () => Promise.reject(new Error('No simulation is running'));

/** @param to answers all calls from now on */
export function connect(to: Wire): void {
  wire = to;
}

/** An error as the SDK throws it. */
export function sdkError(name: string, httpStatusCode: number, attempts = 1): Error {
  return Object.assign(new Error(`simulated ${name}`), { name, $metadata: { httpStatusCode, attempts } });
}

class Command {
  readonly input: Readonly<Record<string, unknown>>;
  readonly middlewareStack = { add: () => {} };

  constructor(input: Readonly<Record<string, unknown>>) {
    this.input = input;
  }
}

class Client {
  readonly config = { credentials: async () => ({}), region: async () => 'eu-west-1' };

  send(command: Command, options?: { readonly abortSignal?: AbortSignal }): Promise<unknown> {
    return wire({ name: command.constructor.name, input: command.input }, options?.abortSignal);
  }

  destroy(): void {}
}

export class S3Client extends Client {}
export class GetObjectCommand extends Command {}
export class HeadObjectCommand extends Command {}
export class PutObjectCommand extends Command {}
export class ListObjectsV2Command extends Command {}

export async function* paginateListObjectsV2(
  { client }: { readonly client: S3Client },
  input: Readonly<Record<string, unknown>>,
  options?: { readonly abortSignal?: AbortSignal },
): AsyncGenerator<unknown> {
  yield await client.send(new ListObjectsV2Command(input), options);
}

/** The body of an object, as far as this program reads it. */
export type SimulatedBody = Readable & { transformToString(): Promise<string> };

export class APIGatewayClient extends Client {}
export class GetStageCommand extends Command {}
export class GetStagesCommand extends Command {}
export class GetDeploymentCommand extends Command {}
export class GetDeploymentsCommand extends Command {}
export class GetClientCertificateCommand extends Command {}
export class GetBasePathMappingCommand extends Command {}

export class SNSClient extends Client {}
export class PublishCommand extends Command {}

export class SQSClient extends Client {}
export class SendMessageCommand extends Command {}

export class STSClient extends Client {}
export class GetCallerIdentityCommand extends Command {}

export class CloudTrailClient extends Client {}
export class LookupEventsCommand extends Command {}

export class CloudWatchLogsClient extends Client {}
export class DescribeLogGroupsCommand extends Command {}
export class ListTagsForResourceCommand extends Command {}

export class DynamoDBClient extends Client {}
export class GetItemCommand extends Command {}

export class SSMClient extends Client {}
export class GetParameterCommand extends Command {}

export class SecretsManagerClient extends Client {}
export class GetSecretValueCommand extends Command {}

export const fromTemporaryCredentials = () => async () => ({});

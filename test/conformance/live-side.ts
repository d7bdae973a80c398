import {
  APIGatewayClient,
  DeleteRestApiCommand,
  DeleteStageCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import type { Stage } from '@stagedrift/local-aws/stage-model';
import * as v from 'valibot';
import type { Change } from './mutation.ts';

/** A live stage, by what names it. */
export interface StageName {
  readonly region: string;
  readonly restApiId: string;
  readonly stageName: string;
}

/** The API Gateway that is mutated. */
export interface LiveSide {
  /** @returns the stage as GetStage answers it now */
  read(of: StageName): Promise<Stage | undefined>;
  /** @returns whether it was done */
  apply(of: StageName, change: Change): Promise<boolean>;
  deleteRestApi(of: Pick<StageName, 'region' | 'restApiId'>): Promise<void>;
}

/** @returns what gives the client of a region, always the same one */
export function clientsAt(endpoint: string): (region: string) => APIGatewayClient {
  const clients = new Map<string, APIGatewayClient>();
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return (region) => {
    const client = clients.get(region) ?? new APIGatewayClient({ endpoint, region, credentials, maxAttempts: 1 });
    clients.set(region, client);
    return client;
  };
}

/** Sends a change as the operation of API Gateway that it is. */
export async function send(
  client: APIGatewayClient,
  { region, restApiId, stageName }: StageName,
  change: Exclude<Change, { readonly kind: 'REWRITE' }>,
): Promise<void> {
  const resourceArn = `arn:aws:apigateway:${region}::/restapis/${restApiId}/stages/${stageName}`;
  switch (change.kind) {
    case 'UPDATE':
      await client.send(
        new UpdateStageCommand({ restApiId, stageName, patchOperations: change.operations.map(known) }),
      );
      return;
    case 'TAG':
      await client.send(new TagResourceCommand({ resourceArn, tags: change.tags }));
      return;
    case 'UNTAG':
      await client.send(new UntagResourceCommand({ resourceArn, tagKeys: [...change.keys] }));
      return;
    case 'DELETE':
      await client.send(new DeleteStageCommand({ restApiId, stageName }));
  }
}

export async function deleteRestApi(client: APIGatewayClient, restApiId: string): Promise<void> {
  await client.send(new DeleteRestApiCommand({ restApiId }));
}

const operations = v.picklist(['add', 'copy', 'move', 'remove', 'replace', 'test']);

function known({ op, path, value }: Extract<Change, { readonly kind: 'UPDATE' }>['operations'][number]) {
  return { op: v.parse(operations, op), path, value };
}

import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateStageCommand,
  DeleteRestApiCommand,
  DeleteStageCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import type { LocalAws } from '@stagedrift/local-aws';
import type { BusEvent } from '@stagedrift/local-aws/trail-events';
import * as v from 'valibot';
import { callWaf } from '../call-waf.ts';

const operations = v.array(
  v.object({ op: v.picklist(['add', 'replace', 'remove']), path: v.string(), value: v.string() }),
);
const parametersSchema = v.looseObject({
  restApiId: v.optional(v.string(), ''),
  stageName: v.optional(v.string(), ''),
  resourceArn: v.optional(v.string(), ''),
  webACLArn: v.optional(v.string(), ''),
  tagKeys: v.optional(v.array(v.string()), []),
  tagResourceInput: v.optional(v.object({ tags: v.record(v.string(), v.string()) }), { tags: {} }),
  createStageInput: v.optional(v.looseObject({ stageName: v.string() }), { stageName: '' }),
  createDeploymentInput: v.optional(v.looseObject({ stageName: v.string() }), { stageName: '' }),
  patchOperations: v.optional(operations),
  updateStageInput: v.optional(v.object({ patchOperations: operations })),
});

/** Makes the change that an event of CloudTrail reports, where no trail sees it. */
export async function replay({ apiGateway }: LocalAws, { region, detail }: BusEvent): Promise<void> {
  const client = new APIGatewayClient({
    region,
    endpoint: apiGateway.url,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const parameters = v.parse(parametersSchema, detail.requestParameters);
  const { restApiId, stageName, resourceArn, webACLArn, tagKeys } = parameters;
  switch (detail.eventName) {
    case 'UpdateStage': {
      const patchOperations = parameters.updateStageInput?.patchOperations ?? parameters.patchOperations;
      await client.send(new UpdateStageCommand({ restApiId, stageName, patchOperations }));
      return;
    }
    case 'CreateStage': {
      const stages = { deploymentId: await deploymentOf(client, restApiId) };
      await client.send(
        new CreateStageCommand({ restApiId, ...stages, stageName: parameters.createStageInput.stageName }),
      );
      return;
    }
    case 'CreateDeployment': {
      await client.send(
        new CreateDeploymentCommand({ restApiId, stageName: parameters.createDeploymentInput.stageName }),
      );
      return;
    }
    case 'TagResource':
      await client.send(new TagResourceCommand({ resourceArn, tags: parameters.tagResourceInput.tags }));
      return;
    case 'UntagResource':
      await client.send(new UntagResourceCommand({ resourceArn, tagKeys }));
      return;
    case 'DeleteStage':
      await client.send(new DeleteStageCommand({ restApiId, stageName }));
      return;
    case 'DeleteRestApi':
      await client.send(new DeleteRestApiCommand({ restApiId }));
      return;
    case 'AssociateWebACL':
    case 'DisassociateWebACL':
      await callWaf(
        detail.eventName,
        { WebACLArn: webACLArn, ResourceArn: resourceArn },
        { url: apiGateway.url, region },
      );
  }
}

async function deploymentOf(client: APIGatewayClient, restApiId: string): Promise<string> {
  const { id = '' } = await client.send(new CreateDeploymentCommand({ restApiId }));
  return id;
}

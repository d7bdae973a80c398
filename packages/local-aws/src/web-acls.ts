import * as v from 'valibot';
import { ApiGatewayError } from './api-gateway-error.ts';
import type { AccountRegion } from './credential-scope.ts';
import { findStage, type RegionalData } from './rest-apis.ts';
import { resourceOfArn } from './tag-operations.ts';

const targetPrefix = 'AWSWAF_20190729.';
const associate = v.object({ WebACLArn: v.string(), ResourceArn: v.string() });
const create = v.object({ Name: v.string() });
const disassociate = v.object({ ResourceArn: v.string() });

/** @returns the operation of WAFv2 that a request's `x-amz-target` names, undefined where it is of another service */
export function wafOperation(target: unknown): string | undefined {
  return typeof target === 'string' && target.startsWith(targetPrefix) ? target.slice(targetPrefix.length) : undefined;
}

/** Just enough of WAFv2 to attach a web ACL to a stage and to take it off; nothing is kept of it but its ARN there. */
export function answerWaf(
  name: string,
  here: RegionalData,
  input: unknown,
  { account, region }: AccountRegion,
): object {
  switch (name) {
    case 'CreateWebACL': {
      const { Name } = v.parse(create, input);
      return { Summary: { Name, ARN: `arn:aws:wafv2:${region}:${account}:regional/webacl/${Name}/1` } };
    }
    case 'AssociateWebACL': {
      const { WebACLArn, ResourceArn } = v.parse(associate, input);
      stageOf(here, ResourceArn).webAclArn = WebACLArn;
      return {};
    }
    case 'DisassociateWebACL':
      stageOf(here, v.parse(disassociate, input).ResourceArn).webAclArn = undefined;
      return {};
    default:
      throw new ApiGatewayError(400, 'UnknownOperationException', `No operation ${name}`);
  }
}

function stageOf(here: RegionalData, resourceArn: string) {
  const { restApiId = '', stageName = '' } = resourceOfArn(resourceArn);
  return findStage(here, restApiId, stageName);
}

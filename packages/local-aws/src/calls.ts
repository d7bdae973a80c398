import type { AccountRegion } from './credential-scope.ts';
import { resourceOfArn } from './tag-operations.ts';

/** A request that reached the server, whatever became of it. */
export interface Call extends AccountRegion {
  readonly operation: string;
  readonly restApiId?: string;
  readonly stageName?: string;
}

/** @returns the call that an operation's input stands for; tag operations name their resource by its ARN */
export function callOf(operation: string, { account, region }: AccountRegion, input: Record<string, unknown>): Call {
  const { restApiId, stageName, resourceArn } = input;
  return {
    operation,
    account,
    region,
    ...(typeof restApiId === 'string' && { restApiId }),
    ...(typeof stageName === 'string' && { stageName }),
    ...(typeof resourceArn === 'string' && resourceOfArn(resourceArn)),
  };
}

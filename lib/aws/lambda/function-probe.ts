import { type FunctionConfiguration, GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { parse } from '@aws-sdk/util-arn-parser';
import type { DeployedFunction } from '../../doctor/probes.ts';
import { UnansweredError } from '../../doctor/unanswered.ts';
import { briefClient } from '../clients.ts';
import { find } from '../probe.ts';

/**
 * Reads the function's state and environment.
 * @returns `null` where there is no such function
 * @throws UnansweredError
 */
export async function probeFunction(name: string, region: string): Promise<DeployedFunction | null> {
  const client = new LambdaClient(briefClient(region));
  const command = new GetFunctionConfigurationCommand({ FunctionName: name });
  const call = () => client.send(command);
  const configuration = await find('Lambda', 'lambda:GetFunctionConfiguration', ['ResourceNotFoundException'], call);
  if (configuration === null) return null;
  const { FunctionArn: arn = '', Runtime: runtime = '', Environment } = configuration;
  // Lambda answers all the same where you may not use the key that the environment is encrypted with.
  if (Environment?.Error !== undefined) {
    const { ErrorCode = '', Message = '' } = Environment.Error;
    throw new UnansweredError(
      `its environment cannot be read: ${ErrorCode}: ${Message}`,
      'have kms:Decrypt on the key of the function granted to the identity that runs this',
    );
  }
  const environment = new Map(Object.entries(Environment?.Variables ?? {}));
  const { accountId, region: home } = parse(arn);
  return { arn, accountId, region: home, runtime, failure: failureOf(configuration), environment };
}

function failureOf({ State, StateReason = '', LastUpdateStatus, LastUpdateStatusReason = '' }: FunctionConfiguration) {
  if (State === 'Failed') return `it is in the state Failed: ${StateReason}`;
  return LastUpdateStatus === 'Failed' ? `its last update failed: ${LastUpdateStatusReason}` : null;
}

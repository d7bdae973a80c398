import { type FunctionConfiguration, GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { parse } from '@aws-sdk/util-arn-parser';
import { type Fact, known, unknown } from '../doctor/fact.ts';
import type { DeployedFunction } from '../doctor/probes.ts';
import { andThen, ask, probeClient } from './probe.ts';

/** What the function is told and how it stands. */
export async function probeFunction(name: string, region: string): Promise<Fact<DeployedFunction | null>> {
  const client = new LambdaClient(probeClient(region));
  const answer = await ask(
    'Lambda',
    'lambda:GetFunctionConfiguration',
    () => client.send(new GetFunctionConfigurationCommand({ FunctionName: name })),
    ['ResourceNotFoundException'],
  );
  return andThen(answer, (configuration) => (configuration === null ? known(null) : factOf(configuration)));
}

function factOf(configuration: FunctionConfiguration): Fact<DeployedFunction> {
  const { FunctionArn = '', FunctionName = '', Runtime = '', MemorySize = 0, Timeout = 0 } = configuration;
  const { Environment } = configuration;
  // Lambda answers all the same where whoever asks may not use the key that the environment is encrypted with.
  if (Environment?.Error !== undefined) {
    const { ErrorCode = '', Message = '' } = Environment.Error;
    return unknown(`its environment cannot be read: ${ErrorCode}: ${Message}`, {
      kind: 'DENIED',
      action: 'kms:Decrypt on the key of the function',
    });
  }
  const { region, accountId } = parse(FunctionArn);
  return known({
    arn: FunctionArn,
    name: FunctionName,
    accountId,
    region,
    runtime: Runtime,
    memory: MemorySize,
    timeout: Timeout,
    trouble: troubleOf(configuration),
    environment: new Map(Object.entries(Environment?.Variables ?? {})),
  });
}

function troubleOf({ State, StateReason = '', LastUpdateStatus, LastUpdateStatusReason = '' }: FunctionConfiguration) {
  if (State === 'Failed') return `it is in the state Failed: ${StateReason}`;
  return LastUpdateStatus === 'Failed' ? `its last update failed: ${LastUpdateStatusReason}` : null;
}

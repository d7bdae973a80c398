import {
  type FunctionConfiguration,
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
} from '@aws-sdk/client-lambda';
import { parse } from '@aws-sdk/util-arn-parser';
import { type Fact, known, unknown } from '../doctor/fact.ts';
import type { DeployedFunction, Feed } from '../doctor/probes.ts';
import { andThen, ask, askFor, probeClient } from './probe.ts';

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
  const { FunctionArn = '', FunctionName = '', Role = '', Runtime = '', MemorySize = 0, Timeout = 0 } = configuration;
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
    roleArn: Role,
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

/** How the function is fed by a queue, `null` where it is not. */
export function probeFeed(functionName: string, queueArn: string, region: string): Promise<Fact<Feed | null>> {
  const client = new LambdaClient(probeClient(region));
  return askFor('Lambda', 'lambda:ListEventSourceMappings', async () => {
    const input = { FunctionName: functionName, EventSourceArn: queueArn };
    const { EventSourceMappings = [] } = await client.send(new ListEventSourceMappingsCommand(input));
    const [mapping] = EventSourceMappings;
    if (mapping === undefined) return null;
    const { State = '', BatchSize = 0, FunctionResponseTypes = [] } = mapping;
    return {
      state: State,
      batchSize: BatchSize,
      reportsFailures: FunctionResponseTypes.includes('ReportBatchItemFailures'),
    };
  });
}

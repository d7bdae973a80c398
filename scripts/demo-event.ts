import { APIGatewayClient, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import type { LocalAws } from '@stagedrift/local-aws';
import { defaultAccount } from '@stagedrift/local-aws/credential-scope';
import { createEventBus } from '@stagedrift/local-aws/event-bus';
import { createEventSourceMapping } from '@stagedrift/local-aws/event-source-mapping';
import { createQueue } from '@stagedrift/local-aws/queue';
import { startTrail } from '@stagedrift/local-aws/trail';
import { consoleUser } from '@stagedrift/local-aws/trail-caller';
import { startFunction } from '../test/function-instance.ts';
import { deployedRules } from '../test/integration/deployed-rules.ts';

/** A setting of a stage and its new value. */
interface Setting {
  readonly restApiId: string;
  readonly stageName: string;
  readonly path: string;
  readonly value: string;
}

/**
 * Changes a stage as somebody in the console would, and lets the event of it go its way: by the deployed rules and the
 * queue to the function.
 * @param environment of the function
 * @returns the names of the rules that the event met
 */
export async function changeInConsole(
  aws: LocalAws,
  stateBucket: string,
  environment: Readonly<Record<string, string>>,
  { restApiId, stageName, path, value }: Setting,
): Promise<readonly string[]> {
  // In a deployment an event waits for a minute, for an apply may be under way.
  const queue = await createQueue(aws.sqs, {
    name: 'stagedrift-checks',
    delaySeconds: 0,
    visibilitySeconds: 60,
    maxReceiveCount: 3,
  });
  const bus = createEventBus(deployedRules(stateBucket), (body) => queue.send(body));
  const met: string[] = [];
  const trail = await startTrail({ apiGateway: aws.apiGateway.url, s3: aws.s3.url }, async (event) => {
    met.push(...(await bus.put(event)));
  });
  const detectDrift = startFunction({ ...environment, CHECK_QUEUE_URL: queue.url });
  const settings = { batchSize: 1000, windowMilliseconds: 0, retrySeconds: 0 };
  const mapping = createEventSourceMapping(queue, detectDrift.invoke, settings);
  try {
    trail.identify('console', consoleUser(defaultAccount, 'AdministratorAccess', 'alice@acme.example'));
    const client = new APIGatewayClient({
      endpoint: trail.url,
      credentials: { accessKeyId: 'console', secretAccessKey: 'local' },
    });
    const patchOperations = [{ op: 'replace' as const, path, value }];
    await client.send(new UpdateStageCommand({ restApiId, stageName, patchOperations }));
    await mapping.drain();
    return met;
  } finally {
    await detectDrift.end();
    await trail.stop();
  }
}

import { type APIGatewayClient, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import type { Trail } from '@stagedrift/local-aws/trail';
import * as v from 'valibot';

const stageCall = v.looseObject({
  eventName: v.string(),
  userAgent: v.string(),
  requestParameters: v.looseObject({ stageName: v.string() }),
});

/**
 * @param from how many events to leave out
 * @returns a stage that the apply has changed and read back: what happens to it now does not reach the state that is written
 */
export function stageThatIsDone({ events }: Trail, from: number): string {
  const calls = events.slice(from).flatMap(({ detail }) => {
    const parsed = v.safeParse(stageCall, detail);
    return parsed.success && parsed.output.userAgent.includes('Terraform') ? [parsed.output] : [];
  });
  const names = (list: typeof calls, operation: string) =>
    list.filter(({ eventName }) => eventName === operation).map(({ requestParameters }) => requestParameters.stageName);
  const done = names(calls, 'UpdateStage').find((stageName) => {
    const changed = calls.findIndex(
      (call) => call.eventName === 'UpdateStage' && call.requestParameters.stageName === stageName,
    );
    return names(calls.slice(changed), 'GetStage').includes(stageName);
  });
  if (done === undefined) throw new Error('The apply has not finished any stage yet');
  return done;
}

/** @returns the id of the event of the last change of a stage by Terraform @param from how many events to leave out */
export function lastChangeByTerraform({ events }: Trail, from: number): string {
  const last = events.slice(from).findLast(({ detail }) => {
    const parsed = v.safeParse(stageCall, detail);
    return parsed.success && parsed.output.eventName === 'UpdateStage' && parsed.output.userAgent.includes('Terraform');
  });
  if (last === undefined) throw new Error('The apply has changed no stage');
  return last.id;
}

/** Turns tracing on or off, which the configuration has nothing to say about. */
export async function setTracing(
  client: APIGatewayClient,
  restApiId: string,
  stageName: string,
  isOn: boolean,
): Promise<void> {
  const patchOperations = [{ op: 'replace' as const, path: '/tracingEnabled', value: String(isOn) }];
  await client.send(new UpdateStageCommand({ restApiId, stageName, patchOperations }));
}

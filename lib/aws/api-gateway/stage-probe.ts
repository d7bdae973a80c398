import { GetStageCommand } from '@aws-sdk/client-api-gateway';
import type { CrossAccountRole } from '../../config/config.ts';
import { UnansweredError } from '../../doctor/unanswered.ts';
import type { Clock } from '../../model/clock.ts';
import type { StageId } from '../../model/stage-id.ts';
import { createApiGatewayClient } from '../clients.ts';
import { find } from '../probe.ts';
import { accessTo } from '../sts/account-access.ts';
import { askOwnAccount } from '../sts/ask-own-account.ts';

/**
 * Reads one stage, under the role where it is in another account than your credentials.
 * @throws UnansweredError
 */
export async function probeStage(
  { accountId, region, apiId: restApiId, stageName }: StageId,
  role: CrossAccountRole | null,
  clock: Clock,
): Promise<'FOUND' | 'NOT_FOUND'> {
  const access = accessTo({ accountId, region }, await askOwnAccount(region), role);
  if (access.kind !== 'OPEN') throw new UnansweredError(access.reason, null);
  const client = createApiGatewayClient(region, access.role, clock);
  const reading = 'apigateway:GET on /restapis/*/stages/*';
  const action =
    access.role === null
      ? reading
      : `${reading} under ${access.role.arn} (which may trust the function alone: only a run of it can tell then)`;
  const stage = await find('API Gateway', action, ['NotFoundException'], () =>
    client.send(new GetStageCommand({ restApiId, stageName })),
  );
  return stage === null ? 'NOT_FOUND' : 'FOUND';
}

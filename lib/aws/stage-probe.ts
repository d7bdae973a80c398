import type { Clock } from '../clock.ts';
import type { StageAccess } from '../config.ts';
import { type Fact, known, unknown } from '../doctor/fact.ts';
import type { Question } from '../resources/live.ts';
import type { StageId } from '../resources/stage-id.ts';
import { askOwnAccount } from './ask-own-account.ts';
import { createLiveReader } from './live-reader.ts';

/** Reads one stage and the list of its REST API, which are two permissions, just as a check does. */
export async function probeStage(id: StageId, access: StageAccess, clock: Clock): Promise<Fact<'THERE' | 'GONE'>> {
  const reader = createLiveReader({
    ...access,
    clock,
    ownAccount: askOwnAccount,
    deadline: new AbortController().signal,
    onProgress: () => {},
  });
  const { accountId, region, restApiId, stageName } = id;
  const stage: Question<'STAGE'> = { kind: 'STAGE', accountId, region, id: { restApiId, stageName } };
  const list: Question<'STAGE_LIST'> = { kind: 'STAGE_LIST', accountId, region, id: { restApiId } };
  try {
    // One after the other: a stage that is in a list would not be asked for by itself.
    const single = (await reader.read([stage])).to(stage);
    const listed = (await reader.read([list])).to(list);
    const [unread] = [single, listed].filter((answer) => answer.kind !== 'FOUND' && answer.kind !== 'NOT_FOUND');
    if (unread !== undefined) {
      const why = { kind: 'DENIED', action: rightsFor(id, access) } as const;
      return unread.reason.startsWith('access denied') ? unknown(unread.reason, why) : unknown(unread.reason);
    }
    return known(single.kind === 'FOUND' ? 'THERE' : 'GONE');
  } finally {
    await reader.close();
  }
}

function rightsFor({ accountId }: StageId, { crossAccountRole }: StageAccess): string {
  const reading = 'apigateway:GET on /restapis/*/stages and /restapis/*/stages/*';
  return crossAccountRole === null
    ? reading
    : `${reading} (in another account, the role ${crossAccountRole.name} of account ${accountId} may trust the function alone: only a run of it can tell then)`;
}

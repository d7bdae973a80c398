import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  type GetEventSelectorsResponse,
  GetTrailStatusCommand,
  type Trail as TrailDescription,
} from '@aws-sdk/client-cloudtrail';
import type { Trail } from '../../doctor/probes.ts';
import { UnansweredError } from '../../doctor/unanswered.ts';
import { briefClient } from '../clients.ts';
import { ask } from '../probe.ts';

/**
 * @returns the trails that see a region, those of other regions and of the organization included, as far as the first
 * that logs all that is needed
 * @throws UnansweredError
 */
export async function probeTrails(region: string): Promise<readonly Trail[]> {
  const client = new CloudTrailClient(briefClient(region));
  const { trailList = [] } = await ask('CloudTrail', 'cloudtrail:DescribeTrails', () =>
    client.send(new DescribeTrailsCommand({ includeShadowTrails: true })),
  );
  const trails: Trail[] = [];
  for (const description of trailList) {
    const trail = await trailOf(description, client, region);
    trails.push(trail);
    if (trail.hasManagementWrites === true) break;
  }
  return trails;
}

async function trailOf(description: TrailDescription, client: CloudTrailClient, region: string): Promise<Trail> {
  const { TrailARN = '', Name: name = TrailARN, HomeRegion = region } = description;
  const { IsLogging: isLogging = false } = await ask('CloudTrail', 'cloudtrail:GetTrailStatus', () =>
    client.send(new GetTrailStatusCommand({ Name: TrailARN })),
  );
  return { name, isLogging, hasManagementWrites: isLogging ? await hasManagementWrites(TrailARN, HomeRegion) : null };
}

/** A trail of the organization may be seen, and yet not be looked into from one of its accounts: that is `null`. */
async function hasManagementWrites(trailArn: string, homeRegion: string): Promise<boolean | null> {
  const client = new CloudTrailClient(briefClient(homeRegion));
  try {
    const call = () => client.send(new GetEventSelectorsCommand({ TrailName: trailArn }));
    return selectsManagementWrites(await ask('CloudTrail', 'cloudtrail:GetEventSelectors', call));
  } catch (error) {
    if (error instanceof UnansweredError) return null;
    throw error;
  }
}

function selectsManagementWrites({ EventSelectors = [], AdvancedEventSelectors = [] }: GetEventSelectorsResponse) {
  return (
    EventSelectors.some(
      ({ IncludeManagementEvents = true, ReadWriteType = 'All' }) =>
        IncludeManagementEvents && ReadWriteType !== 'ReadOnly',
    ) ||
    AdvancedEventSelectors.some(({ FieldSelectors = [] }) => {
      const equals = (field: string) => FieldSelectors.find(({ Field }) => Field === field)?.Equals ?? [];
      return equals('eventCategory').includes('Management') && !equals('readOnly').includes('true');
    })
  );
}

import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  type GetEventSelectorsResponse,
  GetTrailStatusCommand,
  type Trail as TrailDescription,
} from '@aws-sdk/client-cloudtrail';
import { type Fact, known } from '../doctor/fact.ts';
import type { Trail } from '../doctor/probes.ts';
import { andThen, askFor, probeClient } from './probe.ts';

/** The trails that see a region, those of other regions and of the organization included. */
export async function probeTrails(region: string): Promise<Fact<readonly Trail[]>> {
  const client = new CloudTrailClient(probeClient(region));
  const described = await askFor('CloudTrail', 'cloudtrail:DescribeTrails', async () => {
    const { trailList = [] } = await client.send(new DescribeTrailsCommand({ includeShadowTrails: true }));
    return trailList;
  });
  return andThen(described, async (trails) => {
    const facts: Trail[] = [];
    for (const trail of trails) {
      const fact = await trailOf(trail, client, region);
      if (fact.kind === 'UNKNOWN') return fact;
      facts.push(fact.known);
      // One that has it all is enough.
      if (fact.known.isLogging && fact.known.hasManagementWrites === true) break;
    }
    return known(facts);
  });
}

async function trailOf(trail: TrailDescription, client: CloudTrailClient, region: string): Promise<Fact<Trail>> {
  const { TrailARN = '', Name: name = TrailARN, HomeRegion = region } = trail;
  const status = await askFor('CloudTrail', 'cloudtrail:GetTrailStatus', () =>
    client.send(new GetTrailStatusCommand({ Name: TrailARN })),
  );
  return andThen(status, async ({ IsLogging: isLogging = false }): Promise<Fact<Trail>> => {
    if (!isLogging) return known({ name, isLogging, hasManagementWrites: null });
    // What a trail selects is known in its own region.
    const own = new CloudTrailClient(probeClient(HomeRegion));
    const selectors = await askFor('CloudTrail', 'cloudtrail:GetEventSelectors', () =>
      own.send(new GetEventSelectorsCommand({ TrailName: TrailARN })),
    );
    // A trail of the organization may be seen, and yet not be looked into from one of its accounts.
    const hasManagementWrites = selectors.kind === 'KNOWN' ? selectsManagementWrites(selectors.known) : null;
    return known({ name, isLogging, hasManagementWrites });
  });
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

import { text } from './attribute.ts';
import { firstStage, isAt, textOf } from './companion.ts';
import type { LiveBasePathMapping } from './live-base-path-mapping.ts';
import { type Patch, replace, updating } from './patch.ts';
import { type Location, resourceType } from './resource-type.ts';
import type { StageDirectory } from './stage-directory.ts';
import { statedStageId } from './stage-id.ts';

/** The API has no other way to name the base path of a domain name's root. Source: the provider's parsing of its ids. */
const noBasePath = '(none)';

const update = updating<'BASE_PATH_MAPPING'>('update-base-path-mapping', ({ id }) => ({
  'domain-name': id.domainName,
  ...(id.domainNameId === '' ? {} : { 'domain-name-id': id.domainNameId }),
  'base-path': id.basePath,
}));

/** Both at once, since a stage is one of its REST API: the one alone would be refused where the other changed too. */
const target: Patch = {
  operations({ expectedAt, isHidden }) {
    const restApiId = expectedAt(['api_id']);
    if (restApiId === null || isHidden(['api_id']) || isHidden(['stage_name'])) return null;
    return [replace('/restapiId', restApiId), replace('/stage', expectedAt(['stage_name']) ?? '')];
  },
  apiPaths: () => ['/restapiId', '/stage'],
};

/** `aws_api_gateway_base_path_mapping`, where it leads to a REST API that has a stage in the states. */
export const basePathMapping = resourceType<'BASE_PATH_MAPPING', LiveBasePathMapping>({
  type: 'aws_api_gateway_base_path_mapping',
  companion: true,
  namedBy: 'id',
  locate: ({ attributes }, stages) => locateMapping(attributes, stages),
  part: (live) => ({ kind: 'FOUND', live }),
  // Domain name and base path say which mapping it is: under another path there is another mapping, or none.
  settings: [
    { name: 'api_id', type: text, actual: (live) => live.restApiId || null, revert: update(target) },
    { name: 'stage_name', type: text, actual: (live) => live.stage || null, revert: update(target) },
  ],
});

/** A mapping is in the account and region of its REST API. It belongs to the stage it names, or else to all of them. */
function locateMapping(
  attributes: ReadonlyMap<string, unknown>,
  stages: StageDirectory,
): Location<'BASE_PATH_MAPPING'> | null {
  const home = statedStageId(attributes);
  const ofApi = stages.stagesOf(textOf(attributes, 'api_id')).filter((candidate) => isAt(candidate, home));
  const named = ofApi.filter(({ id }) => id.stageName === home.stageName);
  const stage = firstStage(named.length > 0 ? named : ofApi);
  if (stage === undefined) return null;
  const domainName = textOf(attributes, 'domain_name');
  if (domainName === '') return { kind: 'UNKNOWN', id: stage.id, reason: 'the state has no domain_name for it' };
  const { accountId, region } = stage.id;
  const basePath = textOf(attributes, 'base_path') || noBasePath;
  const domainNameId = textOf(attributes, 'domain_name_id');
  const id = { domainName, basePath, domainNameId };
  return { kind: 'KNOWN', id: stage.id, question: { kind: 'BASE_PATH_MAPPING', accountId, region, id } };
}

import { text } from '../attribute-type.ts';
import { isAt, locateWith, textOf } from '../companion.ts';
import { resourceType } from '../resource-type.ts';
import { statedStageId } from './family.ts';
import { type Patch, replace, updating } from './patch.ts';
import { row } from './rows.ts';

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
export const basePathMapping = resourceType<'BASE_PATH_MAPPING'>({
  type: 'aws_api_gateway_base_path_mapping',
  companion: true,
  namedBy: 'id',
  // A mapping is in the account and region of its REST API. It belongs to the stage it names, or else to all of them.
  locate({ attributes }, stages) {
    const home = statedStageId(attributes);
    const ofApi = stages.stagesOf(textOf(attributes, 'api_id')).filter(isAt(home));
    const named = ofApi.filter(({ id }) => id.stageName === home.stageName);
    const located = locateWith(named.length > 0 ? named : ofApi, home, 'BASE_PATH_MAPPING', {
      domainName: textOf(attributes, 'domain_name'),
      basePath: textOf(attributes, 'base_path') || noBasePath,
      domainNameId: textOf(attributes, 'domain_name_id'),
    });
    if (located === null || textOf(attributes, 'domain_name') !== '') return located;
    return { kind: 'UNKNOWN', id: located.id, reason: 'the state has no domain_name for it' };
  },
  part: (live) => ({ kind: 'FOUND', live }),
  // Domain name and base path say which mapping it is: under another path there is another mapping, or none.
  settings: [
    row(update, 'api_id', { type: text, member: 'restApiId', patch: () => target }),
    row(update, 'stage_name', { type: text, member: 'stage', patch: () => target }),
  ],
  notCompared: ['id', 'region', 'domain_name', 'domain_name_id', 'base_path'],
});

import { parseArn } from '../model/arn.ts';
import { isGiven, memberAt } from '../model/members.ts';
import { nameForm, type StageId } from '../model/stage-id.ts';
import { apiFamilies, parseStageArn } from '../resources/api-families.ts';
import type { FamilyDefinition } from '../resources/api-family.ts';

/** Where in an account and region a call took place, or why it concerns no stage, or what keeps that from being known. */
export type CallPlace =
  | ({ readonly kind: 'PLACE'; readonly stageName: string | null } & Pick<StageId, 'family' | 'apiId'>)
  | { readonly kind: 'ELSEWHERE'; readonly reason: string }
  | { readonly kind: 'UNCLEAR'; readonly problems: readonly string[] };

const httpApi = {
  kind: 'ELSEWHERE',
  reason: 'it is about an HTTP or WebSocket API, of which there is nothing to check here',
} as const;

/**
 * Of a call that names its API. The stage's name is the member of the request or of its body; where the request was
 * too long to be recorded, the answer links to the stage.
 * @param request `requestParameters` @param response `responseElements`
 */
export function namedPlace(request: unknown, response: unknown): CallPlace {
  const family = apiFamilies.REST;
  const { apiIdMember } = family;
  if (memberAt(request, 'apiId') !== undefined && memberAt(request, apiIdMember) === undefined) return httpApi;
  return place(
    family,
    first([memberAt(request, apiIdMember), memberAt(response, apiIdMember), memberAt(response, 'self', apiIdMember)]),
    first([
      memberAt(request, 'stageName'),
      memberAt(request, 'createStageInput', 'stageName'),
      memberAt(request, 'createDeploymentInput', 'stageName'),
      memberAt(response, 'stageName'),
      memberAt(response, 'self', 'stageName'),
    ]),
  );
}

/** Of a call that names what it is about by an ARN, which need not be one of a stage. */
export function arnPlace(request: unknown): CallPlace {
  const arn = memberAt(request, 'resourceArn');
  if (typeof arn !== 'string' || arn === '') {
    return { kind: 'UNCLEAR', problems: ['requestParameters.resourceArn must be a text'] };
  }
  if (parseArn(arn)?.resource.startsWith('/apis/')) return httpApi;
  const stage = parseStageArn(arn);
  if (stage === null) return { kind: 'ELSEWHERE', reason: 'it is about something that is no stage' };
  return place(apiFamilies[stage.family], stage.apiId, stage.stageName);
}

function place({ family, label }: FamilyDefinition, apiId: unknown, stageName: unknown): CallPlace {
  const problems = [
    ...(apiId === null ? [`neither requestParameters nor responseElements names a ${label}`] : []),
    ...(apiId !== null && !isName(apiId) ? [`the id of the ${label} ${wanted}`] : []),
    ...(stageName !== null && !isName(stageName) ? [`the name of the stage ${wanted}`] : []),
  ];
  if (!isName(apiId) || problems.length > 0) return { kind: 'UNCLEAR', problems };
  return { kind: 'PLACE', family, apiId, stageName: isName(stageName) ? stageName : null };
}

const wanted = 'must be a text of letters, digits, hyphens and underscores';

function isName(value: unknown): value is string {
  return typeof value === 'string' && nameForm.test(value);
}

/** What is there but not as it should be must not give way to something else. */
function first(values: readonly unknown[]): unknown {
  return values.find(isGiven) ?? null;
}

import { deploymentPath } from '../resources/deployment.ts';
import { webAclPath } from '../resources/web-acl-association.ts';
import type { Touched } from './api-call.ts';
import { type ApiPath, apiPath, isAtOrAbove } from './api-path.ts';
import { arnPlace, type CallPlace, namedPlace } from './call-place.ts';
import { memberAt, textIn } from './members.ts';
import { deployedPaths, isDeployed, nothing, patchedPaths, taggedPaths, untaggedPaths } from './touched-paths.ts';

export type Effect = 'CREATES' | 'CHANGES' | 'DELETES';

/** An operation of an AWS API that can change what is to be known of a stage. */
export interface Operation {
  readonly name: string;
  /** As records have it in `eventSource`. */
  readonly source: 'apigateway.amazonaws.com' | 'wafv2.amazonaws.com';
  /** What it can do to the stage that it names, or to every one of the REST API. */
  readonly effects: readonly Effect[];
  /** Whether it can set what is at a path of a stage, or is a deployment. */
  reaches(place: ApiPath): boolean;
  /** @param request `requestParameters` @param response `responseElements` */
  place(request: unknown, response: unknown): CallPlace;
  /** @param request `requestParameters` */
  touched(request: unknown): Touched;
}

const gateway = 'apigateway.amazonaws.com';
const firewall = 'wafv2.amazonaws.com';
const whole = (): Touched => ({ kind: 'WHOLE' });

/**
 * All that are of concern, a row an operation. What is not here changes no stage: reads, caches that are flushed,
 * UpdateRestApi, whose settings are the API's own, and CreateRestApi and ImportRestApi, since an API that is new has no
 * stage. PutRestApi sets nothing of a stage either, but all of them may serve another API from then on.
 */
const rows: readonly Operation[] = [
  { name: 'CreateStage', source: gateway, effects: ['CREATES'], reaches: isOfStage, place: namedPlace, touched: whole },
  {
    name: 'UpdateStage',
    source: gateway,
    effects: ['CHANGES'],
    reaches: isPatched,
    place: namedPlace,
    touched: patchedStage,
  },
  { name: 'DeleteStage', source: gateway, effects: ['DELETES'], reaches: isOfStage, place: namedPlace, touched: whole },
  {
    name: 'CreateDeployment',
    source: gateway,
    effects: ['CREATES', 'CHANGES'],
    reaches: isDeployed,
    place: namedPlace,
    touched: deployedPaths,
  },
  {
    name: 'UpdateDeployment',
    source: gateway,
    effects: ['CHANGES'],
    reaches: isDeployment,
    place: namedPlace,
    touched: (request) => withinDeployment(request, patchedPaths(request, 'updateDeploymentInput')),
  },
  {
    name: 'DeleteDeployment',
    source: gateway,
    effects: ['CHANGES'],
    reaches: isDeployment,
    place: namedPlace,
    touched: (request) => withinDeployment(request, { kind: 'PATHS', paths: [''] }),
  },
  { name: 'TagResource', source: gateway, effects: ['CHANGES'], reaches: isTag, place: arnPlace, touched: taggedPaths },
  {
    name: 'UntagResource',
    source: gateway,
    effects: ['CHANGES'],
    reaches: isTag,
    place: arnPlace,
    touched: untaggedPaths,
  },
  {
    name: 'PutRestApi',
    source: gateway,
    effects: ['CHANGES'],
    reaches: () => false,
    place: namedPlace,
    touched: () => nothing,
  },
  {
    name: 'DeleteRestApi',
    source: gateway,
    effects: ['DELETES'],
    reaches: () => true,
    place: namedPlace,
    touched: whole,
  },
  {
    name: 'AssociateWebACL',
    source: firewall,
    effects: ['CHANGES'],
    reaches: isWebAcl,
    place: arnPlace,
    touched: webAcl,
  },
  {
    name: 'DisassociateWebACL',
    source: firewall,
    effects: ['CHANGES'],
    reaches: isWebAcl,
    place: arnPlace,
    touched: webAcl,
  },
];

/** By name; no two services share one. */
export const operations: ReadonlyMap<string, Operation> = new Map(rows.map((row) => [row.name, row]));

function webAcl(): Touched {
  return { kind: 'PATHS', paths: [webAclPath] };
}

/** A deployment is no part of the stages that it is deployed to. */
export function isOfStage(place: ApiPath): boolean {
  return !isDeployment(place);
}

function isDeployment([first]: ApiPath): boolean {
  return first === 'deployments';
}

function isTag([first]: ApiPath): boolean {
  return first === 'tags';
}

function isWebAcl(place: ApiPath): boolean {
  return isAtOrAbove(apiPath(webAclPath), place);
}

function isPatched(place: ApiPath): boolean {
  return place.length > 0 && ![isDeployment, isTag, isWebAcl].some((isOther) => isOther(place));
}

/** What was set in a stage that is not named was set in one of several. */
function patchedStage(request: unknown): Touched {
  return textIn(memberAt(request, 'stageName')) === null
    ? { kind: 'UNKNOWN' }
    : patchedPaths(request, 'updateStageInput');
}

/** Nothing of a stage is set by a call about a deployment, even where the record does not tell which one. */
function withinDeployment(request: unknown, touched: Touched): Touched {
  const deploymentId = textIn(memberAt(request, 'deploymentId'));
  if (deploymentId === null) return nothing;
  const paths = touched.kind === 'PATHS' ? touched.paths : [''];
  return { kind: 'PATHS', paths: paths.map((path) => `${deploymentPath(deploymentId)}${path}`) };
}

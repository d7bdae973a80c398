import type { FindingKind } from '../findings/finding.ts';
import type { Touched } from '../model/api-call.ts';
import { textAt } from '../model/members.ts';
import { deploymentPath } from '../resources/rest-api/deployment.ts';
import { webAclPath } from '../resources/rest-api/web-acl.ts';
import { type ApiPath, apiPath, isAtOrAbove } from './api-path.ts';
import { arnPlace, type CallPlace, namedPlace } from './call-place.ts';
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

const whole = (): Touched => ({ kind: 'WHOLE' });
const webAcl = (): Touched => ({ kind: 'PATHS', paths: [webAclPath] });

/**
 * All that are of concern, a row an operation, by name, in the order of the deployed event patterns: no two services share
 * one. What is not here changes no stage: reads, caches that are flushed, UpdateRestApi, whose settings are the API's own, and CreateRestApi and ImportRestApi, since an API that is new has no
 * stage. PutRestApi sets nothing of a stage either, but all of them may serve another API from then on.
 */
export const operations: ReadonlyMap<string, Operation> = new Map([
  ...rows('apigateway.amazonaws.com', namedPlace, {
    CreateStage: [['CREATES'], isOfStage, whole],
    UpdateStage: [['CHANGES'], isPatched, patchedStage],
    DeleteStage: [['DELETES'], isOfStage, whole],
    CreateDeployment: [['CREATES', 'CHANGES'], isDeployed, deployedPaths],
    UpdateDeployment: [['CHANGES'], isDeployment, patchedDeployment],
    DeleteDeployment: [['CHANGES'], isDeployment, (request) => withinDeployment(request, [''])],
  }),
  ...rows('apigateway.amazonaws.com', arnPlace, {
    TagResource: [['CHANGES'], isTag, taggedPaths],
    UntagResource: [['CHANGES'], isTag, untaggedPaths],
  }),
  ...rows('apigateway.amazonaws.com', namedPlace, {
    PutRestApi: [['CHANGES'], () => false, () => nothing],
    DeleteRestApi: [['DELETES'], () => true, whole],
  }),
  ...rows('wafv2.amazonaws.com', arnPlace, {
    AssociateWebACL: [['CHANGES'], isWebAcl, webAcl],
    DisassociateWebACL: [['CHANGES'], isWebAcl, webAcl],
  }),
]);

type Row = readonly [Operation['effects'], Operation['reaches'], Operation['touched']];

function rows(
  source: Operation['source'],
  place: Operation['place'],
  byName: Readonly<Record<string, Row>>,
): readonly (readonly [string, Operation])[] {
  return Object.entries(byName).map(([name, [effects, reaches, touched]]) => {
    return [name, { name, source, effects, reaches, place, touched }];
  });
}

/** @returns whether a call of the operation can have made what is found at a path */
export function canMake(operation: Operation, kind: FindingKind, place: ApiPath): boolean {
  const { effects } = operation;
  const isDeletion = effects.every((effect) => effect === 'DELETES');
  switch (kind) {
    case 'DIFFERENCE':
      return operation.reaches(place) && !isDeletion;
    case 'DELETED':
      // What a stage has goes with it, or by a call of its own, or is not there any more in a stage that was made again.
      return operation.reaches(place) && (isDeletion || place.length > 0);
    case 'UNMANAGED':
      return effects.includes('CREATES');
    case 'NOT_CHECKED':
      // That something cannot be checked is nobody's change.
      return false;
  }
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
  return textAt(request, 'stageName') === null ? { kind: 'UNKNOWN' } : patchedPaths(request, 'updateStageInput');
}

function patchedDeployment(request: unknown): Touched {
  const touched = patchedPaths(request, 'updateDeploymentInput');
  return withinDeployment(request, touched.kind === 'PATHS' ? touched.paths : ['']);
}

/** Nothing of a stage is set by a call about a deployment, even where the record does not tell which one. */
function withinDeployment(request: unknown, paths: readonly string[]): Touched {
  const deploymentId = textAt(request, 'deploymentId');
  if (deploymentId === null) return nothing;
  return { kind: 'PATHS', paths: paths.map((path) => `${deploymentPath(deploymentId)}${path}`) };
}

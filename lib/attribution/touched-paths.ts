import type { Touched } from '../model/api-call.ts';
import { isGiven, memberAt, membersOf, textIn } from '../model/members.ts';
import { keyPath } from '../resources/rest-api/patch.ts';
import type { ApiPath } from './api-path.ts';

/** The call is about stages and sets none of their settings. */
export const nothing: Touched = { kind: 'PATHS', paths: [] };

/**
 * @param request the record's `requestParameters`
 * @param inputName where the body of the call is; it is taken from the top too, since no real record was seen
 */
export function patchedPaths(request: unknown, inputName: string): Touched {
  const operations = memberAt(request, inputName, 'patchOperations') ?? memberAt(request, 'patchOperations');
  if (!Array.isArray(operations)) return { kind: 'UNKNOWN' };
  const paths = operations.map(pathsOfOperation);
  if (paths.includes(null) || paths.length === 0) return { kind: 'UNKNOWN' };
  return { kind: 'PATHS', paths: paths.flatMap((each) => each ?? []) };
}

/** A move takes away what it moves. */
function pathsOfOperation(operation: unknown): readonly string[] | null {
  const path = textIn(memberAt(operation, 'path'), longestPath);
  const from = textIn(memberAt(operation, 'from'), longestPath);
  switch (memberAt(operation, 'op')) {
    case 'test':
      return [];
    case 'move':
      return path === null || from === null ? null : [path, from];
    default:
      return path === null ? null : [path];
  }
}

/** `/tags/` and a key of 128 characters, each of them escaped. */
const longestPath = 1_024;

/** A record of a tag that names no key may be about any. */
export function taggedPaths(request: unknown): Touched {
  return tagPaths([...membersOf(memberAt(request, 'tagResourceInput', 'tags') ?? memberAt(request, 'tags')).keys()]);
}

export function untaggedPaths(request: unknown): Touched {
  const keys = memberAt(request, 'untagResourceInput', 'tagKeys') ?? memberAt(request, 'tagKeys');
  return tagPaths([keys].flat().filter((key) => typeof key === 'string'));
}

function tagPaths(keys: readonly string[]): Touched {
  if (keys.length === 0) return { kind: 'UNKNOWN' };
  return { kind: 'PATHS', paths: keys.map((key) => keyPath('/tags', key)) };
}

/**
 * A deployment with a stage's name moves that stage to it and sets what else the call has for the stage; with canary
 * settings it becomes the canary of the stage, which stays where it is. Without a stage's name no stage moves.
 * Source: API Gateway's reference of CreateDeployment.
 */
export function deployedPaths(request: unknown): Touched {
  const input = membersOf(memberAt(request, 'createDeploymentInput'));
  const has = (name: string) => isGiven(input.get(name));
  if (input.size === 0) return { kind: 'UNKNOWN' };
  if (!has('stageName')) return nothing;
  if (membersOf(input.get('canarySettings')).size > 0) return { kind: 'PATHS', paths: ['/canarySettings'] };
  const settings = deploymentSettings.flatMap(([name, path]) => (has(name) ? [path] : []));
  const variables = [...membersOf(input.get('variables')).keys()].map((name) => keyPath('/variables', name));
  return { kind: 'PATHS', paths: ['/deploymentId', ...settings, ...variables] };
}

/** @returns whether a deployment can set what is at a path of a stage */
export function isDeployed([first = '']: ApiPath): boolean {
  const roots = ['/deploymentId', '/canarySettings', '/variables', ...deploymentSettings.map(([, path]) => path)];
  return roots.includes(`/${first}`);
}

const deploymentSettings = [
  ['stageDescription', '/description'],
  ['cacheClusterEnabled', '/cacheClusterEnabled'],
  ['cacheClusterSize', '/cacheClusterSize'],
  ['tracingEnabled', '/tracingEnabled'],
] as const;

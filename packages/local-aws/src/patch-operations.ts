import { badRequest } from './api-gateway-error.ts';
import { patchMethodSetting, removeMethodSetting } from './method-settings.ts';
import {
  anyText,
  nothing,
  numberBetween,
  oneOf,
  type PatchOperation,
  type PatchValue,
  textOrNothing,
  trueOrFalse,
} from './patch-value.ts';
import { type CanarySettings, canaryOf, epochSeconds, type Stage, settleCacheCluster } from './stage-model.ts';
import { patchVariable } from './variables.ts';

type ChangeStage = (stage: Stage, value: string, path: string) => void;

const cacheClusterSizes = ['0.5', '1.6', '6.1', '13.5', '28.4', '58.2', '118', '237'];

const replacements = new Map<string, ChangeStage>([
  ['/deploymentId', set('deploymentId', anyText)],
  ['/description', set('description', textOrNothing)],
  ['/clientCertificateId', set('clientCertificateId', textOrNothing)],
  ['/documentationVersion', set('documentationVersion', textOrNothing)],
  ['/cacheClusterEnabled', set('cacheClusterEnabled', trueOrFalse)],
  ['/cacheClusterSize', set('cacheClusterSize', oneOf(cacheClusterSizes))],
  ['/tracingEnabled', set('tracingEnabled', trueOrFalse)],
  ['/accessLogSettings/destinationArn', setAccessLog('destinationArn')],
  ['/accessLogSettings/format', setAccessLog('format')],
  ['/canarySettings/percentTraffic', setCanary('percentTraffic', numberBetween(0, 100))],
  ['/canarySettings/deploymentId', setCanary('deploymentId', anyText)],
  ['/canarySettings/useStageCache', setCanary('useStageCache', trueOrFalse)],
]);

const removals = new Map<string, ChangeStage>([
  ['/accessLogSettings', set('accessLogSettings', nothing)],
  ['/canarySettings', set('canarySettings', nothing)],
]);

/** What promotes a canary: the path that is copied to, and from where. */
const copies = new Map<string, ChangeStage>([
  [
    '/deploymentId from /canarySettings/deploymentId',
    (stage, _value, path) => {
      stage.deploymentId = canaryToCopy(stage, path).deploymentId;
    },
  ],
  [
    '/variables from /canarySettings/stageVariableOverrides',
    (stage, _value, path) => {
      stage.variables = { ...stage.variables, ...canaryToCopy(stage, path).stageVariableOverrides };
    },
  ],
]);

/**
 * Applies UpdateStage's patch operations in their order.
 *
 * @param deployments the deployments of the REST API, as a stage may only point to one of them
 * @returns the changed stage; the given one stays as it is, also when an operation is refused
 */
export function patchStage(
  stage: Stage,
  operations: readonly PatchOperation[],
  deployments: { has(deploymentId: string): boolean },
): Stage {
  const changed = structuredClone(stage);
  for (const operation of operations) {
    if (!patch(changed, operation)) throw badRequest(refusal(operation));
    if (operation.path.endsWith('/deploymentId') && !deployments.has(operation.value ?? changed.deploymentId ?? '')) {
      throw badRequest(`Invalid Deployment identifier specified for ${operation.path}`);
    }
  }
  if (operations.some(({ path }) => path.startsWith('/cacheCluster'))) settleCacheCluster(changed);
  changed.lastUpdatedDate = epochSeconds();
  return changed;
}

function patch(stage: Stage, operation: PatchOperation): boolean {
  const change = changeFor(operation);
  change?.(stage, operation.value ?? '', operation.path);
  return (
    change !== undefined ||
    patchVariable(stage, operation) ||
    patchMethodSetting(stage, operation) ||
    removeMethodSetting(stage, operation)
  );
}

function changeFor({ op, path, value, from }: PatchOperation): ChangeStage | undefined {
  if (op === 'replace' && value !== undefined) return replacements.get(path);
  if (op === 'remove') return removals.get(path);
  return op === 'copy' ? copies.get(`${path} from ${from}`) : undefined;
}

function canaryToCopy({ canarySettings }: Stage, path: string): CanarySettings {
  if (!canarySettings) throw badRequest(`Cannot copy to ${path} because the stage has no canary`);
  return canarySettings;
}

function set<Name extends keyof Stage>(name: Name, parse: PatchValue<Stage[Name]>): ChangeStage {
  return (stage, value, path) => {
    stage[name] = parse(value, path);
  };
}

function setAccessLog(name: 'destinationArn' | 'format'): ChangeStage {
  return (stage, value) => {
    stage.accessLogSettings = { ...stage.accessLogSettings, [name]: value };
  };
}

function setCanary<Name extends keyof CanarySettings>(
  name: Name,
  parse: PatchValue<CanarySettings[Name]>,
): ChangeStage {
  return (stage, value, path) => {
    canaryOf(stage)[name] = parse(value, path);
  };
}

function refusal({ op, path, from }: PatchOperation): string {
  const source = from === undefined ? '' : ` from '${from}'`;
  const paths = [...replacements.keys(), ...removals.keys(), '/variables/{name}', '/{resourcePath}/{method}/...'];
  return `Invalid patch path '${path}' specified for op '${op}'${source}. Must be one of: [${paths.join(', ')}]`;
}

import type { Stage } from '@stagedrift/local-aws/stage-model';
import { remove, replace, type StageMutator, textOperations, update } from './mutation.ts';
import type { Place } from './place.ts';
import { freshNames, otherTexts } from './spelling.ts';

/** Mutations of the canary settings that API Gateway's own operations make. */
export const canaryMutators: readonly StageMutator[] = [
  (random, { canarySettings }) => {
    if (!canarySettings) return undefined;
    const overrides = canarySettings.stageVariableOverrides ?? {};
    const { how, value } = otherTexts(random, overrides, freshNames);
    return update(`overrides: ${how}`, ...textOperations('/canarySettings/stageVariableOverrides', overrides, value));
  },
  (random, { canarySettings }, place) =>
    canarySettings ? random.pick(canaryChanges)(canarySettings, place) : random.pick(canaryBeginnings),
];

type Canary = NonNullable<Stage['canarySettings']>;

const canaryBeginnings = [
  update('canary begun with traffic', replace('/canarySettings/percentTraffic', 10)),
  update('canary begun without traffic', replace('/canarySettings/percentTraffic', 0)),
  update('canary begun with an override', replace('/canarySettings/stageVariableOverrides/added', '')),
] as const;

const canaryChanges: readonly [CanaryMutator, ...CanaryMutator[]] = [
  () => update('canary removed', remove('/canarySettings')),
  () =>
    update('canary removed and begun anew', remove('/canarySettings'), replace('/canarySettings/percentTraffic', 0)),
  ({ percentTraffic }) =>
    update('canary traffic', replace('/canarySettings/percentTraffic', ((percentTraffic ?? 0) + 0.5) % 100)),
  ({ percentTraffic }) =>
    update(
      'canary traffic spelled differently',
      replace('/canarySettings/percentTraffic', `${(percentTraffic ?? 0).toFixed(3)}0`),
    ),
  ({ deploymentId }, { deploymentIds }) =>
    update(
      'canary deployment',
      replace('/canarySettings/deploymentId', deploymentIds.find((id) => id !== deploymentId) ?? ''),
    ),
  ({ useStageCache }) => update('canary cache', replace('/canarySettings/useStageCache', !useStageCache)),
];

type CanaryMutator = (canary: Canary, place: Place) => ReturnType<StageMutator>;

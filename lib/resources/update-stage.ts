import { updating } from './patch.ts';

/** Puts differences of a stage back, whichever resource has them. */
export const updateStage = updating<'STAGE'>('update-stage', ({ id }) => ({
  'rest-api-id': id.restApiId,
  'stage-name': id.stageName,
}));

import type { ResourceType } from './resource-type.ts';
import { stage } from './stage.ts';

/** Every resource type that is checked, one line each. */
export const resourceTypes: ReadonlyMap<string, ResourceType> = new Map([stage].map((known) => [known.type, known]));

import type { Check } from './check.ts';
import { bucketEvents } from './checks/bucket-events.ts';
import { cloudTrail } from './checks/cloud-trail.ts';
import { configuration } from './checks/configuration.ts';
import { credentials } from './checks/credentials.ts';
import { deadLetters } from './checks/dead-letters.ts';
import { deployedFunction } from './checks/function.ts';
import { ledger } from './checks/ledger.ts';
import { rules } from './checks/rules.ts';
import { stages } from './checks/stages.ts';
import { states } from './checks/states.ts';
import { chatTopic, reportTopic } from './checks/topics.ts';

/** Without these, nothing else can be asked. */
export const prerequisites: readonly Check[] = [deployedFunction, credentials];

/** Every other check, one line each. A check is for what a person gets wrong and nothing else notices. */
export const checks: readonly Check[] = [
  configuration,
  states,
  stages,
  rules,
  ledger,
  reportTopic,
  chatTopic,
  deadLetters,
  bucketEvents,
  cloudTrail,
];

import type { Row } from './check.ts';
import { stateEvents } from './checks/bucket-events.ts';
import { trail } from './checks/cloudtrail.ts';
import { configuration } from './checks/configuration.ts';
import { credentials } from './checks/credentials.ts';
import { deadLetters } from './checks/dead-letters.ts';
import { deployedFunction } from './checks/function.ts';
import { ledger } from './checks/ledger.ts';
import { rules } from './checks/policy.ts';
import { stages } from './checks/stages.ts';
import { states } from './checks/states.ts';
import { chatTopic, reportTopic } from './checks/topics.ts';

/** What all else starts from: without it, nothing can be asked. */
export const groundwork: readonly Row[] = [deployedFunction, configuration, credentials];

/** Every other check, one line each. */
export const checks: readonly Row[] = [
  states,
  stages,
  rules,
  ledger,
  reportTopic,
  chatTopic,
  deadLetters,
  stateEvents,
  trail,
];

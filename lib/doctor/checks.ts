import type { Row } from './check.ts';
import { callLookup, trail } from './checks/cloudtrail.ts';
import { configuration } from './checks/configuration.ts';
import { credentials } from './checks/credentials.ts';
import { deployedFunction } from './checks/deployed-function.ts';
import { eventRules, forwarding, schedule } from './checks/event-rules.ts';
import { ledger, ledgerAccess, ledgerVersions } from './checks/ledger.ts';
import { listing } from './checks/listing.ts';
import { locks } from './checks/locks.ts';
import { hashKey, rules } from './checks/policy.ts';
import { deadLetters, feed, queue } from './checks/queue.ts';
import { role } from './checks/role.ts';
import { stages } from './checks/stages.ts';
import { stateEvents } from './checks/state-events.ts';
import { states } from './checks/states.ts';
import { chatTopic, reportTopic } from './checks/topics.ts';

/** What all else starts from: without it, nothing can be asked. */
export const groundwork: readonly Row[] = [deployedFunction, configuration, credentials];

/** Every other check, one line each. */
export const checks: readonly Row[] = [
  role,
  states,
  listing,
  locks,
  stages,
  rules,
  hashKey,
  ledger,
  ledgerAccess,
  ledgerVersions,
  reportTopic,
  chatTopic,
  schedule,
  queue,
  deadLetters,
  feed,
  eventRules,
  forwarding,
  stateEvents,
  trail,
  callLookup,
];

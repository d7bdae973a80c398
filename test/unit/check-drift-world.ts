import { checkDrift } from '../../lib/check-drift.ts';
import { withoutLedger } from '../../lib/check-ports.ts';
import { type Policy, usualPolicy } from '../../lib/findings/assess.ts';
import { type CheckRequest, plainRequest } from '../../lib/model/check-request.ts';
import type { Report } from '../../lib/report/report.ts';
import { type Answer, createLookupResults, type LookupResults, type Question } from '../../lib/resources/live.ts';
import { checkedTypes } from '../../lib/resources/registry.ts';
import type { ResourceType } from '../../lib/resources/resource-type.ts';
import type { LiveStage } from '../../lib/resources/rest-api/live-stage.ts';
import { StateAccessError, type StateStore } from '../../lib/terraform/read-states.ts';
import { parseSource } from '../../lib/terraform/state-source.ts';
import type { Lookups } from '../../lib/verdict/read-live.ts';
import { parseStateFile } from '../parse-state-file.ts';
import { expectValidReport } from './report-schema.ts';

export const one = 's3://acme-tf/one.tfstate';
export const two = 's3://acme-tf/two.tfstate';

const everything: CheckRequest = { ...plainRequest, trigger: { kind: 'manual' }, dryRun: false };

/** Texts of states by their URI. */
type States = ReadonlyMap<string, string>;

/** @returns a store of these states and no other */
function storeOf(states: States): StateStore {
  return {
    async *listStates(bucket, prefix) {
      const start = `s3://${bucket}/`;
      for (const uri of states.keys())
        if (uri.startsWith(start + prefix)) yield { key: uri.slice(start.length), etag: '' };
    },
    async readState({ uri }, types) {
      const text = states.get(uri);
      if (text === undefined) throw new StateAccessError('there is no such object: it was deleted or moved');
      return { file: parseStateFile(text, types), version: null };
    },
  };
}

/** Answers what it was given, to those questions alone that it is asked; it counts each question as a call. */
export class KnownAnswers implements Lookups {
  /** What was asked, call by call. */
  readonly rounds: (readonly Question[])[] = [];
  readonly #known: LookupResults = createLookupResults();

  constructor(tell: (put: LookupResults['put']) => void) {
    tell(this.#known.put);
  }

  get asked(): readonly Question[] {
    return this.rounds.flat();
  }

  async read(questions: readonly Question[]) {
    this.rounds.push(questions);
    const { put, answers } = createLookupResults();
    for (const question of questions) put(question, this.#known.answers.to(question));
    return answers;
  }

  async close() {}

  async apiCalls() {
    return this.asked.length;
  }
}

/** @returns the question about a stage of the REST API of the built states */
export function aboutStage(stageName = 'prod', region = 'eu-west-1'): Question<'STAGE'> {
  return { kind: 'STAGE', accountId: '123456789012', region, id: { apiId: 'nz6fqhy5dm', stageName } };
}

/** @returns a reader that answers the same about every stage of the built states */
export function stagesThatAre(answer: Answer<LiveStage>): KnownAnswers {
  return new KnownAnswers((put) => {
    for (const question of [aboutStage(), aboutStage('dev'), aboutStage('prod', 'us-east-1')]) put(question, answer);
  });
}

/** @returns the report, which is valid by the JSON Schema, of a check of these states */
export async function check(
  states: States,
  lookups: Lookups,
  request: Partial<CheckRequest> = {},
  sources = [...states.keys()],
  types: ReadonlyMap<string, ResourceType> = checkedTypes,
  policy: Policy = usualPolicy,
): Promise<Report> {
  const settings = {
    ...{ reportId: 'report-1', sources: sources.map(parseSource), types, policy },
    ...{ remindAfterMs: 0, isRetried: false },
  };
  const now = () => new Date('2026-01-02T03:04:05Z');
  const ports = { ...withoutLedger, stateStore: storeOf(states), openLookups: () => lookups, now };
  const { report } = await checkDrift({ ...everything, ...request }, settings, ports);
  expectValidReport(report);
  return report;
}

/** Address, state and status of each resource. */
export function outcomes({ resources }: Report): [string, string | null, string][] {
  return resources.map((checked) => [checked.address, checked.state, checked.status]);
}

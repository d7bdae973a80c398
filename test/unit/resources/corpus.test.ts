import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as v from 'valibot';
import { flattenStage } from '../../../lib/aws/api-gateway/flatten-stage.ts';
import { type Answer, createLookupResults, ofKind } from '../../../lib/resources/live.ts';
import { checkedTypes, typesToRead } from '../../../lib/resources/registry.ts';
import type { LiveStage } from '../../../lib/resources/rest-api/live-stage.ts';
import { createStageDirectory } from '../../../lib/resources/stage-directory.ts';
import type { Verdict } from '../../../lib/resources/verdict.ts';
import { parseStateFile } from '../../parse-state-file.ts';

/** Types that can be judged by what the cases recorded: the answers about stages. */
const types = ['aws_api_gateway_stage', 'aws_api_gateway_method_settings'];
const folder = 'test/fixtures/corpus';
const cases = readdirSync(folder).toSorted();

const answersSchema = v.record(
  v.string(),
  v.looseObject({ __error__: v.optional(v.object({ status: v.number(), code: v.string() })) }),
);
const verdictSchema = v.object({
  modified: v.record(v.string(), v.array(v.string())),
  deleted: v.array(v.string()),
  notChecked: v.array(v.string()),
});

it('there are 73 recorded cases', () => {
  expect(cases).toHaveLength(73);
});

describe("Terraform's own verdict, less notation, is given for", () => {
  it.each(cases)('%s', (name) => {
    const recorded = v.parse(verdictSchema, readJson(`${name}/verdict.json`));
    expect(summaryOf(verdictsOf(name))).toEqual({
      modified: Object.fromEntries(Object.entries(recorded.modified).filter(([address]) => isChecked(address))),
      deleted: recorded.deleted.filter(isChecked),
      notChecked: recorded.notChecked.filter(isChecked),
    });
  });
});

function verdictsOf(name: string): [string, Verdict][] {
  const recorded = v.parse(answersSchema, readJson(`${name}/stages.json`));
  const { instances } = parseStateFile(readText(`${name}/state.json`), typesToRead);
  const directory = createStageDirectory(instances.map((instance) => ({ state: name, instance })));
  return instances.flatMap((instance) => {
    const placed =
      types.includes(instance.type) &&
      checkedTypes.get(instance.type)?.place(instance, { stages: directory, state: name });
    if (!placed) return [];
    const book = createLookupResults();
    for (const question of ofKind(placed.questions, 'STAGE')) {
      book.put(question, toAnswer(recorded[`${question.id.apiId}/${question.id.stageName}`]));
    }
    return [[instance.address, placed.judge(book.answers)]];
  });
}

function toAnswer(recorded: v.InferOutput<typeof answersSchema>[string] | undefined): Answer<LiveStage> {
  if (recorded === undefined) throw new Error('the case has no recorded answer for a stage of its state');
  const error = recorded.__error__;
  if (error === undefined) return { kind: 'FOUND', live: flattenStage(recorded) };
  return { kind: error.status === 404 ? 'NOT_FOUND' : 'UNREADABLE', reason: error.code };
}

function summaryOf(verdicts: readonly [string, Verdict][]) {
  const withStatus = (status: Verdict['status']) =>
    verdicts
      .filter(([, verdict]) => verdict.status === status)
      .map(([address]) => address)
      .toSorted();
  const modified = verdicts.flatMap(([address, verdict]) =>
    verdict.status === 'MODIFIED' ? [[address, settingsOf(verdict)] as const] : [],
  );
  return {
    modified: Object.fromEntries(modified),
    deleted: withStatus('DELETED'),
    notChecked: withStatus('NOT_CHECKED'),
  };
}

function settingsOf({ differences }: Extract<Verdict, { status: 'MODIFIED' }>): string[] {
  return [...new Set(differences.map(({ path }) => String(path[0])))].toSorted();
}

function isChecked(address: string): boolean {
  return types.some((type) => address.includes(`${type}.`));
}

function readJson(path: string): unknown {
  return JSON.parse(readText(path));
}

function readText(path: string): string {
  return readFileSync(`${folder}/${path}`, 'utf8');
}

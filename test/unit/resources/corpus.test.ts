import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as v from 'valibot';
import { flattenStage } from '../../../lib/aws/flatten-stage.ts';
import type { LiveAnswer } from '../../../lib/resources/live-stage.ts';
import { expectedResource, judge, type Verdict } from '../../../lib/resources/verdict.ts';
import { parseStateFile } from '../../../lib/terraform/state-file.ts';

const type = 'aws_api_gateway_stage';
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

describe("Terraform's own verdict, less mere spelling, is given for", () => {
  it.each(cases)('%s', (name) => {
    const recorded = v.parse(verdictSchema, readJson(`${name}/verdict.json`));
    expect(summaryOf(verdictsOf(name))).toEqual({
      modified: Object.fromEntries(Object.entries(recorded.modified).filter(([address]) => isStage(address))),
      deleted: recorded.deleted.filter(isStage),
      notChecked: recorded.notChecked.filter(isStage),
    });
  });
});

function verdictsOf(name: string): [string, Verdict][] {
  const answers = v.parse(answersSchema, readJson(`${name}/stages.json`));
  const { instances } = parseStateFile(readText(`${name}/state.json`), new Set([type]));
  return instances.map((instance) => {
    const expected = expectedResource('s3://acme-tf/terraform.tfstate', instance);
    return [
      instance.address,
      judge(expected, ({ restApiId, stageName }) => toAnswer(answers[`${restApiId}/${stageName}`])),
    ];
  });
}

function toAnswer(recorded: v.InferOutput<typeof answersSchema>[string] | undefined): LiveAnswer {
  if (recorded === undefined) throw new Error('the case has no recorded answer for a stage of its state');
  const error = recorded.__error__;
  if (error === undefined) return { kind: 'FOUND', stage: flattenStage(recorded) };
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

function isStage(address: string): boolean {
  return address.includes(`${type}.`);
}

function readJson(path: string): unknown {
  return JSON.parse(readText(path));
}

function readText(path: string): string {
  return readFileSync(`${folder}/${path}`, 'utf8');
}

import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type LocalServices, startLocalServices } from '@stagedrift/local-aws';
import * as v from 'valibot';
import { createLiveReader } from '../../lib/aws/live-reader.ts';
import type { Report, ReportResource } from '../../lib/report/report.ts';
import { checkedTypes } from '../../lib/resources/registry.ts';
import { createHastyClock } from '../virtual-clock.ts';
import { check, one } from './check-drift-world.ts';
import { fixture } from './terraform/state-builder.ts';

describe('a recorded case', () => {
  const folder = new URL('../fixtures/corpus/', import.meta.url);
  const cases = readdirSync(folder).toSorted();
  // What the cases recorded of AWS is stages.
  const types = ['aws_api_gateway_stage', 'aws_api_gateway_method_settings'];
  const onlyTypes = new Map([...checkedTypes].filter(([type]) => types.includes(type)));
  const account = '123456789012';
  const expectedSchema = v.object({ regions: v.record(v.string(), v.string()) });
  const verdictSchema = v.object({
    modified: v.record(v.string(), v.array(v.string())),
    deleted: v.array(v.string()),
    notChecked: v.array(v.string()),
  });
  const stateSchema = v.looseObject({ resources: v.array(v.unknown()) });

  let aws: LocalServices;

  beforeAll(async () => {
    aws = await startLocalServices();
    Object.assign(process.env, aws.environment);
  });
  afterAll(() => aws.stop());
  beforeEach(() => aws.apiGateway.reset());

  function load(name: string): void {
    const { regions } = v.parse(expectedSchema, json(name, 'expected'));
    aws.apiGateway.loadRecorded(json(name, 'stages'), {
      account,
      regionOf: (key) => regions[key] ?? regions['*'] ?? '',
    });
  }

  async function checkState(text: string): Promise<Report> {
    const liveReader = createLiveReader({
      clock: createHastyClock(),
      crossAccountRole: null,
      requestsPerSecond: 1_000,
      ownAccount: async () => ({ kind: 'KNOWN', accountId: account }),
      deadline: new AbortController().signal,
      onProgress: () => {},
    });
    const report = await check(new Map([[one, text]]), liveReader, {}, [one], onlyTypes);
    await liveReader.close();
    return report;
  }

  it('is one of 73', () => {
    expect(cases).toHaveLength(73);
  });

  it.each(cases)('%s gets the verdict of Terraform, in whatever order its state has the resources', async (name) => {
    load(name);
    const state = v.parse(stateSchema, json(name, 'state'));
    const report = await checkState(JSON.stringify(state));
    const shuffled = await checkState(JSON.stringify({ ...state, resources: shuffle(state.resources) }));

    const verdict = v.parse(verdictSchema, json(name, 'verdict'));
    expect(verdictOf(report)).toEqual({
      modified: Object.fromEntries(Object.entries(verdict.modified).filter(([key]) => isChecked(key))),
      deleted: verdict.deleted.filter(isChecked),
      notChecked: verdict.notChecked.filter(isChecked),
    });
    expect(JSON.stringify(shuffled)).toBe(JSON.stringify(report));
  });

  function verdictOf({ resources }: Report) {
    const withStatus = (status: ReportResource['status']) => resources.filter((checked) => checked.status === status);
    const addresses = (status: ReportResource['status']) => withStatus(status).map((checked) => checked.address);
    return {
      modified: Object.fromEntries(
        withStatus('MODIFIED').map((checked) => [
          checked.address,
          [...new Set(checked.differences.map(({ path }) => String(path[0])))].toSorted(),
        ]),
      ),
      deleted: addresses('DELETED'),
      notChecked: addresses('NOT_CHECKED'),
    };
  }

  function isChecked(resourceAddress: string): boolean {
    return types.some((type) => resourceAddress.includes(`${type}.`));
  }

  function json(name: string, file: string): unknown {
    return JSON.parse(fixture(`corpus/${name}/${file}.json`));
  }

  /** Another order, and always the same. */
  function shuffle<Item>(items: readonly Item[]): Item[] {
    return items
      .map((item, index) => ({ item, place: (index * 7 + 3) % items.length }))
      .toSorted((a, b) => b.place - a.place)
      .map(({ item }) => item);
  }
});

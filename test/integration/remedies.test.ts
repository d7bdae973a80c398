import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AssessedFinding } from '../../lib/findings/assess.ts';
import { methodFields, stageDrifts } from './remedy-drifts.ts';
import { type RemedyStages, startRemedyStages } from './remedy-stages.ts';
import { type RemedyWorld, startRemedyWorld } from './remedy-world.ts';

const isMoto = process.env.STAGEDRIFT_TEST_AWS === 'moto';
/** The AWS CLI takes a second for each command, so that it runs one of each. */
const isCli = process.env.STAGEDRIFT_TEST_CLI === 'aws';
const methodPaths = isCli ? ['items/GET'] : ['*/*', 'items/GET', ...(isMoto ? [] : ['~1orders~1{id}/GET'])];

let world: RemedyWorld;
let stages: RemedyStages;

beforeAll(async () => {
  world = await startRemedyWorld();
  stages = await startRemedyStages();
});
afterAll(async () => {
  stages.stop();
  await world.stop();
});

/** Reverts one finding; @returns what is found then */
async function putBack({ path, remedies }: AssessedFinding, state: string): Promise<readonly AssessedFinding[]> {
  const commands = remedies.restore.filter((command) => command.startsWith('aws '));
  expect([path, commands]).toEqual([path, [expect.any(String)]]);
  await world.run(commands[0] ?? '');
  return world.findings(state);
}

const pathsOf = (findings: readonly AssessedFinding[]) => findings.map(({ path }) => path?.join('.')).toSorted();

describe('the AWS command of a finding reverts just that', () => {
  it.each(stageDrifts.filter(({ notInMoto }) => !isMoto || notInMoto === undefined))('$title', async (drift) => {
    for (const index of isCli ? [0] : drift.paths.keys()) {
      const { state, stageName } = await stages.create(drift.of);
      expect(await world.findings(state)).toEqual([]);
      await stages.drift(stageName, drift);
      const found = await world.findings(state);
      expect(pathsOf(found)).toEqual(drift.paths);

      const [chosen] = found.slice(index);
      let left = chosen === undefined ? found : await putBack(chosen, state);
      expect(pathsOf(left)).not.toContain(drift.paths[index]);
      expect(drift.paths).toEqual(expect.arrayContaining(pathsOf(left)));
      for (let rounds = 0; left[0] !== undefined && rounds < found.length; rounds += 1) {
        left = await putBack(left[0], state);
      }
      expect(new Set(Object.values(await world.statuses(state)))).toEqual(new Set(['IN_SYNC']));
    }
  });

  it.each(methodFields)('%s of method settings', async (field, place, _value, other) => {
    for (const methodPath of methodPaths) {
      const { state, stageName } = await stages.create('bare', methodPath);
      expect(await world.findings(state)).toEqual([]);
      const patch = [{ op: 'replace' as const, path: `/${methodPath}/${place}`, value: String(other) }];
      await stages.drift(stageName, { patch });
      const [found, ...others] = await world.findings(state);
      expect([found?.path, others]).toEqual([['settings', 0, field], []]);

      if (found !== undefined) await putBack(found, state);
      expect(new Set(Object.values(await world.statuses(state)))).toEqual(new Set(['IN_SYNC']));
    }
  });
});

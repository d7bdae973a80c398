import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RoleWorld, startRoleWorld } from './role-world.ts';

describe('the role of the function', () => {
  let world: RoleWorld;
  beforeAll(async () => {
    world = await startRoleWorld();
  });
  afterAll(() => world.stop());

  it('allows all that a check of everything asks for', async () => {
    const run = await world.run({ dryRun: false }, world.roles);
    writeFileSync(
      '/tmp/run.txt',
      [
        JSON.stringify(run.result ?? run.error, null, 1),
        run.output,
        run.verdicts
          .map(
            (v) =>
              `${v.role.slice(-12)} ${v.asked.action} ${v.asked.resource} ${JSON.stringify(v.asked.context)} → ${v.statement}`,
          )
          .join('\n'),
      ].join('\n'),
    );
    expect(run.verdicts.filter(({ statement }) => statement === null)).toEqual([]);
  });
});

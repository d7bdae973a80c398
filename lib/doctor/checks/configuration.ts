import { check, once } from '../check.ts';
import { known } from '../fact.ts';
import { functionIn } from '../scene.ts';
import { cannotTell, ok, problem } from '../verdict.ts';

export const configuration = check({
  name: 'configuration',
  needs: [],
  ...once,
  instead: (scene) =>
    scene.visit.functionName !== null && functionIn(scene) === null
      ? cannotTell('it is the environment of the function, which could not be read', null)
      : null,
  probe: async (_, _probes, { problems }) => known(problems),
  verdict(problems, _, { settings, visit }) {
    if (problems.length > 0) {
      const remedy =
        visit.functionName === null
          ? 'set the variable, or say it with the option of this command; --function reads them all from the deployed function'
          : 'set the parameter, and deploy again';
      return problem(problems.join('; '), remedy);
    }
    const sources = settings.stateSources?.length ?? 0;
    const unused = settings.unused.map((name) => `; ${name} has no effect`).join('');
    return ok(`${sources === 1 ? '1 source' : `${sources} sources`} of states${unused}`);
  },
});

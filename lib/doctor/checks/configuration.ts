import { check } from '../check.ts';
import { ok, problem } from '../verdict.ts';

export const configuration = check({
  name: 'configuration',
  needs: [],
  subjects: ({ problems }) => [problems],
  async judge(problems, _probes, { settings, input }) {
    if (problems.length > 0) {
      const remedy =
        input.functionName === null
          ? 'set the variable, or give the option of this command; --function reads them all from the deployed function'
          : 'set the parameter, and deploy again';
      return problem(problems.join('; '), remedy);
    }
    const sources = settings.stateSources?.length ?? 0;
    const unused = settings.unused.map((name) => `; ${name} has no effect`).join('');
    return ok(`${sources === 1 ? '1 source' : `${sources} sources`} of states${unused}`);
  },
});

import { check, given } from '../check.ts';
import { unknown } from '../fact.ts';
import { notUsed, ok, problem } from '../verdict.ts';

export const deployedFunction = check({
  name: 'function',
  needs: ['lambda:GetFunctionConfiguration'],
  instead: ({ visit }) =>
    visit.functionName === null
      ? notUsed('none was named (--function), so the settings are those of this command and its environment')
      : null,
  subjects: ({ visit }) => given(visit.functionName),
  about: () => '',
  probe: async (_name, _probes, { deployed }) => deployed ?? unknown('the function was not asked for'),
  verdict(deployed, name, { visit }) {
    if (deployed === null) {
      return problem(
        `there is no function ${name} in ${visit.region}`,
        'name it as it is deployed, set AWS_REGION to its region, or give its ARN',
      );
    }
    const { trouble, runtime, memory, timeout } = deployed;
    if (trouble !== null) return problem(`${deployed.name} cannot run: ${trouble}`, 'deploy it again');
    return ok(`${deployed.arn}, ${runtime}, ${memory} MB, ${timeout} s`);
  },
});

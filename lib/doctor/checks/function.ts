import { check } from '../check.ts';
import { UnansweredError } from '../unanswered.ts';
import { notUsed, ok, problem } from '../verdict.ts';

export const deployedFunction = check({
  name: 'function',
  needs: ['lambda:GetFunctionConfiguration'],
  subjects: ({ input, deployedFunction }) =>
    input.functionName === null
      ? notUsed('none was named (--function), so the settings are those of this command and its environment')
      : [deployedFunction],
  async judge(deployed, _probes, { input }) {
    if (deployed instanceof UnansweredError) throw deployed;
    if (deployed === null) {
      return problem(
        `there is no function ${input.functionName} in ${input.region}`,
        'name it as it is deployed, set AWS_REGION to its region, or give its ARN',
      );
    }
    const { arn, runtime, failure } = deployed;
    return failure === null ? ok(`${arn}, ${runtime}`) : problem(`${arn} cannot run: ${failure}`, 'deploy it again');
  },
});

import { IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import pLimit from 'p-limit';
import type { Fact } from '../doctor/fact.ts';
import type { Permission } from '../doctor/probes.ts';
import { askFor, probeClient } from './probe.ts';

/** IAM answers slowly, and refuses who asks too much. */
const concurrentQuestions = 4;

/** @returns which of the permissions IAM says the role does not have; policies of buckets and keys are not among its grounds */
export function probeRole(
  roleArn: string,
  wanted: readonly Permission[],
  region: string,
): Promise<Fact<readonly Permission[]>> {
  const client = new IAMClient(probeClient(region));
  const limit = pLimit(concurrentQuestions);
  return askFor('IAM', 'iam:SimulatePrincipalPolicy', async () => {
    const answers = await Promise.all(
      wanted.map((permission) =>
        limit(async () => ({ permission, allowed: await isAllowed(client, roleArn, permission) })),
      ),
    );
    return answers.filter(({ allowed }) => !allowed).map(({ permission }) => permission);
  });
}

async function isAllowed(client: IAMClient, roleArn: string, { action, resource, context }: Permission) {
  const { EvaluationResults = [] } = await client.send(
    new SimulatePrincipalPolicyCommand({
      PolicySourceArn: roleArn,
      ActionNames: [action],
      ResourceArns: [resource],
      ContextEntries: [...context].map(([name, value]) => ({
        ContextKeyName: name,
        ContextKeyValues: [value],
        ContextKeyType: 'string',
      })),
    }),
  );
  return EvaluationResults.length > 0 && EvaluationResults.every(({ EvalDecision }) => EvalDecision === 'allowed');
}

import * as v from 'valibot';
import { runCommand } from '../run-command.ts';
import type { Verdict, Verdicts } from './verdict.ts';

const reportSchema = v.looseObject({
  resources: v.array(
    v.looseObject({
      address: v.string(),
      status: v.picklist(['IN_SYNC', 'MODIFIED', 'DELETED', 'NOT_CHECKED', 'UNMANAGED']),
      differences: v.array(v.looseObject({ path: v.looseTuple([v.string()]) })),
    }),
  ),
});

const exitCodes: readonly (number | null)[] = [0, 2];

/**
 * The verdict of the built command line, of each resource in the state.
 *
 * @param stateFile path of the state
 * @param environment what leads the AWS SDK to the API Gateway to ask
 */
export async function programVerdicts(
  stateFile: string,
  environment: Readonly<Record<string, string>>,
): Promise<Verdicts> {
  const { exitCode, stdout, stderr } = await runCommand(['check', stateFile, '--format', 'json'], environment);
  if (!exitCodes.includes(exitCode) && stdout === '') throw new Error(`stagedrift ended with ${exitCode}:\n${stderr}`);
  const { resources } = v.parse(v.pipe(v.string(), v.parseJson(), reportSchema), stdout);
  return new Map(
    // Terraform has no word for a stage that it does not manage.
    resources.filter(({ status }) => status !== 'UNMANAGED').map((resource) => [resource.address, verdictOf(resource)]),
  );
}

function verdictOf({ status, differences }: v.InferOutput<typeof reportSchema>['resources'][number]): Verdict {
  if (status === 'DELETED' || status === 'NOT_CHECKED') return status;
  return [...new Set(differences.map(({ path }) => path[0]))].toSorted();
}

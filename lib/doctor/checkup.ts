import { readSettings } from '../config/config.ts';
import type { Line } from './check.ts';
import type { Verdict } from './check-result.ts';
import { checks, prerequisites } from './checks.ts';
import type { Deployment, DoctorInput } from './deployment.ts';
import type { DeployedFunction, Probes } from './probes.ts';
import { answerOf, NoCredentialsError, UnansweredError } from './unanswered.ts';

/** What came of all checks, in the order of their table. */
export interface Checkup {
  readonly lines: readonly Line[];
  /** Why the other checks were not made, `null` where they were. */
  readonly stopped: string | null;
}

/** Makes every check. It writes nothing anywhere, and a check that fails stops no other. */
export async function examineDeployment(input: DoctorInput, probes: Probes): Promise<Checkup> {
  const { functionName } = input;
  const deployedFunction = functionName === null ? null : await answerOf(probes.deployedFunction(functionName));
  const caller = await answerOf(probes.caller());
  const known = deployedFunction instanceof UnansweredError ? null : deployedFunction;
  const own = functionName === null ? input.environment : Object.fromEntries(known?.environment ?? []);
  const deployment: Deployment = {
    input,
    deployedFunction,
    caller,
    accountId: known?.accountId ?? ('accountId' in caller ? caller.accountId : null),
    region: known?.region ?? input.region,
    ...readSettings({ ...own, ...Object.fromEntries(input.options) }),
    sources: [],
  };
  const stopped = whyStopped(deployment, known);
  const sources = stopped === null ? (deployment.settings.stateSources ?? []) : [];
  const read = await Promise.all(sources.map(async (source) => ({ source, states: await probes.states(source) })));
  const toMake = stopped === null ? [...prerequisites, ...checks] : prerequisites;
  const lines = await Promise.all(toMake.map((check) => check.run({ ...deployment, sources: read }, probes)));
  return { lines: lines.flat(), stopped };
}

function whyStopped({ input, caller }: Deployment, deployed: DeployedFunction | null): string | null {
  if (caller instanceof NoCredentialsError) return 'there are no usable credentials';
  return input.functionName === null || deployed !== null ? null : 'the settings of the function are not known';
}

export function summaryOf({ lines }: Checkup) {
  const count = (wanted: Verdict['status']) => lines.filter(({ status }) => status === wanted).length;
  return { ok: count('OK'), problems: count('PROBLEM'), cannotTell: count('CANNOT_TELL'), notUsed: count('NOT_USED') };
}

/** For the exit code: a problem weighs more than what could not be checked. */
export function outcomeOf(checkup: Checkup): 'FINE' | 'PROBLEMS' | 'NOT_ALL_CHECKED' {
  const { problems, cannotTell } = summaryOf(checkup);
  if (problems > 0) return 'PROBLEMS';
  return cannotTell > 0 || checkup.stopped !== null ? 'NOT_ALL_CHECKED' : 'FINE';
}

import colors from 'picocolors';
import { configuredRegion } from '../lib/aws/caller-probe.ts';
import type { Clock } from '../lib/clock.ts';
import { type Checkup, examineDeployment, outcomeOf } from '../lib/doctor/checkup.ts';
import { renderCheckupJson } from '../lib/doctor/checkup-json.ts';
import { type CheckupStyle, renderCheckupText } from '../lib/doctor/checkup-text.ts';
import { createProbes } from './doctor-probes.ts';
import { createProgress, isInColor, print } from './terminal.ts';
import { UsageError } from './usage-error.ts';

const exitCodes = { FINE: 0, PROBLEMS: 2, NOT_ALL_TOLD: 1 } as const;

/**
 * Looks at a deployment and prints what is to be said of it.
 * @param functionName name or ARN of the deployed function, `null` for the settings of this environment
 * @param said settings that count before any environment, by the name of their variable
 * @returns the exit code
 */
export async function runDoctor(
  functionName: string | null,
  said: ReadonlyMap<string, string>,
  format: 'text' | 'json',
  clock: Clock,
): Promise<number> {
  const region = regionOfArn(functionName) ?? (await configuredRegion());
  if (region === null) throw new UsageError('no region is set: set AWS_REGION to that of the function');
  // Clients that are not told a region take it from here, as those of the function do.
  process.env.AWS_REGION = region;
  const progress = createProgress(process.stderr);
  const visit = { functionName, environment: process.env, said, region };
  const checkup = await examineDeployment(visit, createProbes(region, clock), (what) =>
    progress.show(`Looking at ${what} …`),
  ).finally(progress.clear);
  await print(format === 'json' ? renderCheckupJson(checkup) : text(checkup));
  return exitCodes[outcomeOf(checkup)];
}

function regionOfArn(name: string | null): string | null {
  return /^arn:[^:]+:lambda:([a-z0-9-]+):/.exec(name ?? '')?.[1] ?? null;
}

const colored: CheckupStyle = {
  OK: colors.green,
  PROBLEM: (sign) => colors.bold(colors.red(sign)),
  CANNOT_TELL: colors.yellow,
  NOT_USED: colors.dim,
  dim: colors.dim,
};

function text(checkup: Checkup): string {
  return isInColor() ? renderCheckupText(checkup, colored) : renderCheckupText(checkup);
}

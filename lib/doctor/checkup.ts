import { readSettings } from '../config.ts';
import type { Line, Row } from './check.ts';
import { checks, groundwork } from './checks.ts';
import type { Fact } from './fact.ts';
import type { Caller, DeployedFunction, Probes } from './probes.ts';
import type { Home, Scene, Visit } from './scene.ts';

/** What came of all checks, in the order of their table. */
export interface Checkup {
  readonly lines: readonly Line[];
  /** Why the other checks were not made, `null` where they were. */
  readonly stopped: string | null;
}

/**
 * Makes every check there is. Nothing is written anywhere, and a check that fails stops no other.
 * @param progress told what is being looked at
 */
export async function examineDeployment(
  visit: Visit,
  probes: Probes,
  progress: (what: string) => void,
): Promise<Checkup> {
  progress('the function and the credentials');
  const deployed = visit.functionName === null ? null : await probes.deployedFunction(visit.functionName);
  const caller = await probes.caller();
  const { settings, problems } = readSettings(environmentOf(visit, deployed));
  const home = homeOf(visit, deployed, caller);
  const empty: Scene = { visit, settings, problems, deployed, caller, states: [], home };
  const stopped = whyStopped(deployed, caller);
  if (stopped !== null) return { lines: await runAll(groundwork, empty, probes), stopped };

  progress('the states');
  const sources = settings.stateSources ?? [];
  const states = await Promise.all(sources.map(async (source) => ({ source, states: await probes.states(source) })));
  progress('everything else');
  return { lines: await runAll([...groundwork, ...checks], { ...empty, states }, probes), stopped: null };
}

async function runAll(rows: readonly Row[], scene: Scene, probes: Probes): Promise<readonly Line[]> {
  return (await Promise.all(rows.map((row) => row.run(scene, probes)))).flat();
}

type Deployed = Fact<DeployedFunction | null> | null;

function environmentOf({ environment, said }: Visit, deployed: Deployed): Readonly<Record<string, string | undefined>> {
  if (deployed === null) return { ...environment, ...Object.fromEntries(said) };
  const own = deployed.kind === 'KNOWN' ? (deployed.known?.environment ?? new Map<string, string>()) : new Map();
  return Object.fromEntries([...own, ...said]);
}

function homeOf({ region }: Visit, deployed: Deployed, caller: Fact<Caller>): Home {
  if (deployed?.kind === 'KNOWN' && deployed.known !== null) return deployed.known;
  return { accountId: caller.kind === 'KNOWN' ? caller.known.accountId : null, region };
}

function whyStopped(deployed: Deployed, caller: Fact<Caller>): string | null {
  if (caller.kind === 'UNKNOWN' && caller.why.kind === 'NO_CREDENTIALS') return 'there are no usable credentials';
  if (deployed === null || (deployed.kind === 'KNOWN' && deployed.known !== null)) return null;
  return 'the settings of the function are not known';
}

/** For the exit code: a problem weighs more than what could not be told. */
export function outcomeOf({ lines, stopped }: Checkup): 'FINE' | 'PROBLEMS' | 'NOT_ALL_TOLD' {
  const has = (kind: Line['verdict']['kind']) => lines.some(({ verdict }) => verdict.kind === kind);
  if (has('PROBLEM')) return 'PROBLEMS';
  return has('CANNOT_TELL') || stopped !== null ? 'NOT_ALL_TOLD' : 'FINE';
}

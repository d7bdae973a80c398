import { spawn } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { median } from './section.ts';

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly folder?: string;
  /** Exit codes that say that it did its work. */
  readonly succeedsWith?: readonly number[];
}

/** What a program cost, with all processes that it started. */
export interface Cost {
  /** Seconds from start to end. */
  readonly wall: number;
  /** Seconds of processor time. */
  readonly cpu: number;
  /** MiB of resident memory at its highest, summed over the processes that ran at the same time. */
  readonly memory: number;
}

export interface Measured extends Cost {
  readonly stdout: string;
}

/** Milliseconds between two looks at the memory. The kernel keeps each process's peak, so a short one is not missed. */
const interval = 20;

const timed = 'TIMEFORMAT="%R %U %S"; { time "$@" 2>&3; } 3>&2 2>"$0"';

/** Runs a program to its end. Memory is known on Linux only. */
export async function measure(program: Command, scratch: string): Promise<Measured> {
  const { command, args, environment, folder, succeedsWith = [0] } = program;
  const times = join(scratch, 'times.txt');
  const child = spawn('bash', ['-c', timed, times, command, ...args], {
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(folder !== undefined && { cwd: folder }),
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  let memory = 0;
  let ended = false;
  const watch = async () => {
    while (!ended) {
      memory = Math.max(memory, await peakBelow(child.pid ?? 0));
      await new Promise((resolve) => setTimeout(resolve, interval));
    }
  };
  const watching = watch();
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  ended = true;
  await watching;
  if (code === null || !succeedsWith.includes(code)) {
    throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${stderr.slice(-2_000)}`);
  }
  const [wall = Number.NaN, user = 0, system = 0] = (await readFile(times, 'utf8')).trim().split(' ').map(Number);
  return { wall, cpu: user + system, memory: memory === 0 ? Number.NaN : memory, stdout };
}

/** @returns what each of several programs cost at the median; they take turns, so that a slow moment strikes all */
export async function measureInTurn<Name extends string>(
  programs: Readonly<Record<Name, Command>>,
  runs: number,
  scratch: string,
): Promise<Readonly<Record<Name, Cost>>> {
  const names = Object.keys(programs) as Name[];
  const costs = new Map<Name, Cost[]>(names.map((name) => [name, []]));
  // The first round only warms up what the operating system remembers.
  for (let run = 0; run <= runs; run += 1) {
    for (const name of names) {
      const cost = await measure(programs[name], scratch);
      if (run > 0) costs.get(name)?.push(cost);
    }
  }
  return Object.fromEntries(names.map((name) => [name, medianOf(costs.get(name) ?? [])])) as Record<Name, Cost>;
}

function medianOf(costs: readonly Cost[]): Cost {
  return {
    wall: median(costs.map(({ wall }) => wall)),
    cpu: median(costs.map(({ cpu }) => cpu)),
    memory: median(costs.map(({ memory }) => memory)),
  };
}

/** @returns MiB at the peak of each process that a process has started, directly or not */
async function peakBelow(pid: number): Promise<number> {
  const peaks = (await childrenOf(pid)).map(async (id) => {
    // Between being made and becoming the program, a process is a copy of this one.
    const isProgram = !(await linkOrNothing(`/proc/${id}/exe`)).endsWith('bash');
    return (isProgram ? await peakOf(id) : 0) + (await peakBelow(id));
  });
  return (await Promise.all(peaks)).reduce((sum, peak) => sum + peak, 0);
}

/** @returns MiB of resident memory of a process at its highest so far; 0 where that is not known, as on other systems than Linux */
export async function peakOf(pid: number): Promise<number> {
  const kibibytes = /VmHWM:\s+(\d+)/.exec(await readOrNothing(`/proc/${pid}/status`))?.[1] ?? '0';
  return Number(kibibytes) / 1024;
}

/** A process belongs to the thread that started it. */
async function childrenOf(pid: number): Promise<number[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = threads.map((thread) => readOrNothing(`/proc/${pid}/task/${thread}/children`));
  return (await Promise.all(lists)).flatMap((list) => list.split(' ').filter((id) => id !== '')).map(Number);
}

/** A process may end while it is looked at. */
function readOrNothing(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

function linkOrNothing(path: string): Promise<string> {
  return readlink(path).catch(() => '');
}

import { type ChildProcess, fork } from 'node:child_process';
import type { Order, Result } from './worker.ts';

/** Simulations in one process after which it is replaced: each run that died leaves a module behind. */
const mostOrders = 1_000;

/** Processes that simulate, side by side. */
export class Workers {
  readonly #count: number;
  readonly #given: readonly string[];
  readonly #environment: Readonly<Record<string, string>>;

  /**
   * @param given entry of the function, seen from the simulation, and seconds after which Lambda ends a run
   * @param environment what the processes have besides our own
   */
  constructor(count: number, given: readonly string[] = [], environment: Readonly<Record<string, string>> = {}) {
    this.#count = count;
    this.#given = given;
    this.#environment = environment;
  }

  /** @param each is called with each result as it comes; where it returns false, no more is simulated */
  async run(orders: Iterable<Order>, each: (result: Result, order: Order) => boolean): Promise<void> {
    const left = orders[Symbol.iterator]();
    let isStopped = false;
    const work = async (): Promise<void> => {
      for (let process: ChildProcess | null = null, done = 0; ; done += 1) {
        const next = isStopped ? { done: true as const } : left.next();
        if (next.done === true) {
          process?.kill();
          return;
        }
        if (done % mostOrders === 0) {
          process?.kill();
          process = await this.#start();
        }
        if (process === null) throw new Error('No process was started');
        if (!each(await ask(process, next.value), next.value)) isStopped = true;
      }
    };
    await Promise.all([...Array(this.#count)].map(work));
  }

  async #start(): Promise<ChildProcess> {
    const file = new URL('./worker.ts', import.meta.url);
    const execArgv = [
      '--disable-warning=ExperimentalWarning',
      '--import',
      new URL('./without-sdk.mjs', import.meta.url).href,
    ];
    const env = { ...globalThis.process.env, ...this.#environment };
    const process = fork(file, this.#given, { execArgv, stdio: ['ignore', 'ignore', 'pipe', 'ipc'], env });
    const said: string[] = [];
    process.stderr?.on('data', (chunk) => said.push(String(chunk)));
    await reply(process, said);
    return process;
  }
}

const noise = /No application metrics to publish/;

function ask(process: ChildProcess, order: Order): Promise<Result> {
  process.send(order);
  return reply(process, []) as Promise<Result>;
}

function reply(process: ChildProcess, said: readonly string[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error(`A simulation died: ${said.filter((line) => !noise.test(line)).join('')}`));
    process.once('exit', onExit);
    process.once('message', (message) => {
      process.off('exit', onExit);
      resolve(message);
    });
  });
}

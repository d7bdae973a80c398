/** The function as Lambda has it. */
export type Handler = (event: unknown, context: unknown) => Promise<unknown>;

/** Runs that may die in one simulation. */
const mostSpare = 60;

/** Processes of the function: one that died leaves nothing behind, and another takes its place. */
export class Containers {
  readonly #create: () => Promise<Handler>;
  readonly #spare: Handler[] = [];
  readonly #warm: Handler[] = [];

  /** @param create loads the function again */
  constructor(create: () => Promise<Handler>) {
    this.#create = create;
  }

  /** Has enough of them for one simulation, in which no file can be read. */
  async fill(): Promise<void> {
    while (this.#spare.length < mostSpare) this.#spare.push(await this.#create());
  }

  take(): Handler {
    const handler = this.#warm.pop() ?? this.#spare.pop();
    if (handler === undefined) throw new Error('No container is left');
    return handler;
  }

  giveBack(handler: Handler): void {
    this.#warm.push(handler);
  }
}

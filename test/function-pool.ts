import { type FunctionInstance, type Invocation, type InvocationSettings, startFunction } from './function-instance.ts';

/** Instances of the built function, which are kept warm for whatever comes next, as Lambda does. */
export interface FunctionPool {
  /** Has an instance that is free handle an event, or starts one. */
  invoke(
    event: unknown,
    environment: Readonly<Record<string, string>>,
    settings?: InvocationSettings,
  ): Promise<Invocation>;
  /** Ends all of them. */
  end(): Promise<void>;
}

/** @param time whether it is that of the machine, or passes only while an instance waits */
export function createFunctionPool(time: 'MACHINE' | 'VIRTUAL' = 'VIRTUAL'): FunctionPool {
  const started = new Set<FunctionInstance>();
  const free: FunctionInstance[] = [];

  function start(environment: Readonly<Record<string, string>>): FunctionInstance {
    const instance = startFunction(environment, undefined, time);
    started.add(instance);
    return instance;
  }

  return {
    async invoke(event, environment, settings) {
      const instance = free.pop() ?? start(environment);
      const invocation = await instance.invoke(event, { ...settings, environment });
      free.push(instance);
      return invocation;
    },
    async end() {
      free.length = 0;
      const ending = [...started].map((instance) => instance.end());
      started.clear();
      await Promise.all(ending);
    },
  };
}

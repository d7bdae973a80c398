import type { LiveSide, StageName } from './live-side.ts';
import type { MethodSettingsMutator, Mutation, StageMutator } from './mutation.ts';
import type { Random } from './random.ts';
import type { StageResources } from './state-resources.ts';

/** What was done to each resource, by its address. */
export type Mutated = ReadonlyMap<string, readonly string[]>;

export interface Mutators {
  readonly stage: readonly [StageMutator, ...StageMutator[]];
  readonly methodSettings: readonly [MethodSettingsMutator, ...MethodSettingsMutator[]];
}

/** Mutates nearly all of the live side; what is left alone shows that nothing is reported of it. */
export async function mutate(
  random: Random,
  live: LiveSide,
  resources: readonly StageResources[],
  mutators: Mutators,
): Promise<Mutated> {
  const mutated = new Map<string, string[]>();
  const note = (address: string, what: string) => mutated.set(address, [...(mutated.get(address) ?? []), what]);

  for (const { of, place, stage, settings } of resources) {
    if (random.chance(0.03)) {
      await live.apply(of, { kind: 'DELETE' });
      for (const { address } of [stage, ...settings]) note(address, 'stage deleted');
      continue;
    }
    for (let times = howOften(random); times > 0; times -= 1) {
      await attempt(of, stage.address, (now) => random.pick(mutators.stage)(random, now, place));
    }
    for (const { address, attributes } of settings) {
      const methodPath = String(attributes.get('method_path'));
      for (let times = howOften(random); times > 0; times -= 1) {
        await attempt(of, address, (now) => random.pick(mutators.methodSettings)(random, now, methodPath));
      }
    }
  }
  return mutated;

  /** Tries until something is done; not every mutation fits every stage. */
  async function attempt(
    of: StageName,
    address: string,
    choose: (now: NonNullable<Awaited<ReturnType<LiveSide['read']>>>) => Mutation | undefined,
  ): Promise<void> {
    for (let tries = 0; tries < 20; tries += 1) {
      const now = await live.read(of);
      const mutation = now && choose(now);
      if (mutation === undefined) continue;
      let done = false;
      for (const change of mutation.changes) done = (await live.apply(of, change)) || done;
      if (!done) continue;
      note(address, mutation.what);
      return;
    }
  }
}

/** Deletes one REST API with all that is in it. */
export async function deleteOneRestApi(
  random: Random,
  live: LiveSide,
  resources: readonly StageResources[],
  mutated: Mutated,
): Promise<Mutated> {
  const [first, ...others] = resources;
  if (first === undefined) return mutated;
  const { of } = random.pick([first, ...others]);
  await live.deleteRestApi(of);
  const gone = resources
    .filter((one) => one.of.restApiId === of.restApiId)
    .flatMap(({ stage, settings }) => [stage, ...settings])
    .map(({ address }): [string, readonly string[]] => [
      address,
      [...(mutated.get(address) ?? []), 'REST API deleted'],
    ]);
  return new Map([...mutated, ...gone]);
}

function howOften({ pick }: Random): number {
  return pick([0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4]);
}

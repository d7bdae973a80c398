import * as v from 'valibot';

/** Patch operations of what only its description can be changed of. */
export const descriptionPatch = v.array(
  v.object({ op: v.literal('replace'), path: v.literal('/description'), value: v.string() }),
);

/** @returns the same with the description of the last operation; an empty one is none */
export function describedAnew<Described extends { readonly description?: string | undefined }>(
  described: Described,
  operations: v.InferOutput<typeof descriptionPatch>,
): Described {
  const last = operations.at(-1);
  return last === undefined ? described : { ...described, description: last.value || undefined };
}

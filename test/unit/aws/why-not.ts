/** @returns the error of this class that something fails with */
export async function whyNot<Expected extends Error>(
  Class: new (...args: never[]) => Expected,
  failing: Promise<unknown>,
): Promise<Expected> {
  const error: unknown = await failing.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof Class) return error;
  throw new Error(`not a ${Class.name}: ${String(error)}`);
}

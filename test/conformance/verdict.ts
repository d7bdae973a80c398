/** What is said of one resource: it is gone, or which of its attributes differ; none where it is in sync. */
export type Verdict = 'DELETED' | 'NOT_CHECKED' | readonly string[];

/** Verdicts by the address of the resource. */
export type Verdicts = ReadonlyMap<string, Verdict>;

export const checkedTypes: readonly string[] = ['aws_api_gateway_stage', 'aws_api_gateway_method_settings'];

/** @returns the verdict as people read it; two verdicts are the same when their texts are */
export function verdictText(verdict: Verdict | undefined): string {
  if (verdict === undefined) return 'not mentioned';
  if (typeof verdict === 'string') return verdict;
  return verdict.length === 0 ? 'IN_SYNC' : `MODIFIED ${verdict.toSorted().join(', ')}`;
}

/** Every address on which the two sides do not say the same; to say nothing of a resource is no verdict on it. */
export function disagreements(addresses: Iterable<string>, one: Verdicts, other: Verdicts): readonly string[] {
  const all = new Set([...addresses, ...one.keys(), ...other.keys()]);
  return [...all].filter((address) => verdictText(one.get(address)) !== verdictText(other.get(address)));
}

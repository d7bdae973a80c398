/** What one check says, in sentences for people; texts of others in them are escaped where they are rendered. */
export type Verdict =
  | { readonly kind: 'OK'; readonly says: string; readonly details: readonly string[] }
  | { readonly kind: 'PROBLEM'; readonly says: string; readonly remedy: string; readonly details: readonly string[] }
  /** Nobody knows: whoever runs the check may not ask, or AWS gave no answer. `null` where nothing is known to help. */
  | {
      readonly kind: 'CANNOT_TELL';
      readonly says: string;
      readonly remedy: string | null;
      readonly details: readonly string[];
    }
  /** There is nothing to check, since the deployment goes without it. */
  | { readonly kind: 'NOT_USED'; readonly says: string };

/** @param details one line each, for who wants to know more */
export function ok(says: string, details: readonly string[] = []): Verdict {
  return { kind: 'OK', says, details };
}

/** @param remedy what to do, as an imperative without a full stop */
export function problem(says: string, remedy: string, details: readonly string[] = []): Verdict {
  return { kind: 'PROBLEM', says, remedy, details };
}

export function cannotTell(says: string, remedy: string | null, details: readonly string[] = []): Verdict {
  return { kind: 'CANNOT_TELL', says, remedy, details };
}

export function notUsed(says: string): Verdict {
  return { kind: 'NOT_USED', says };
}

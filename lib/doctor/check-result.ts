/** What one check says, in sentences for people. The renderings escape what others wrote in them. */
export interface Verdict {
  /**
   * CANNOT_TELL: you may not ask, or AWS gave no answer. NOT_USED: there is nothing to check, since the deployment goes
   * without it.
   */
  readonly status: 'OK' | 'PROBLEM' | 'CANNOT_TELL' | 'NOT_USED';
  readonly says: string;
  /** What to do, as an imperative without a full stop; `null` where nothing is to be done, or nothing is known to help. */
  readonly remedy: string | null;
  /** One line each. */
  readonly details: readonly string[];
}

export function ok(says: string, details: readonly string[] = []): Verdict {
  return { status: 'OK', says, remedy: null, details };
}

export function problem(says: string, remedy: string, details: readonly string[] = []): Verdict {
  return { status: 'PROBLEM', says, remedy, details };
}

export function cannotTell(says: string, remedy: string | null, details: readonly string[] = []): Verdict {
  return { status: 'CANNOT_TELL', says, remedy, details };
}

export function notUsed(says: string): Verdict {
  return { status: 'NOT_USED', says, remedy: null, details: [] };
}

/** For all that only events need. */
export const withoutQueue = notUsed('CHECK_QUEUE_URL is not set: no event leads to a check');

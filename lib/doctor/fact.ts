import { cannotTell, type Verdict } from './verdict.ts';

/** What came of a question to AWS. That something is not there is known, too. */
export type Fact<Known> = { readonly kind: 'KNOWN'; readonly known: Known } | Unknown;

export interface Unknown {
  readonly kind: 'UNKNOWN';
  /** A sentence for people. */
  readonly reason: string;
  readonly why: /** Whoever asks may not. */
    | { readonly kind: 'DENIED'; readonly action: string }
    /** There is nobody to ask as. */
    | { readonly kind: 'NO_CREDENTIALS' }
    /** No answer, or none that can be used. */
    | { readonly kind: 'FAILED' };
}

export function known<Known>(fact: Known): Fact<Known> {
  return { kind: 'KNOWN', known: fact };
}

export function unknown(reason: string, why: Unknown['why'] = { kind: 'FAILED' }): Unknown {
  return { kind: 'UNKNOWN', reason, why };
}

export const signIn = 'sign in, or set AWS_PROFILE to a profile that is';

/** CANNOT TELL, with what would let it be told. */
export function untold({ reason, why }: Unknown): Verdict {
  switch (why.kind) {
    case 'DENIED':
      return cannotTell(reason, `have ${why.action} granted to whoever runs this`);
    case 'NO_CREDENTIALS':
      return cannotTell(reason, signIn);
    case 'FAILED':
      return cannotTell(reason, null);
  }
}

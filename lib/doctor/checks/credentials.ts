import { check } from '../check.ts';
import { NoCredentialsError, signIn, UnansweredError } from '../unanswered.ts';
import { cannotTell, ok, problem } from '../verdict.ts';

/** The other checks ask with these; the function has credentials of its own. */
export const credentials = check({
  name: 'credentials',
  needs: ['sts:GetCallerIdentity'],
  subjects: ({ caller }) => [caller],
  async judge(caller, _probes, { accountId: home }) {
    if (caller instanceof NoCredentialsError) return problem(caller.message, signIn);
    if (caller instanceof UnansweredError) throw caller;
    const { accountId, arn } = caller;
    if (accountId === home) return ok(`account ${accountId}, as ${arn}`);
    return cannotTell(
      `they are of account ${accountId}, as ${arn}, while the function is in account ${home}: what they may do says little of it`,
      `use credentials of account ${home}`,
    );
  },
});

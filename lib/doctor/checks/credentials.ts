import { check, once } from '../check.ts';

import { signIn } from '../fact.ts';
import { functionIn } from '../scene.ts';
import { cannotTell, ok, problem } from '../verdict.ts';

/** What is asked below is asked as them; what the function itself may do is the matter of its role. */
export const credentials = check({
  name: 'credentials',
  needs: ['sts:GetCallerIdentity'],
  ...once,
  instead: ({ caller }) =>
    caller.kind === 'UNKNOWN' && caller.why.kind === 'NO_CREDENTIALS' ? problem(caller.reason, signIn) : null,
  probe: async (_, _probes, { caller }) => caller,
  verdict({ accountId, arn }, _, scene) {
    const home = functionIn(scene)?.accountId ?? accountId;
    if (home === accountId) return ok(`account ${accountId}, as ${arn}`);
    return cannotTell(
      `they are of account ${accountId}, as ${arn}, while the function is in account ${home}: what they may says little of it`,
      `use credentials of account ${home}`,
    );
  },
});

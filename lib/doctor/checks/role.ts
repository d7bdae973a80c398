import { check, given } from '../check.ts';
import { neededPermissions } from '../needed-permissions.ts';
import { functionIn } from '../scene.ts';
import { cannotTell, ok, problem } from '../verdict.ts';

/** Whoever runs the doctor may do other things than the function, whose role is asked about here. */
export const role = check({
  name: 'role of the function',
  needs: ['iam:SimulatePrincipalPolicy'],
  instead: (scene) =>
    functionIn(scene) === null
      ? cannotTell('what the function may do is told by its role', 'name the function with --function')
      : null,
  subjects: (scene) => given(functionIn(scene)),
  about: () => '',
  probe: ({ roleArn }, probes, scene) => probes.missingPermissions(roleArn, neededPermissions(scene)),
  verdict(missing, { roleArn }, scene) {
    if (missing.length === 0) {
      return ok(`its policies allow all ${neededPermissions(scene).length} things that were asked of IAM`);
    }
    const named = missing.map(({ action, resource }) => `${action} on ${resource}`);
    const more = named.length > 3 ? ` and ${named.length - 3} more` : '';
    return problem(
      `${roleArn} may not do ${named.slice(0, 3).join(', ')}${more}`,
      'deploy again: infra/detect-drift-role.yml has what it needs',
      named,
    );
  },
});

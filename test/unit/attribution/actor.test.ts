import { describe, expect, it } from '@jest/globals';
import { actorOf } from '../../../lib/attribution/actor.ts';
import { recordOf } from './sample-event.ts';

const session = (role: string, name: string, context: object = {}) => ({
  type: 'AssumedRole',
  arn: `arn:aws:sts::123456789012:assumed-role/${role}/${name}`,
  principalId: `AROAEXAMPLE:${name}`,
  sessionContext: { sessionIssuer: { userName: role }, ...context },
});

describe('who made a call is said in words for people', () => {
  it.each<[string, string]>([
    ['create-stage', 'alice@acme.com (SSO AdministratorAccess)'],
    ['untag', 'bob'],
    ['by-terraform', 'GitHubActions (role deploy by token.actions.githubusercontent.com)'],
    ['delete-deployment', 'pipeline (role cicd)'],
    ['update-stage-truncated', 'i-0123456789abcdef0 (role incident-bot)'],
  ])('in the sample %s', (name, actor) => {
    expect(actorOf(recordOf(name).userIdentity)).toBe(actor);
  });

  it.each<[unknown, string]>([
    [{ type: 'Root', arn: 'arn:aws:iam::123456789012:root', principalId: '123456789012' }, 'root'],
    [session('AWSReservedSSO_Read_Only_0123456789abcdef', 'bo'), 'bo (SSO Read_Only)'],
    [session('AWSReservedSSO_odd', 'bo'), 'bo (role AWSReservedSSO_odd)'],
    [session('deploy', 'x', { sourceIdentity: 'alice' }), 'alice (role deploy)'],
    [{ ...session('deploy', 'x'), sessionContext: null }, 'x (role deploy)'],
    [{ type: 'AssumedRole', sessionContext: { sessionIssuer: { userName: 'deploy' } } }, 'session of role deploy'],
    [{ type: 'AssumedRole', principalId: 'AROAEXAMPLE:carol' }, 'carol'],
    [{ type: 'Role', sessionContext: { sessionIssuer: { userName: 'deploy' } } }, 'session of role deploy'],
    [
      {
        type: 'FederatedUser',
        arn: 'arn:aws:sts::123456789012:federated-user/Bob',
        sessionContext: { sessionIssuer: { type: 'IAMUser', userName: 'Alice' } },
      },
      'Bob (federated by Alice)',
    ],
    [{ type: 'FederatedUser', arn: 'arn:aws:sts::123456789012:federated-user/Bob' }, 'Bob'],
    [
      {
        type: 'WebIdentityUser',
        userName: 'repo:acme/orders',
        identityProvider: 'token.actions.githubusercontent.com',
      },
      'repo:acme/orders (token.actions.githubusercontent.com)',
    ],
    [
      { type: 'SAMLUser', userName: 'sam', identityProvider: 'arn:aws:iam::123456789012:saml-provider/Okta' },
      'sam (Okta)',
    ],
    [{ type: 'SAMLUser', userName: 'sam' }, 'sam'],
    [{ type: 'AWSService', invokedBy: 'config.amazonaws.com' }, 'config.amazonaws.com'],
    [{ type: 'AWSAccount', accountId: '210987654321' }, 'account 210987654321'],
    [
      { type: 'IdentityCenterUser', onBehalfOf: { userId: '544894e8-80c1-707f' } },
      'IAM Identity Center user 544894e8-80c1-707f',
    ],
    [{ type: 'Unknown', userName: 'dave' }, 'dave'],
    [{ invokedBy: 'autoscaling.amazonaws.com' }, 'autoscaling.amazonaws.com'],
    [{ type: 'IAMUser', accessKeyId: 'AKIAEXAMPLE' }, 'unknown'],
    [{ type: '__proto__' }, 'unknown'],
    [null, 'unknown'],
    ['alice', 'unknown'],
  ])('%j', (identity, actor) => {
    expect(actorOf(identity)).toBe(actor);
  });
});

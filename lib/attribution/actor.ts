import { parseArn } from '../model/arn.ts';
import { memberAt, textAt, textIn } from '../model/members.ts';

/**
 * Who made a call, for people.
 * Source: CloudTrail's documentation of the `userIdentity` element; the names of roles of IAM Identity Center as its
 * documentation has them. Access keys are never looked at.
 * @param identity the record's `userIdentity`, whatever it is
 */
export function actorOf(identity: unknown): string {
  const actor = actors.get(textAt(identity, 'type') ?? '');
  return actor?.(identity) ?? textAt(identity, 'invokedBy') ?? nameOf(identity) ?? 'unknown';
}

const actors = new Map<string, (identity: unknown) => string | null>([
  ['Root', () => 'root'],
  ['IAMUser', (identity) => textAt(identity, 'userName')],
  ['AssumedRole', roleSession],
  ['Role', (identity) => about('session of role', roleOf(identity))],
  ['FederatedUser', federatedUser],
  ['WebIdentityUser', providedUser],
  ['SAMLUser', providedUser],
  ['AWSService', (identity) => textAt(identity, 'invokedBy')],
  ['AWSAccount', (identity) => about('account', textAt(identity, 'accountId'))],
  ['IdentityCenterUser', (identity) => about('IAM Identity Center user', textAt(identity, 'onBehalfOf', 'userId'))],
]);

/** A source identity is what an administrator vouches for; the session's name is what the caller liked. */
function roleSession(identity: unknown): string | null {
  const role = roleOf(identity);
  const session = textAt(identity, 'sessionContext', 'sourceIdentity') ?? nameOf(identity);
  if (role === null) return session;
  const [, permissionSet] = /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/.exec(role) ?? [];
  const provider = textAt(identity, 'sessionContext', 'webIdFederationData', 'federatedProvider');
  const by = provider === null ? '' : ` by ${nameInArn(provider)}`;
  if (session === null) return `session of role ${role}${by}`;
  return permissionSet === undefined ? `${session} (role ${role}${by})` : `${session} (SSO ${permissionSet})`;
}

function roleOf(identity: unknown): string | null {
  const [, role] = /^assumed-role\/([^/]+)\//.exec(resourceOf(identity)) ?? [];
  return textAt(identity, 'sessionContext', 'sessionIssuer', 'userName') ?? textIn(role);
}

function federatedUser(identity: unknown): string | null {
  const issuer = textAt(identity, 'sessionContext', 'sessionIssuer', 'userName');
  const name = nameOf(identity);
  return name === null || issuer === null ? name : `${name} (federated by ${issuer})`;
}

function providedUser(identity: unknown): string | null {
  const provider = textAt(identity, 'identityProvider');
  const name = textAt(identity, 'userName') ?? nameOf(identity);
  return name === null || provider === null ? name : `${name} (${nameInArn(provider)})`;
}

/** Sessions have their name at the end of the ARN, and behind the id of the principal. */
function nameOf(identity: unknown): string | null {
  const [, inArn] = /\/([^/]+)$/.exec(resourceOf(identity)) ?? [];
  const [, inPrincipal] = /:(.+)$/s.exec(textAt(identity, 'principalId') ?? '') ?? [];
  return textIn(inArn) ?? textIn(inPrincipal) ?? textAt(identity, 'userName');
}

/** @returns what stands behind the account in the ARN of the principal, such as `user/alice` */
function resourceOf(identity: unknown): string {
  return parseArn(textIn(memberAt(identity, 'arn'), 2_048))?.resource ?? '';
}

/** @returns the name of an identity provider, which has an ARN if it was made in IAM */
function nameInArn(provider: string): string {
  return parseArn(provider)?.resource.replace(/^[^/]*\//, '') ?? provider;
}

function about(what: string, name: string | null): string | null {
  return name === null ? null : `${what} ${name}`;
}

import { randomInt } from 'node:crypto';

/** Who makes calls with an access key, as CloudTrail has it. */
export interface TrailCaller {
  readonly userIdentity: Readonly<Record<string, unknown>>;
  readonly sourceIPAddress: string;
  /** Said in place of what the request itself says, as for calls that a console makes for somebody. */
  readonly userAgent?: string;
  readonly fromConsole?: boolean;
}

/** @returns somebody with an access key of a user */
export function user(account: string, userName: string, sourceIPAddress: string): TrailCaller {
  const arn = `arn:aws:iam::${account}:user/${userName}`;
  const identity = { principalId: principal('AIDA'), arn, accountId: account, accessKeyId: key('AKIA'), userName };
  return { userIdentity: { type: 'IAMUser', ...identity }, sourceIPAddress };
}

/** @returns a session of a role, as a pipeline has one */
export function roleSession(account: string, role: string, session: string, sourceIPAddress: string): TrailCaller {
  return { userIdentity: assumedRole(account, role, role, session), sourceIPAddress };
}

/** @returns a person who came by IAM Identity Center and works in the console */
export function consoleUser(account: string, permissionSet: string, name: string): TrailCaller {
  const role = `AWSReservedSSO_${permissionSet}_3a1b2c3d4e5f6071`;
  const path = 'aws-reserved/sso.amazonaws.com/eu-west-1/';
  return {
    userIdentity: assumedRole(account, role, `${path}${role}`, name),
    sourceIPAddress: 'AWS Internal',
    userAgent: 'AWS Internal',
    fromConsole: true,
  };
}

function assumedRole(account: string, role: string, rolePath: string, session: string) {
  const principalId = principal('AROA');
  return {
    type: 'AssumedRole',
    principalId: `${principalId}:${session}`,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
    accountId: account,
    accessKeyId: key('ASIA'),
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId,
        arn: `arn:aws:iam::${account}:role/${rolePath}`,
        accountId: account,
        userName: role,
      },
      webIdFederationData: {},
      attributes: { creationDate: '2026-11-24T05:58:11Z', mfaAuthenticated: 'false' },
    },
  };
}

function principal(prefix: string): string {
  return `${prefix}EXAMPLE${randomInt(1e9, 1e10)}`;
}

function key(prefix: string): string {
  return `${prefix}EXAMPLE${randomInt(1e8, 1e9)}`;
}

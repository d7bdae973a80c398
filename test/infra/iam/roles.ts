import * as v from 'valibot';
import { Stack, type Values } from '../resolve-template.ts';
import { type Packaging, packagedTemplate, writtenTemplate } from '../template.ts';
import { type Statement, statementsOf } from './policy.ts';

/** A role, as far as it decides what is allowed. */
export interface Role {
  readonly arn: string;
  readonly statements: readonly Statement[];
  /** Who may assume it. */
  readonly trust: readonly Statement[];
}

/** That of the function, and those of the member accounts. */
export type Roles = readonly [Role, ...Role[]];

const roleForm = v.object({
  AssumeRolePolicyDocument: v.unknown(),
  Policies: v.array(v.object({ PolicyDocument: v.unknown() })),
});

/** @returns the role of the function, as the packaged template makes it */
export function functionRole(
  values: Values,
  given: Readonly<Record<string, string>> = {},
  packaging: Packaging = 'full',
): Role {
  const stack = new Stack(packagedTemplate(packaging), values, given);
  return roleOf(`arn:aws:iam::${values['AWS::AccountId']}:role/stagedrift`, stack.properties('DetectDriftRole'));
}

/** @returns the role of a member account that lets `caller` in */
export function memberRole(account: string, name: string, caller: Role, externalId: string): Role {
  const values = { 'AWS::Partition': 'aws', 'AWS::AccountId': account };
  const given = { StagedriftRoleArn: caller.arn, ExternalId: externalId, RoleName: name };
  const stack = new Stack(writtenTemplate('infra/member-role.yml'), values, given);
  return roleOf(`arn:aws:iam::${account}:role/${name}`, stack.properties('MemberRole'));
}

/** @returns the role with the statement of another one in place of one of its own */
export function withStatementOf(role: Role, sid: string, other: Role, otherSid: string): Role {
  const statements = other.statements.filter(({ Sid }) => Sid === otherSid);
  return { ...role, statements: [...withoutStatement(role, sid).statements, ...statements] };
}

/** @returns the role without one of its statements */
export function withoutStatement(role: Role, sid: string): Role {
  return { ...role, statements: role.statements.filter(({ Sid }) => Sid !== sid) };
}

function roleOf(arn: string, properties: unknown): Role {
  const { AssumeRolePolicyDocument, Policies } = v.parse(roleForm, properties);
  return {
    arn,
    statements: Policies.flatMap(({ PolicyDocument }) => statementsOf(PolicyDocument)),
    trust: statementsOf(AssumeRolePolicyDocument),
  };
}

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Verdict } from './gate.ts';
import { type Need, needs, unseen } from './needs.ts';
import { allowing, isLike } from './policy.ts';
import { pollQueue } from './poll-queue.ts';
import { type RoleWorld, startRoleWorld } from './role-world.ts';
import { type Role, type Roles, withoutStatement } from './roles.ts';

describe('the roles that are deployed', () => {
  let world: RoleWorld;
  /** What was asked for in the runs that may do all that the roles allow. */
  const asked: Verdict[] = [];

  beforeAll(async () => {
    world = await startRoleWorld();
  });
  afterAll(() => world.stop());

  const refused = () => asked.filter(({ statement }) => statement === null);

  it.each(['ANSWERED', 'PUBLISHED', 'DURING_APPLY', 'IN_MEMBER'] as const)(
    'are all that a check needs: %s',
    async (run) => {
      const { error, said, verdicts } = await world.run(run, world.roles);
      asked.push(...verdicts);

      expect(error).toBeUndefined();
      expect(refused()).toEqual([]);
      for (const { tells } of needs) expect(said).not.toContain(tells);
    },
  );

  it('are all that Lambda needs to take events from the queue', async () => {
    asked.push(...(await pollQueue(world, world.roles)));

    expect(refused()).toEqual([]);
  });

  it.each(needs)('need $sid: $role, $run', async (need) => {
    const { said } = await world.run(need.run, withoutNeeded(world.roles, need));

    expect(said).toContain(need.tells);
  });

  it('have no statement that no run needs', () => {
    const [own, ...members] = world.roles;
    const needed = (role: Need['role']) => needs.filter((need) => need.role === role).map(({ sid }) => sid);

    expect(sids(own)).toEqual([...needed('FUNCTION'), ...unseen].toSorted());
    for (const member of members) expect(sids(member)).toEqual(needed('MEMBER').toSorted());
  });

  it('have no action and no resource that no run asks for', () => {
    const [own, member, ...others] = world.roles;
    const byOwn = asked.filter(({ role }) => role === own.arn);
    const byMembers = asked.filter(({ role }) => role !== own.arn);

    expect(others).toHaveLength(1);
    expect(member === undefined ? null : idle(member, byMembers)).toEqual([]);
    expect(idle(own, byOwn)).toEqual([]);
  });

  it.each([
    ['s3:PutObject', 'arn:aws:s3:::acme-terraform-states/env:/prod/orders/terraform.tfstate'],
    ['s3:GetObject', 'arn:aws:s3:::acme-terraform-states/secrets/key.pem'],
    ['s3:GetObject', 'arn:aws:s3:::acme-other-states/network/other.tfstate'],
    ['s3:GetObject', 'arn:aws:s3:::acme-rules/other.yaml'],
    ['s3:DeleteObject', 'arn:aws:s3:::stagedrift-ledger/stagedrift/ledger.json'],
    ['s3:PutObject', 'arn:aws:s3:::stagedrift-ledger/other.json'],
    ['apigateway:PATCH', 'arn:aws:apigateway:eu-west-1::/restapis/nz6fqhy5dm/stages/prod'],
    ['apigateway:DELETE', 'arn:aws:apigateway:eu-west-1::/restapis/nz6fqhy5dm/stages/prod'],
    ['apigateway:GET', 'arn:aws:apigateway:eu-west-1::/apikeys'],
    ['logs:GetLogEvents', 'arn:aws:logs:eu-west-1:123456789012:log-group:orders:log-stream:1'],
    ['sns:Publish', 'arn:aws:sns:eu-west-1:123456789012:payments'],
    ['sns:Subscribe', 'arn:aws:sns:eu-west-1:123456789012:reports'],
    ['sts:AssumeRole', 'arn:aws:iam::444455556666:role/admin'],
    ['sts:AssumeRole', 'arn:aws:iam::999999999999:role/stagedrift-member'],
    ['ssm:GetParameter', 'arn:aws:ssm:eu-west-1:123456789012:parameter/other'],
    ['dynamodb:GetItem', 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders'],
    ['dynamodb:DeleteItem', 'arn:aws:dynamodb:eu-west-1:123456789012:table/acme-terraform-locks'],
    ['sqs:PurgeQueue', 'arn:aws:sqs:eu-west-1:000000000000:checks'],
  ])('allow no %s on %s', (action, resource) => {
    for (const { statements } of world.roles) expect(allowing(statements, { action, resource })).toBeUndefined();
  });

  it('for an organization are all that a check in one of its accounts needs', async () => {
    const [own] = world.ofOrganization;
    const { error, verdicts } = await world.run('IN_MEMBER', world.ofOrganization);

    expect(error).toBeUndefined();
    expect(verdicts.filter(({ statement }) => statement === null)).toEqual([]);
    expect(verdicts.filter(({ statement }) => statement === 'ReadOrganization')).not.toEqual([]);
    expect(sids(own)).not.toContain('ReadMemberAccounts');
  });

  it.each([
    ['the role of another organization', 'arn:aws:iam::999999999999:role/stagedrift-member', 'o-z9y8x7w6v5'],
    ['another role of the organization', 'arn:aws:iam::444455556666:role/admin', 'o-a1b2c3d4e5'],
  ])('for an organization do not allow to assume %s', (_which, resource, organization) => {
    const [{ statements }] = world.ofOrganization;
    const asked = { action: 'sts:AssumeRole', resource, context: { 'aws:ResourceOrgID': organization } };

    expect(allowing(statements, asked)).toBeUndefined();
  });

  it('list states by the prefixes that are configured', () => {
    const list = { action: 's3:ListBucket', resource: 'arn:aws:s3:::acme-terraform-states' };
    const [{ statements }] = world.roles;

    expect(allowing(statements, { ...list, context: { 's3:prefix': 'env:/' } })?.Sid).toBe('ListStates');
    expect(allowing(statements, { ...list, context: { 's3:prefix': 'secrets/' } })).toBeUndefined();
  });

  it('read the locks of the states that are configured', () => {
    const [{ statements }] = world.roles;
    const lockOf = (key: string) =>
      allowing(statements, {
        action: 'dynamodb:GetItem',
        resource: 'arn:aws:dynamodb:eu-west-1:123456789012:table/acme-terraform-locks',
        context: { 'dynamodb:LeadingKeys': key },
      })?.Sid;

    expect(lockOf('acme-terraform-states/env:/prod/orders/terraform.tfstate')).toBe('ReadLocks');
    expect(lockOf('acme-other-states/network/terraform.tfstate')).toBe('ReadLocks');
    expect(lockOf('acme-other-states/network/other.tfstate')).toBeUndefined();
    expect(lockOf('acme-secret-states/terraform.tfstate')).toBeUndefined();
  });

  it('are explained, statement by statement', () => {
    const page = readFileSync('docs/permissions.md', 'utf8');

    for (const sid of [...world.roles, ...world.ofOrganization].flatMap(sids)) expect(page).toContain(`| \`${sid}\``);
  });
});

function sids({ statements }: Role): readonly string[] {
  return statements.map(({ Sid }) => Sid).toSorted();
}

/** What a role allows beyond what was asked for. The ARNs of log groups have the account in them. */
function idle({ statements }: Role, verdicts: readonly Verdict[]): readonly string[] {
  return statements
    .filter(({ Sid }) => !unseen.includes(Sid))
    .flatMap(({ Sid, Action, Resource }) => {
      const used = verdicts.filter(({ statement }) => statement === Sid).map((verdict) => verdict.asked);
      const actions = Action.filter((action) => !used.some((one) => isLike(action, one.action)));
      const resources = Resource.filter((resource) => !used.some((one) => isLike(resource, one.resource)));
      return [...actions, ...resources].map((one) => `${Sid}: ${one}`);
    });
}

function withoutNeeded([own, ...members]: Roles, { sid, role }: Need): Roles {
  return role === 'FUNCTION'
    ? [withoutStatement(own, sid), ...members]
    : [own, ...members.map((member) => withoutStatement(member, sid))];
}

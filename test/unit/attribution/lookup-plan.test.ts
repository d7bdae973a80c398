import { describe, expect, it } from '@jest/globals';
import { planLookups } from '../../../lib/attribution/lookup-plan.ts';
import type { Verdict } from '../../../lib/resources/verdict.ts';
import { instanceOf, place, stageInstance } from '../resources/placing.ts';
import { asked, differing } from './lookups.ts';

const now = new Date('2026-11-24T13:00:00Z');
const stage = place(stageInstance({ deployment_id: 'd1', client_certificate_id: 'c1' }));
const withStage = (type: string, attributes: object) =>
  place(instanceOf(type, attributes), stageInstance({ deployment_id: 'd1', client_certificate_id: 'c1' }));
const settings = withStage('aws_api_gateway_method_settings', {
  rest_api_id: 'abcdefghij',
  stage_name: 'prod',
  method_path: '*/*',
});
const deployment = withStage('aws_api_gateway_deployment', { id: 'd1', rest_api_id: 'abcdefghij' });
const certificate = withStage('aws_api_gateway_client_certificate', { id: 'c1' });

const gone: Verdict = { status: 'DELETED', reason: 'gone' };

function namesFor(...findings: Parameters<typeof planLookups>[0]): string {
  return planLookups(findings, null, now)
    .map(({ eventNames }) => eventNames.join(' '))
    .join(', ');
}

describe('the operations that are looked up are those that can have made what was found', () => {
  it.each([
    ['a setting', stage, differing(['documentation_version']), 'CreateStage UpdateStage'],
    ['a deployment of a stage', stage, differing(['deployment_id']), 'CreateDeployment CreateStage UpdateStage'],
    ['a variable', stage, differing(['variables', 'A']), 'CreateDeployment CreateStage UpdateStage'],
    ['a tag', stage, differing(['tags', 'a']), 'CreateStage TagResource UntagResource'],
    ['a web ACL', stage, differing(['web_acl_arn']), 'AssociateWebACL CreateStage DisassociateWebACL'],
    ['a method', settings, differing(['settings', 0, 'logging_level']), 'CreateStage UpdateStage'],
    ['a description of a deployment', deployment, differing(['description']), 'DeleteDeployment UpdateDeployment'],
    ['a stage that is gone', stage, gone, 'DeleteRestApi DeleteStage'],
    ['method settings that are gone', settings, gone, 'CreateStage DeleteRestApi DeleteStage UpdateStage'],
    ['a deployment that is gone', deployment, gone, 'DeleteDeployment DeleteRestApi UpdateDeployment'],
    [
      'a stage that nobody manages',
      stage,
      { status: 'UNMANAGED', reason: 'live', deploymentId: '' },
      'CreateDeployment CreateStage',
    ],
    ['what could not be checked', stage, { status: 'NOT_CHECKED', reason: 'denied' }, ''],
    ['a certificate', certificate, differing(['description']), ''],
    ['a setting that this version does not know', stage, differing(['of_the_future']), ''],
  ] as const)('%s', (_title, resource, verdict, names) => {
    expect(namesFor(...asked(resource, 'aws_api_gateway_stage', verdict))).toBe(names);
  });

  it('once for each account and region', () => {
    const elsewhere = { ...stage, id: { ...stage.id, region: 'eu-central-1' } };
    const nowhere = { ...stage, id: { ...stage.id, accountId: null } };
    const findings = [stage, elsewhere, nowhere, stage].flatMap((resource) =>
      asked(resource, 'aws_api_gateway_stage', differing(['description'], ['tags', 'a'])),
    );

    expect(
      planLookups(findings, null, now).map(({ place: { accountId, region } }) => `${accountId} ${region}`),
    ).toEqual(['123456789012 eu-west-1', '123456789012 eu-central-1']);
  });
});

describe('the time that is looked through', () => {
  const window = (checkedAt: string | null): Partial<ReturnType<typeof planLookups>[number]>[] =>
    planLookups(asked(stage, 'aws_api_gateway_stage', differing(['description'])), checkedAt, now).map(
      ({ since, until }) => ({ since, until }),
    );

  it('begins so long before everything was checked the last time that the calls of that time were not yet in CloudTrail', () => {
    expect(window('2026-11-24T12:00:00.000Z')).toEqual([{ since: new Date('2026-11-24T11:45:00Z'), until: now }]);
  });

  it.each([null, 'yesterday'])('is a day where that is not known: %j', (checkedAt) => {
    expect(window(checkedAt)).toEqual([{ since: new Date('2026-11-23T13:00:00Z'), until: now }]);
  });

  it('never ends before it begins, whatever the clocks say', () => {
    expect(window('2026-11-24T14:00:00Z')).toEqual([{ since: new Date('2026-11-24T12:45:00Z'), until: now }]);
  });
});

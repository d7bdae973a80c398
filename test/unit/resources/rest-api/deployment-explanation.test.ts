import { describe, expect, it } from '@jest/globals';
import type { PropertyDifference } from '../../../../lib/model/comparison.ts';
import { type Answer, createLookupResults, type LiveDeployment } from '../../../../lib/resources/live.ts';
import { deploymentExplanation } from '../../../../lib/resources/rest-api/deployment-explanation.ts';
import { createStageDirectory } from '../../../../lib/resources/stage-directory.ts';
import type { Verdict } from '../../../../lib/resources/verdict.ts';
import { deploymentQuestion, ownState, place, stageInstance, stageQuestion } from '../placing.ts';

function found(createdDate: string | null, description = ''): Answer<LiveDeployment> {
  const live = { description, createdDate: createdDate === null ? null : new Date(createdDate) };
  return { kind: 'FOUND', live };
}

function moved(members: Partial<PropertyDifference> = {}): Verdict {
  const difference = { path: ['deployment_id'], expected: 'old1', actual: 'new1' };
  return { status: 'MODIFIED', differences: [{ ...difference, differenceType: 'NOT_EQUAL', ...members }] };
}

/** A state in which the description of a deployment of the REST API is sensitive: it has another one now. */
const sensitive = createStageDirectory([
  {
    state: 's3://acme-tf/orders/terraform.tfstate',
    instance: {
      address: 'aws_api_gateway_deployment.this',
      type: 'aws_api_gateway_deployment',
      attributes: new Map([
        ['id', 'next1'],
        ['rest_api_id', stageQuestion.id.apiId],
      ]),
      sensitivePaths: [['description']],
    },
  },
]);

/** The notes on a stage that points to deployment new1 instead of old1. */
function notes(
  expected: Answer<LiveDeployment>,
  actual: Answer<LiveDeployment>,
  verdict = moved(),
  stages = createStageDirectory([]),
): readonly string[] {
  const book = createLookupResults();
  book.put(deploymentQuestion('old1'), expected);
  book.put(deploymentQuestion('new1'), actual);
  return deploymentExplanation.notes(verdict, stageQuestion, book.answers, { stages, state: ownState });
}

const early = '2026-03-01T02:10:05.678Z';
const late = '2026-03-02T00:00:00Z';

describe('the notes on a stage that points to another deployment', () => {
  it('say of both when they were made and what for, and that the newer one is live', () => {
    expect(notes(found(early, 'v1'), found(late))).toEqual([
      `Terraform's deployment old1 was made on 2026-03-01T02:10:05Z, described as "v1".`,
      'The live deployment new1 was made on 2026-03-02T00:00:00Z, without a description: it is the newer one, so somebody deployed.',
    ]);
  });

  it('say that the older one is live', () => {
    expect(notes(found(late), found(early, 'v1'))).toEqual([
      `Terraform's deployment old1 was made on 2026-03-02T00:00:00Z, without a description.`,
      'The live deployment new1 was made on 2026-03-01T02:10:05Z, described as "v1": it is the older one, so somebody went back.',
    ]);
  });

  it.each<[string, Answer<LiveDeployment>, Answer<LiveDeployment>]>([
    ['both were made at the same time', found(early), found(early)],
    ['the time of the expected one is unknown', found(null), found(early)],
    ['the time of the live one is unknown', found(early), found(null)],
    ['the expected one is gone', { kind: 'NOT_FOUND', reason: 'gone' }, found(early)],
    ['the live one is gone', found(early), { kind: 'NOT_FOUND', reason: 'gone' }],
    ['one could not be read', { kind: 'UNREADABLE', reason: 'denied' }, found(early)],
  ])('say of neither that it is newer where %s', (_, expected, actual) => {
    expect(notes(expected, actual)).toHaveLength(2);
    expect(notes(expected, actual).join(' ')).not.toMatch(/newer|older/);
  });

  it.each<[string, Answer<LiveDeployment>, string]>([
    ['no longer exists', { kind: 'NOT_FOUND', reason: 'gone' }, 'no longer exists'],
    ['could not be read', { kind: 'UNREADABLE', reason: 'denied' }, 'could not be looked up (denied)'],
    ['was made at an unknown time', found(null), 'was made at an unknown time, without a description'],
  ])('say that one %s', (_, answer, words) => {
    expect(notes(answer, answer)).toEqual([
      `Terraform's deployment old1 ${words}.`,
      `The live deployment new1 ${words}.`,
    ]);
  });

  it('do not have the description of an earlier deployment, if a state marks that of the present one as sensitive', () => {
    expect(notes(found(early, 'planted'), found(late, 'planted too'), moved(), sensitive)).toEqual([
      `Terraform's deployment old1 was made on 2026-03-01T02:10:05Z, with a description that is sensitive.`,
      'The live deployment new1 was made on 2026-03-02T00:00:00Z, with a description that is sensitive: it is the newer one, so somebody deployed.',
    ]);
  });

  it('cannot be ended by a description, whose quotes and backslashes are marked', () => {
    expect(notes(found(null), found(null, 'x". All is well. \\"'))[1]).toBe(
      'The live deployment new1 was made at an unknown time, described as "x\\". All is well. \\\\\\"".',
    );
  });
});

describe('the questions about deployments', () => {
  it('are asked about both', () => {
    expect(deploymentExplanation.questions(moved(), stageQuestion)).toEqual([
      deploymentQuestion('old1'),
      deploymentQuestion('new1'),
    ]);
  });

  it('are found beside other differences', () => {
    const other: PropertyDifference = { path: ['description'], differenceType: 'ADD', expected: null, actual: 'x' };
    const verdict: Verdict = { status: 'MODIFIED', differences: [other, ...differencesOf(moved())] };
    expect(deploymentExplanation.questions(verdict, stageQuestion)).toHaveLength(2);
  });

  it.each<[string, Verdict]>([
    ['is in sync', { status: 'IN_SYNC' }],
    ['is deleted', { status: 'DELETED', reason: 'gone' }],
    ['is not checked', { status: 'NOT_CHECKED', reason: 'denied' }],
    ['differs in something else', moved({ path: ['client_certificate_id'] })],
    ['has another canary', moved({ path: ['canary_settings', 0, 'deployment_id'] })],
    ['has a variable of that name', moved({ path: ['variables', 'deployment_id'] })],
    ['has a deployment on the live side only', moved({ differenceType: 'ADD', expected: null })],
    ['has a deployment in the state only', moved({ differenceType: 'REMOVE', actual: null })],
  ])('are none, and there are no notes, where the stage %s', (_, verdict) => {
    expect(deploymentExplanation.questions(verdict, stageQuestion)).toEqual([]);
    expect(notes(found(early), found(late), verdict)).toEqual([]);
  });
});

describe('a stage', () => {
  it.each([[['deployment_id']], [[]]])('is not explained by what Terraform marks as sensitive: %j', (path) => {
    const placed = place({ ...stageInstance(), sensitivePaths: [path] });
    expect(placed.followUps(moved())).toEqual([]);
    expect(placed.notes(moved(), createLookupResults().answers)).toEqual([]);
  });

  it('is explained though something else is sensitive', () => {
    const placed = place({ ...stageInstance(), sensitivePaths: [['variables', 'DB_URL']] });
    expect(placed.followUps(moved())).toHaveLength(2);
  });

  it('is explained so', () => {
    const placed = place(stageInstance());
    expect(placed.followUps(moved())).toEqual([deploymentQuestion('old1'), deploymentQuestion('new1')]);
    expect(placed.notes(moved(), createLookupResults().answers)).toEqual([
      "Terraform's deployment old1 could not be looked up (AWS was not asked about it).",
      'The live deployment new1 could not be looked up (AWS was not asked about it).',
    ]);
  });
});

function differencesOf(verdict: Verdict): readonly PropertyDifference[] {
  return verdict.status === 'MODIFIED' ? verdict.differences : [];
}

import { describe, expect, it } from '@jest/globals';
import type { StageId, StatedStageId } from '../../../lib/model/stage-id.ts';
import { AttributeError, flag, text } from '../../../lib/resources/attribute-type.ts';
import { type Answer, createLookupResults } from '../../../lib/resources/live.ts';
import { type PlacedResource, type ResourceType, resourceType } from '../../../lib/resources/resource-type.ts';
import type { LiveStage } from '../../../lib/resources/rest-api/live-stage.ts';
import { stageSettings } from '../../../lib/resources/rest-api/stage.ts';
import { compareSettings, pathInReport, type Setting } from '../../../lib/resources/setting.ts';
import type { Verdict } from '../../../lib/resources/verdict.ts';
import type { ManagedInstance } from '../../../lib/terraform/state-file.ts';
import { liveStage } from '../live-stage-builder.ts';
import { answering, deploymentQuestion, directoryOf, instanceOf, ownState, stageQuestion } from './placing.ts';

describe('a table of settings', () => {
  const description: Setting<LiveStage> = {
    name: 'description',
    type: text,
    actual: (live) => live.description || null,
  };
  const tracing: Setting<LiveStage> = { name: 'tracing', type: flag, actual: (live) => live.tracingEnabled };

  it('is compared row by row, in the order of the rows', () => {
    const attributes = new Map<string, unknown>([
      ['tracing', true],
      ['description', 'a'],
      ['unknown', 1],
    ]);
    expect(compareSettings([description, tracing], attributes, liveStage({ description: 'b' }))).toEqual([
      { path: ['description'], differenceType: 'NOT_EQUAL', expected: 'a', actual: 'b' },
      { path: ['tracing'], differenceType: 'NOT_EQUAL', expected: true, actual: false },
    ]);
  });

  it('leaves out a setting whose key the state does not have', () => {
    expect(compareSettings([description], new Map(), liveStage({ description: 'b' }))).toEqual([]);
  });

  it('compares a setting whose key the state has with null', () => {
    expect(compareSettings([description], new Map([['description', null]]), liveStage({ description: 'b' }))).toEqual([
      { path: ['description'], differenceType: 'ADD', expected: null, actual: 'b' },
    ]);
  });

  it('takes the first of the attributes that the state has', () => {
    const setting = { ...description, attributes: ['description_all', 'description'] };
    const both = new Map([
      ['description', 'a'],
      ['description_all', 'b'],
    ]);
    expect(compareSettings([setting], both, liveStage({ description: 'b' }))).toEqual([]);
    expect(compareSettings([setting], new Map([['description', 'b']]), liveStage({ description: 'b' }))).toEqual([]);
  });

  it.each([
    [true, 1],
    [false, 0],
  ])('compares a setting that counts on the live stage (%j) and no other', (counts, count) => {
    const setting = { ...description, counts: () => counts };
    expect(compareSettings([setting], new Map([['description', 'a']]), liveStage())).toHaveLength(count);
  });

  it('names the attribute in the error where the state holds something else', () => {
    const setting = { ...tracing, attributes: ['tracing_all', 'tracing'] };
    expect(() => compareSettings([setting], new Map([['tracing_all', 7]]), liveStage())).toThrow(
      new AttributeError('its attribute tracing_all is a number in the state, where the provider writes true or false'),
    );
  });
});

describe('a path of the state', () => {
  it('is the path in the report where the setting has the name of the attribute', () => {
    expect(pathInReport(stageSettings, ['variables', 'DB_URL'])).toEqual(['variables', 'DB_URL']);
  });

  it('has the name of the setting where the attribute is called otherwise', () => {
    expect(pathInReport(stageSettings, ['tags_all', 'Owner'])).toEqual(['tags', 'Owner']);
    expect(pathInReport(stageSettings, ['tags', 'Owner'])).toEqual(['tags', 'Owner']);
  });

  it.each([[['invoke_url']], [['tag', 'x']], [[]]])('stays as it is where no setting has it: %j', (path) => {
    expect(pathInReport(stageSettings, path)).toEqual(path);
  });
});

/** An instance that has nothing but a description, and where it is marked as sensitive. */
function instance(attributes: object = {}): ManagedInstance {
  const sensitivePaths = [['labels_all', 'Owner'], ['description'], ['other']];
  return { ...instanceOf('aws_example', attributes), sensitivePaths };
}

/** A resource type of one setting; `missing` and `elsewhere` say that there is no such part, or no such stage. */
const example = resourceType<'STAGE', LiveStage>({
  type: 'aws_example',
  locate: ({ attributes }) => {
    if (attributes.has('elsewhere')) return null;
    return attributes.has('unplaced')
      ? { kind: 'UNKNOWN', id: unknown, reason: 'nobody knows where it lifecycles' }
      : { kind: 'KNOWN', id, question: stageQuestion };
  },
  part: (live, { attributes }) =>
    attributes.has('missing') ? { kind: 'NOT_FOUND', reason: 'its part is gone' } : { kind: 'FOUND', live },
  settings: [
    {
      name: 'description',
      type: text,
      actual: (live) => live.description || null,
      revert: {
        command: ({ expected }, about, name) => ['describe', about.id.stageName, name, String(expected)],
        apiPaths: () => [],
      },
    },
    { name: 'labels', attributes: ['labels_all'], type: text, actual: () => null, revert: null },
  ],
  notCompared: ['id'],
  explanation: {
    questions: () => [deploymentQuestion('d1')],
    notes: (verdict, about, answers) => [
      `${verdict.status} ${about.kind} ${answers.to(deploymentQuestion('d1')).kind}`,
    ],
  },
});

const unexplained = resourceType<'STAGE', LiveStage>({
  type: 'aws_unexplained',
  locate: () => ({ kind: 'KNOWN', id, question: stageQuestion }),
  part: (live) => ({ kind: 'FOUND', live }),
  settings: [],
  notCompared: [],
});

const id: StageId = {
  family: 'REST',
  accountId: '123456789012',
  region: 'eu-west-1',
  apiId: 'abcdefghij',
  stageName: 'prod',
};
const unknown: StatedStageId = { family: 'REST', accountId: null, region: null, apiId: null, stageName: null };
const around = { stages: directoryOf(), state: ownState };
const nobodyAsked = createLookupResults().answers;

function placed(attributes: object = {}, type: ResourceType = example): PlacedResource {
  const found = type.place(instance(attributes), around);
  if (found === null) throw new Error('it was not placed');
  return found;
}

function verdictOn(attributes: object, answer: Answer<LiveStage>): Verdict {
  return placed(attributes).judge(answering(stageQuestion, answer));
}

describe('a placed resource', () => {
  it('has the id that its location has, and asks the one question', () => {
    expect(placed()).toMatchObject({ id, questions: [stageQuestion] });
  });

  it('has its sensitive paths as its differences will have them', () => {
    expect(placed().sensitivePaths).toEqual([['labels', 'Owner'], ['description'], ['other']]);
    expect(placed({ unplaced: 1 }).sensitivePaths).toEqual(placed().sensitivePaths);
  });

  it('is none where the instance has to do with no stage', () => {
    expect(example.place(instance({ elsewhere: true }), around)).toBeNull();
  });

  it('asks nothing and is not checked where nobody knows where it lifecycles', () => {
    const resource = placed({ unplaced: true });
    const verdict: Verdict = { status: 'NOT_CHECKED', reason: 'nobody knows where it lifecycles' };
    expect(resource).toMatchObject({ id: unknown, questions: [] });
    expect(resource.judge(nobodyAsked)).toEqual(verdict);
    expect(resource.followUps(verdict)).toEqual([]);
    expect(resource.notes(verdict, nobodyAsked)).toEqual([]);
  });

  it('is explained by what its type says, from the answers to its own questions', () => {
    const verdict: Verdict = { status: 'IN_SYNC' };
    const resource = placed();
    const evidence = answering(deploymentQuestion('d1'), { kind: 'NOT_FOUND', reason: 'it is gone' });
    expect(resource.followUps(verdict)).toEqual([deploymentQuestion('d1')]);
    expect(resource.notes(verdict, evidence)).toEqual(['IN_SYNC STAGE NOT_FOUND']);
  });

  it('has no explanation where its type has none', () => {
    const resource = placed({}, unexplained);
    expect(resource.followUps({ status: 'IN_SYNC' })).toEqual([]);
    expect(resource.notes({ status: 'IN_SYNC' }, nobodyAsked)).toEqual([]);
  });
});

describe('a resource', () => {
  const found: Answer<LiveStage> = { kind: 'FOUND', live: liveStage({ description: 'live' }) };

  it('that is as the state has it is in sync', () => {
    expect(verdictOn({ description: 'live' }, found)).toEqual({ status: 'IN_SYNC' });
  });

  it('that differs is modified, with its differences', () => {
    expect(verdictOn({ description: 'state' }, found)).toEqual({
      status: 'MODIFIED',
      differences: [{ path: ['description'], differenceType: 'NOT_EQUAL', expected: 'state', actual: 'live' }],
    });
  });

  it('whose stage was not found is deleted, with the reason', () => {
    expect(verdictOn({}, { kind: 'NOT_FOUND', reason: 'it is gone' })).toEqual({
      status: 'DELETED',
      reason: 'it is gone',
    });
  });

  it('that the answer does not have is deleted, with the reason', () => {
    expect(verdictOn({ missing: true }, found)).toEqual({ status: 'DELETED', reason: 'its part is gone' });
  });

  it('whose stage could not be read is not checked, with the reason', () => {
    expect(verdictOn({}, { kind: 'UNREADABLE', reason: 'access denied' })).toEqual({
      status: 'NOT_CHECKED',
      reason: 'access denied',
    });
  });

  it('about which nobody asked is not checked', () => {
    expect(placed().judge(nobodyAsked)).toEqual({ status: 'NOT_CHECKED', reason: 'AWS was not asked about it' });
  });

  it('whose state holds something that the provider never writes is not checked', () => {
    expect(verdictOn({ description: 1 }, found)).toEqual({
      status: 'NOT_CHECKED',
      reason: 'its attribute description is a number in the state, where the provider writes a text',
    });
  });

  it('for which this program fails is no verdict: the fault is thrown', () => {
    const fault: LiveStage = {
      ...liveStage(),
      get description(): never {
        throw new TypeError('a fault');
      },
    };
    expect(() => verdictOn({ description: 'x' }, { kind: 'FOUND', live: fault })).toThrow(TypeError);
  });
});

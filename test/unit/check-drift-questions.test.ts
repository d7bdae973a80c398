import { describe, expect, it } from '@jest/globals';
import * as v from 'valibot';
import type { CheckRequest } from '../../lib/model/check-request.ts';
import { type Question, questionKey } from '../../lib/resources/live.ts';
import type { LiveStage } from '../../lib/resources/rest-api/live-stage.ts';
import { stageSelectorForm } from '../../lib/resources/stage-selector-form.ts';
import { aboutStage, check, KnownAnswers, one, outcomes, two } from './check-drift-world.ts';
import { liveMethodSettings, liveStage } from './live-stage-builder.ts';
import { instance, resource, stageAttributes, stateText } from './terraform/state-builder.ts';

const list: Question<'STAGE_LIST'> = {
  kind: 'STAGE_LIST',
  accountId: '123456789012',
  region: 'eu-west-1',
  id: { apiId: 'nz6fqhy5dm' },
};
const deployment = (deploymentId: string): Question<'DEPLOYMENT'> => ({
  ...list,
  kind: 'DEPLOYMENT',
  id: { apiId: 'nz6fqhy5dm', deploymentId },
});

const methodSettings = resource({
  type: 'aws_api_gateway_method_settings',
  name: 'all',
  instances: [
    instance({
      attributes: {
        rest_api_id: 'nz6fqhy5dm',
        stage_name: 'prod',
        method_path: '*/*',
        settings: [{ metrics_enabled: true }],
      },
    }),
  ],
});

/** The stage with deployment d1, and with the given attributes. */
function stageOf(given: object = {}, name = 'this') {
  return resource({
    name,
    instances: [instance({ attributes: { ...stageAttributes, deployment_id: 'd1', ...given } })],
  });
}

/** What AWS knows: the stage `prod` as the state has it but for what is given, a stage `test`, two deployments. */
function world(live: Partial<LiveStage> = {}): KnownAnswers {
  return new KnownAnswers((put) => {
    const asInState = { deploymentId: 'd1', variables: new Map([['LOG_LEVEL', 'info']]) };
    const settings = new Map([['*/*', liveMethodSettings({ metricsEnabled: true })]]);
    put(aboutStage(), { kind: 'FOUND', live: liveStage({ ...asInState, methodSettings: settings, ...live }) });
    const listed = ['prod', 'test'].map((stageName) => ({ stageName, deploymentId: 'd1', createdDate: null }));
    put(list, { kind: 'FOUND', live: listed });
    for (const [index, id] of ['d1', 'd2'].entries()) {
      const createdDate = new Date(Date.UTC(2026, 0, index + 1));
      put(deployment(id), { kind: 'FOUND', live: { description: `<b>${id}</b>`, createdDate } });
    }
  });
}

const asked = ({ rounds }: KnownAnswers) =>
  rounds.map((questions) => questions.map((question) => `${question.kind} ${questionKey(question)}`));

const stageText = 'STAGE 123456789012/eu-west-1/nz6fqhy5dm/prod';
const listText = 'STAGE_LIST 123456789012/eu-west-1/nz6fqhy5dm';

describe('what AWS is asked', () => {
  it('is the list of stages first, then each stage once, whatever belongs to it', async () => {
    const aws = world();
    const states = new Map([
      [one, stateText({ resources: [methodSettings, stageOf()] })],
      [two, stateText({ resources: [stageOf()] })],
    ]);
    await check(states, aws);

    expect(asked(aws)).toEqual([[listText, stageText], []]);
  });

  const both = new Map([
    [one, stateText({ resources: [stageOf()] })],
    [two, stateText({ resources: [stageOf()] })],
  ]);

  it.each<[string, Partial<CheckRequest>, string[]]>([
    ['only some states were asked for', { states: [one] }, [one, two]],
    ['only some stages were asked for', { stages: [v.parse(stageSelectorForm, 'nz6fqhy5dm/prod')] }, [one, two]],
    ['a state could not be read', {}, [one, two, 's3://acme-tf/gone.tfstate']],
  ])('is no list where %s, and nothing is called unmanaged', async (_, request, sources) => {
    const aws = world();
    const report = await check(both, aws, request, sources);

    expect(asked(aws)).toEqual([[stageText], []]);
    expect(report.summary.unmanaged).toBe(0);
  });

  it('is about deployments only where a stage points to another one', async () => {
    const [moved, changed] = [world({ deploymentId: 'd2' }), world({ description: 'changed' })];
    const states = new Map([[one, stateText({ resources: [stageOf({ description: '' })] })]]);
    await Promise.all([check(states, moved), check(states, changed)]);

    expect(asked(moved)).toEqual([
      [listText, stageText],
      ['DEPLOYMENT 123456789012/eu-west-1/nz6fqhy5dm/d1', 'DEPLOYMENT 123456789012/eu-west-1/nz6fqhy5dm/d2'],
    ]);
    expect(asked(changed)).toEqual([[listText, stageText], []]);
  });
});

describe('a report', () => {
  it('explains a stage that points to another deployment, in its notes', async () => {
    const aws = world({ deploymentId: 'd2' });
    const { resources } = await check(new Map([[one, stateText({ resources: [stageOf()] })]]), aws);

    expect(resources[0]?.notes).toEqual([
      `Terraform's deployment d1 was made on 2026-01-01T00:00:00Z, described as "<b>d1</b>".`,
      'The live deployment d2 was made on 2026-01-02T00:00:00Z, described as "<b>d2</b>": it is the newer one, so somebody deployed.',
    ]);
  });

  it('names stages that no state has, which are no drift', async () => {
    const report = await check(new Map([[one, stateText({ resources: [stageOf()] })]]), world());

    expect(outcomes(report)).toEqual([
      ['aws_api_gateway_stage.this', one, 'IN_SYNC'],
      ['nz6fqhy5dm/test', null, 'UNMANAGED'],
    ]);
    expect(report.status).toBe('IN_SYNC');
  });

  it('warns of a stage that two states have', async () => {
    const text = stateText({ resources: [stageOf()] });
    const report = await check(
      new Map([
        [two, text],
        [one, text],
      ]),
      world(),
    );

    expect(report.warnings).toEqual([
      `Stage prod of REST API nz6fqhy5dm is managed twice: by aws_api_gateway_stage.this in ${one} and by aws_api_gateway_stage.this in ${two}. Whichever applies last wins.`,
    ]);
    expect((await check(new Map([[one, text]]), world())).warnings).toEqual([]);
  });

  it('names once what it does not know of a type that it checks, and quotes nothing that is no name of an attribute', async () => {
    const newer = { quantum_mode: 'on', another_one: 1, 'not a "name"': 1 };
    const text = stateText({ resources: [stageOf(newer), stageOf({ stage_name: 'dev', ...newer }, 'dev')] });
    const report = await check(new Map([[one, text]]), world());

    expect(report.warnings).toEqual([
      'another_one, quantum_mode of aws_api_gateway_stage are not compared: this version of stagedrift does not know them',
    ]);
  });

  it('warns of no stage twice though two sources lead to its state', async () => {
    const states = new Map([[one, stateText({ resources: [stageOf()] })]]);

    expect((await check(states, world(), {}, [one, 's3://acme-tf/*.tfstate', one])).warnings).toEqual([]);
  });

  it('has the same bytes in whatever order states and resources are', async () => {
    const [first, second, third] = [stageOf(), stageOf({ description: 'x' }, 'copy'), methodSettings];
    const reports = await Promise.all([
      check(
        new Map([
          [one, stateText({ resources: [first, second, third] })],
          [two, stateText({ resources: [second] })],
        ]),
        world(),
      ),
      check(
        new Map([
          [two, stateText({ resources: [second] })],
          [one, stateText({ resources: [third, second, first] })],
        ]),
        world(),
      ),
    ]);

    expect(JSON.stringify(reports[1])).toBe(JSON.stringify(reports[0]));
    expect(reports[0].summary).toMatchObject({ resources: 5, inSync: 2, modified: 2, unmanaged: 1 });
  });
});

describe('method settings', () => {
  const states = new Map([
    [one, stateText({ resources: [stageOf()] })],
    [two, stateText({ resources: [methodSettings] })],
  ]);
  const address = 'aws_api_gateway_method_settings.all';

  it('are checked by the account that a stage in another state tells', async () => {
    const report = await check(states, world({ methodSettings: new Map() }));

    expect(outcomes(report)[0]).toEqual([address, two, 'DELETED']);
  });

  it('are not checked, and nobody is asked, where no state tells their account', async () => {
    const aws = world();
    const report = await check(states, aws, { states: [two] });

    expect(outcomes(report)).toEqual([[address, two, 'NOT_CHECKED']]);
    expect(aws.asked).toEqual([]);
  });

  it.each([
    ['nz6fqhy5dm/prod', [address, 'aws_api_gateway_stage.this']],
    [stageAttributes.arn, [address, 'aws_api_gateway_stage.this']],
    ['aws_api_gateway_stage.this', ['aws_api_gateway_stage.this']],
    [address, [address]],
  ])('are checked with their stage, and alone by their address: %s', async (selector, addresses) => {
    const report = await check(states, world(), { stages: [v.parse(stageSelectorForm, selector)] });

    expect(report.resources.map((checked) => checked.address)).toEqual(addresses);
    expect(report.status).toBe('IN_SYNC');
  });

  it('that are asked for by name and are in no state are reported under their own type', async () => {
    const selector = 'module.api["a.b"].aws_api_gateway_method_settings.gone["x"]';
    const report = await check(states, world(), { stages: [v.parse(stageSelectorForm, selector)] });

    expect(report.resources).toMatchObject([
      { address: selector, type: 'aws_api_gateway_method_settings', status: 'NOT_CHECKED' },
    ]);
  });

  it('are found by their address, though a key in it may look like another type', async () => {
    const module = 'module.api["aws_api_gateway_stage.this"]';
    const text = stateText({ resources: [stageOf(), { ...methodSettings, module }] });
    const selector = v.parse(stageSelectorForm, `${module}.${address}`);

    expect(outcomes(await check(new Map([[one, text]]), world(), { stages: [selector] }))).toEqual([
      [selector.text, one, 'IN_SYNC'],
    ]);
  });

  it('do not stand for their stage, which is reported as not checked where no state has it', async () => {
    const report = await check(states, world(), {
      states: [two],
      stages: [v.parse(stageSelectorForm, 'nz6fqhy5dm/prod')],
    });

    expect(outcomes(report)).toEqual([
      [address, two, 'NOT_CHECKED'],
      ['nz6fqhy5dm/prod', null, 'NOT_CHECKED'],
    ]);
  });
});

describe('a stage that an event is about', () => {
  const place = (stageName: string | null, accountId = '123456789012'): CheckRequest['stages'] => [
    { kind: 'PLACE', family: 'REST', accountId, region: 'eu-west-1', apiId: 'nz6fqhy5dm', stageName },
  ];
  const states = new Map([
    [one, stateText({ resources: [stageOf()] })],
    [two, stateText({ resources: [methodSettings] })],
  ]);

  it('is checked with what lies at it, by a single call', async () => {
    const aws = world();
    const report = await check(states, aws, { stages: place('prod') });

    expect(outcomes(report).map(([, , status]) => status)).toEqual(['IN_SYNC', 'IN_SYNC']);
    expect(asked(aws)[0]).toEqual([expect.stringContaining('STAGE ')]);
  });

  it('is every stage of the REST API where the event tells none', async () => {
    expect(outcomes(await check(states, world(), { stages: place(null) }))).toHaveLength(2);
  });

  it('of another account is none of ours, and nothing is asked or reported', async () => {
    const aws = world();

    expect(outcomes(await check(states, aws, { stages: place('prod', '210987654321') }))).toEqual([]);
    expect(aws.asked).toEqual([]);
  });

  it('is unmanaged where no state has it, but the REST API is one of ours', async () => {
    expect(outcomes(await check(states, world(), { stages: place('test') }))).toEqual([
      ['nz6fqhy5dm/test', null, 'UNMANAGED'],
    ]);
  });

  it('is nothing to tell where it is in a state that was not read, as far as anybody knows', async () => {
    expect(outcomes(await check(states, world(), { states: [one], stages: place('test') }))).toEqual([]);
  });

  it('is nothing to tell where a state could not be read that may have it', async () => {
    const broken = new Map([...states, ['s3://acme-tf/broken.tfstate', 'not JSON']]);

    expect(outcomes(await check(broken, world(), { stages: place('test') }))).toEqual([]);
  });
});

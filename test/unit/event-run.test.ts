import { describe, expect, it } from '@jest/globals';
import type { Report } from '../../lib/report/report.ts';
import { instanceOf, settingsIn, stageIn, stateOf } from './event-run-states.ts';
import { EventRuns } from './event-run-world.ts';
import { liveMethodSettings } from './live-stage-builder.ts';

const apply = { operation: 'OperationTypeApply', who: 'ci@runner', since: '2026-03-01T12:00:00.000Z' };
const orders = 'a1b2c3d4e5';
const users = 'z9z9z9z9z9';
const acl = 'arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/a/b';
const association = instanceOf('aws_wafv2_web_acl_association', 'orders', {
  resource_arn: `arn:aws:apigateway:eu-west-1::/restapis/${orders}/stages/prod`,
  web_acl_arn: acl,
});

function told({ resources, states }: Report) {
  return [
    ...resources
      .filter(({ status }) => status !== 'IN_SYNC')
      .map(({ address, status, reason }) => [address, status, reason]),
    ...states.filter(({ status }) => status === 'FAILED').map(({ uri, reason }) => [uri, 'FAILED', reason]),
  ];
}

describe('a stage that an apply makes', () => {
  async function world() {
    const runs = new EventRuns();
    runs.make(orders, 'prod');
    const uri = runs.write('orders', stateOf(stageIn(orders, 'prod')));
    await runs.everything();
    runs.make(orders, 'new');
    runs.locks.set(uri, apply);
    return { runs, uri };
  }

  it('is told to nobody before the state is written', async () => {
    const { runs, uri } = await world();
    await runs.changed(orders, 'new');

    expect(runs.published.map(told)).toEqual([]);
    expect(runs.postponed).toMatchObject([{ states: [uri] }]);
  });

  it('is told once the apply is over, if no state has it', async () => {
    const { runs } = await world();
    await runs.changed(orders, 'new');
    runs.locks.clear();
    for (const request of runs.postponed.splice(0)) await runs.run(request);

    expect(runs.published.map(told)).toEqual([[[`${orders}/new`, 'UNMANAGED', expect.any(String)]]]);
  });
});

describe('a stage that nobody manages', () => {
  it('is over when Terraform has destroyed its REST API', async () => {
    const runs = new EventRuns();
    for (const stageName of ['prod', 'new']) runs.make(orders, stageName);
    runs.write('orders', stateOf(stageIn(orders, 'prod', { description: '' })));
    await runs.everything();
    runs.live.clear();
    runs.write('orders', stateOf());
    await runs.everything();
    await runs.everything();

    expect(runs.published.map(({ summary, resolved }) => [summary.unmanaged, resolved.map(({ how }) => how)])).toEqual([
      [1, []],
      [0, ['REMOVED']],
    ]);
  });
});

describe('an apply whose lock is not in S3', () => {
  async function world() {
    const runs = new EventRuns();
    runs.make(orders, 'prod', { description: 'as it was' });
    const uri = runs.write('orders', stateOf(stageIn(orders, 'prod', { description: 'as it was' })));
    await runs.everything();
    runs.make(orders, 'prod', { description: 'as planned', lastUpdatedDate: runs.now.toISOString() });
    await runs.everything();
    return { runs, uri };
  }

  it('raises no alert when the schedule comes between its change and its state', async () => {
    const { runs, uri } = await world();
    expect(runs.postponed).toMatchObject([{ states: [uri] }]);
    runs.write('orders', stateOf(stageIn(orders, 'prod', { description: 'as planned' })));
    for (const request of runs.postponed.splice(0)) await runs.run(request);

    expect(runs.published.map(told)).toEqual([]);
    expect(runs.postponed).toEqual([]);
  });

  it('is what a change by hand may be, so that the schedule tells of it a few minutes later', async () => {
    const { runs } = await world();
    for (let minute = 0; minute < 5; minute += 1) {
      for (const request of runs.postponed.splice(0)) await runs.run(request);
    }

    expect(runs.published.map(told)).toEqual([[[`aws_api_gateway_stage.${orders}_prod`, 'MODIFIED', undefined]]]);
    expect(runs.postponed).toEqual([]);
  });

  describe('and that deletes a stage', () => {
    async function deleted(hasStore = true) {
      const runs = new EventRuns();
      runs.hasStore = hasStore;
      runs.make(orders, 'prod');
      runs.make(orders, 'old');
      const uri = runs.write('orders', stateOf(stageIn(orders, 'prod'), stageIn(orders, 'old')));
      await runs.everything();
      runs.live.delete(`${orders}/old`);
      await runs.everything();
      return { runs, uri };
    }
    const deletion = [[`aws_api_gateway_stage.${orders}_old`, 'DELETED', expect.any(String)]];

    it('raises no alert when the schedule comes between the stage and the state', async () => {
      const { runs, uri } = await deleted();
      expect(runs.postponed).toMatchObject([{ states: [uri] }]);
      runs.write('orders', stateOf(stageIn(orders, 'prod')));
      for (const request of runs.postponed.splice(0)) await runs.run(request);

      expect(runs.published.map(told)).toEqual([]);
      expect(runs.postponed).toEqual([]);
    });

    it('is what a person may be, so that it is told a moment later, and no later schedule waits for it', async () => {
      const { runs } = await deleted();
      for (const request of runs.postponed.splice(0)) await runs.run(request);
      expect(runs.published.map(told)).toEqual([deletion]);
      await runs.everything();

      expect(runs.published).toHaveLength(1);
      expect(runs.postponed).toEqual([]);
    });

    it('is new once more if the stage was there again meanwhile', async () => {
      const { runs, uri } = await deleted();
      for (const request of runs.postponed.splice(0)) await runs.run(request);
      runs.make(orders, 'old');
      await runs.everything();
      runs.live.delete(`${orders}/old`);
      await runs.everything();

      expect(runs.postponed).toMatchObject([{ states: [uri] }]);
    });

    it('is told at once where nothing is remembered: each schedule would wait for what is long gone', async () => {
      const { runs } = await deleted(false);

      expect(runs.published.map(told)).toEqual([deletion]);
      expect(runs.postponed).toEqual([]);
    });
  });

  describe('and that makes a stage', () => {
    async function made() {
      const runs = new EventRuns();
      runs.make(orders, 'prod');
      const uri = runs.write('orders', stateOf(stageIn(orders, 'prod')));
      runs.make(orders, 'new', { lastUpdatedDate: runs.now.toISOString() });
      await runs.everything();
      return { runs, uri };
    }

    it('raises no alert when the schedule comes between the stage and the state', async () => {
      const { runs, uri } = await made();
      expect(runs.postponed).toMatchObject([{ states: [uri] }]);
      runs.write('orders', stateOf(stageIn(orders, 'prod'), stageIn(orders, 'new')));
      for (const request of runs.postponed.splice(0)) await runs.run(request);
      await runs.everything();

      expect(runs.published.map(told)).toEqual([]);
      expect(runs.postponed).toEqual([]);
    });

    it('is what a person may be, so that the schedule tells of it when it comes again', async () => {
      const { runs } = await made();
      for (const request of runs.postponed.splice(0)) await runs.run(request);
      for (let minute = 0; minute < 5; minute += 1) runs.write('elsewhere', stateOf());
      await runs.everything();

      expect(runs.published.map(told)).toEqual([[[`${orders}/new`, 'UNMANAGED', expect.any(String)]]]);
      expect(runs.postponed).toEqual([]);
    });
  });
});

describe('a state that was written', () => {
  it('and has settings of a stage of another state is checked with that, though nobody knew of it', async () => {
    const runs = new EventRuns();
    runs.make(orders, 'prod', { methodSettings: new Map([['*/*', liveMethodSettings()]]) });
    runs.write('orders', stateOf(stageIn(orders, 'prod')));
    await runs.everything();
    await runs.written(runs.write('settings', stateOf(settingsIn(orders, 'prod'))));

    expect(runs.published.map(told)).toEqual([]);
  });

  it('says nothing of what another state has elsewhere that shares a stage with it', async () => {
    const runs = new EventRuns();
    const live = { methodSettings: new Map([['*/*', liveMethodSettings()]]) };
    runs.make(orders, 'prod', live);
    runs.make(users, 'prod', live);
    const uri = runs.write('orders', stateOf(stageIn(orders, 'prod')));
    runs.write('users', stateOf(stageIn(users, 'prod')));
    runs.write('settings', stateOf(settingsIn(orders, 'prod'), settingsIn(users, 'prod')));
    await runs.everything();
    await runs.written(uri);

    expect(runs.published.map(told)).toEqual([]);
  });

  it('and deleted since is nothing to tell of', async () => {
    const runs = new EventRuns();
    runs.make(orders, 'prod');
    runs.write('orders', stateOf(stageIn(orders, 'prod')));
    await runs.everything();
    const uri = runs.write('preview', stateOf());
    runs.remove(uri);
    await runs.written(uri);

    expect(runs.published.map(told)).toEqual([]);
  });

  it('in another place says nothing of the one that it had before', async () => {
    const runs = new EventRuns();
    runs.make(orders, 'prod');
    const before = runs.write('orders', stateOf(stageIn(orders, 'prod')));
    await runs.everything();
    const uri = runs.write('moved', stateOf(stageIn(orders, 'prod')));
    runs.remove(before);
    await runs.written(uri);
    await runs.written(uri);

    expect(runs.published.map(told)).toEqual([]);
  });
});

describe('a state that speaks of stages that no state has', () => {
  it('is read once for all that', async () => {
    const runs = new EventRuns();
    runs.make(orders, 'prod');
    runs.write('orders', stateOf(stageIn(orders, 'prod')));
    await runs.everything();
    const uri = runs.write('settings', stateOf(settingsIn('elsewhere0', 'prod')));
    await runs.written(uri);
    runs.read.splice(0);
    await runs.written(uri);

    expect(runs.read).toEqual([uri]);
  });
});

describe('a web ACL', () => {
  it('that a state of its own attaches is no drift of the stage', async () => {
    const runs = new EventRuns();
    runs.make(orders, 'prod', { webAclArn: acl });
    runs.write('orders', stateOf(stageIn(orders, 'prod')));
    runs.write('waf', stateOf(association));
    await runs.everything();
    expect(runs.published.map(told)).toEqual([]);
    await runs.changed(orders, 'prod');

    expect(runs.published.map(told)).toEqual([]);
  });
});

describe('a web ACL that a state attaches of which nobody knew', () => {
  it('is found by what else is known of its REST API, and from then on by a change of the stage', async () => {
    const runs = new EventRuns();
    runs.make(orders, 'prod');
    const uri = runs.write('orders', stateOf(stageIn(orders, 'prod')));
    await runs.everything();
    runs.make(orders, 'prod', { webAclArn: acl });
    const waf = runs.write('waf', stateOf(association));
    await runs.written(waf);
    runs.read.splice(0);
    await runs.changed(orders, 'prod');

    expect(runs.published.map(told)).toEqual([]);
    expect(runs.read).toEqual([uri, waf]);
  });
});

describe('the index', () => {
  it('is made though a state cannot be read', async () => {
    const runs = new EventRuns();
    runs.make(orders, 'prod');
    const uri = runs.write('orders', stateOf(stageIn(orders, 'prod')));
    runs.write('broken', 'no JSON');
    await runs.everything();
    runs.read.splice(0);
    await runs.changed(orders, 'prod');

    expect(runs.read).toEqual([uri]);
  });
});

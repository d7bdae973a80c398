import { describe, expect, it } from '@jest/globals';
import type { ApiCall } from '../../lib/model/api-call.ts';
import type { Report } from '../../lib/report/report.ts';
import { QueueError } from '../../lib/trigger/re-check.ts';
import { account, instanceOf, settingsIn, stageIn, stateOf } from './event-run-states.ts';
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

function notified({ resources, states }: Report) {
  return [
    ...resources
      .filter(({ status }) => status !== 'IN_SYNC')
      .map(({ address, status, reason }) => [address, status, reason]),
    ...states.filter(({ status }) => status === 'FAILED').map(({ uri, reason }) => [uri, 'FAILED', reason]),
  ];
}

/** A call by Terraform that changes the stage `prod`. */
function terraformCall(at: Date): ApiCall {
  return {
    ...{ eventId: 'call-1', eventName: 'UpdateStage', time: at.toISOString() },
    target: { family: 'REST', accountId: account, region: 'eu-west-1', apiId: orders, stageName: 'prod' },
    touched: { kind: 'UNKNOWN' },
    caller: { actor: 'ci', arn: null, sourceAddress: null, tool: 'Terraform', userAgent: null, isVerified: true },
  };
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

  it('notifies nobody before the state is written', async () => {
    const { runs } = await world();
    await runs.changed(orders, 'new');

    expect(runs.published.map(notified)).toEqual([]);
    expect(runs.postponed).toMatchObject([{ stages: [{ stageName: 'new' }], states: null }]);
  });

  it('is notified once the apply is over, if no state has it', async () => {
    const { runs } = await world();
    await runs.changed(orders, 'new');
    runs.locks.clear();
    for (const request of runs.postponed.splice(0)) await runs.run(request);

    expect(runs.published.map(notified)).toEqual([[[`${orders}/new`, 'UNMANAGED', expect.any(String)]]]);
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
    const { runs } = await world();
    expect(runs.postponed).toMatchObject([{ stages: [{ stageName: 'prod' }], states: null }]);
    runs.write('orders', stateOf(stageIn(orders, 'prod', { description: 'as planned' })));
    for (const request of runs.postponed.splice(0)) await runs.run(request);

    expect(runs.published.map(notified)).toEqual([]);
    expect(runs.postponed).toEqual([]);
  });

  it('is what a change by hand may be, so that the schedule reports it a few minutes later', async () => {
    const { runs } = await world();
    await runs.again(5);

    expect(runs.published.map(notified)).toEqual([[[`aws_api_gateway_stage.${orders}_prod`, 'MODIFIED', undefined]]]);
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
      const { runs } = await deleted();
      expect(runs.postponed).toMatchObject([{ stages: [{ stageName: 'old' }], states: null }]);
      runs.write('orders', stateOf(stageIn(orders, 'prod')));
      for (const request of runs.postponed.splice(0)) await runs.run(request);

      expect(runs.published.map(notified)).toEqual([]);
      expect(runs.postponed).toEqual([]);
    });

    it('is what a person may be, so that it is notified five minutes later, and no later schedule waits for it', async () => {
      const { runs } = await deleted();
      await runs.again(4);
      expect(runs.published.map(notified)).toEqual([]);
      await runs.again();
      expect(runs.published.map(notified)).toEqual([deletion]);
      await runs.everything();

      expect(runs.published).toHaveLength(1);
      expect(runs.postponed).toEqual([]);
    });

    it('is new once more if the stage was there again meanwhile', async () => {
      const { runs } = await deleted();
      await runs.again(5);
      runs.make(orders, 'old');
      await runs.everything();
      runs.live.delete(`${orders}/old`);
      await runs.everything();

      expect(runs.postponed).toMatchObject([{ stages: [{ stageName: 'old' }], states: null }]);
    });

    it('is notified at once without a ledger: each schedule would wait for what is long gone', async () => {
      const { runs } = await deleted(false);

      expect(runs.published.map(notified)).toEqual([deletion]);
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
      const { runs } = await made();
      expect(runs.postponed).toMatchObject([{ stages: [{ stageName: 'new' }], states: null }]);
      runs.write('orders', stateOf(stageIn(orders, 'prod'), stageIn(orders, 'new')));
      for (const request of runs.postponed.splice(0)) await runs.run(request);
      await runs.everything();

      expect(runs.published.map(notified)).toEqual([]);
      expect(runs.postponed).toEqual([]);
    });

    it('is what a person may be, so that it is notified once it is five minutes old', async () => {
      const { runs } = await made();
      for (const request of runs.postponed.splice(0)) await runs.run(request);
      expect(runs.published).toEqual([]);
      for (let minute = 0; minute < 5; minute += 1) runs.write('elsewhere', stateOf());
      for (const request of runs.postponed.splice(0)) await runs.run(request);

      expect(runs.published.map(notified)).toEqual([[[`${orders}/new`, 'UNMANAGED', expect.any(String)]]]);
      expect(runs.postponed).toEqual([]);
    });
  });
});

describe.each<[string, (runs: EventRuns) => void, string | null]>([
  ['takes no message', (runs) => (runs.queueFault = new QueueError('the queue is gone')), 'the queue is gone'],
  ['loses every message', () => {}, null],
])('drift that waits where the queue %s', (_queue, begin, error) => {
  async function world() {
    const runs = new EventRuns();
    begin(runs);
    runs.make(orders, 'prod');
    runs.make(orders, 'old');
    const uri = runs.write('orders', stateOf(stageIn(orders, 'prod', { description: '' }), stageIn(orders, 'old')));
    await runs.everything();
    return { runs, uri };
  }

  it('is notified by the second schedule, if it is a deletion', async () => {
    const { runs } = await world();
    runs.live.delete(`${orders}/old`);
    expect(await runs.everything()).toMatchObject({ error, pending: ['s3://acme-tf/orders'] });
    expect(runs.published).toEqual([]);
    runs.pass(60);
    await runs.everything();

    expect(runs.published.map(notified)).toEqual([
      [[`aws_api_gateway_stage.${orders}_old`, 'DELETED', expect.any(String)]],
    ]);
  });

  it('is notified by the second schedule once the lock is gone, whatever saw it first', async () => {
    for (const see of [(runs: EventRuns) => runs.everything(), (runs: EventRuns) => runs.changed(orders, 'prod')]) {
      const { runs, uri } = await world();
      runs.make(orders, 'prod', { description: 'by hand' });
      runs.locks.set(uri, { ...apply, since: runs.now.toISOString() });
      expect(await see(runs)).toMatchObject({ error, pending: [uri] });
      expect(runs.published).toEqual([]);
      runs.locks.clear();
      await runs.everything();

      expect(runs.published.map(notified)).toEqual([[[`aws_api_gateway_stage.${orders}_prod`, 'MODIFIED', undefined]]]);
    }
  });
});

describe('drift under a lock', () => {
  async function world(hasQueue: boolean) {
    const runs = new EventRuns();
    runs.hasQueue = hasQueue;
    runs.make(orders, 'prod');
    const uri = runs.write('orders', stateOf(stageIn(orders, 'prod', { description: '' })));
    await runs.everything();
    runs.make(orders, 'prod', { description: 'by hand' });
    return { runs, uri };
  }

  it('waits without a queue too, and is notified by the schedule that comes once the lock is gone', async () => {
    const { runs, uri } = await world(false);
    runs.locks.set(uri, apply);
    await runs.everything();
    expect(runs.published).toEqual([]);
    runs.locks.clear();
    await runs.everything();

    expect(runs.published.map(notified)).toEqual([[[`aws_api_gateway_stage.${orders}_prod`, 'MODIFIED', undefined]]]);
  });

  it.each([true, false])(
    'is notified after an hour, though each apply is followed by another, queue or not: %s',
    async (has) => {
      const { runs, uri } = await world(has);
      const lockedAnew = () => runs.locks.set(uri, { ...apply, since: runs.now.toISOString() });
      lockedAnew();
      await runs.everything();
      runs.pass(58);
      lockedAnew();
      await runs.changed(orders, 'prod');
      expect(runs.published).toEqual([]);
      lockedAnew();
      await runs.everything();

      expect(runs.published.map(notified)).toEqual([[[`aws_api_gateway_stage.${orders}_prod`, 'MODIFIED', undefined]]]);
      expect(runs.published[0]?.resources[0]?.notes).toEqual([expect.stringContaining('This may pass by itself')]);
    },
  );

  it('is shown at once to who asks by hand, with a note, and stays pending for everybody else', async () => {
    const { runs, uri } = await world(true);
    runs.locks.set(uri, { ...apply, since: runs.now.toISOString() });
    await runs.everything();
    const { report } = await runs.run({ trigger: { kind: 'manual' } });
    expect(notified(report)).toEqual([[`aws_api_gateway_stage.${orders}_prod`, 'MODIFIED', undefined]]);
    expect(report.resources[0]?.notes).toEqual([expect.stringContaining('This may pass by itself')]);
    expect(runs.published).toEqual([]);
    runs.locks.clear();
    await runs.everything();
    await runs.everything();

    expect(runs.published.map(notified)).toEqual([[[`aws_api_gateway_stage.${orders}_prod`, 'MODIFIED', undefined]]]);
    expect(runs.published[0]?.resources[0]?.notes).toEqual([]);
  });
});

describe('a call by Terraform that is newer than the state', () => {
  async function eventsAfter(more: { readonly aheadMs?: number; readonly isVerified?: boolean }) {
    const runs = new EventRuns();
    runs.make(orders, 'prod');
    runs.write('orders', stateOf(stageIn(orders, 'prod', { description: '' })));
    await runs.everything();
    runs.pass(10);
    runs.make(orders, 'prod', { description: 'by hand' });
    const caller = { actor: 'ci', arn: null, sourceAddress: null, tool: 'Terraform', userAgent: null };
    const call = {
      ...{ eventId: 'event-1', eventName: 'UpdateStage', touched: { kind: 'UNKNOWN' } as const },
      time: new Date(runs.now.getTime() + (more.aheadMs ?? 0)).toISOString(),
      target: {
        family: 'REST' as const,
        accountId: '123456789012',
        region: 'eu-west-1',
        apiId: orders,
        stageName: 'prod',
      },
      caller: { ...caller, isVerified: more.isVerified ?? true },
    };
    await runs.changed(orders, 'prod', { calls: [call] });
    return runs.published.map(({ events: { opened } }) => opened);
  }

  it('has its change pending', async () => {
    expect(await eventsAfter({})).toEqual([]);
    expect(await eventsAfter({ aheadMs: 4 * 60_000 })).toEqual([]);
  });

  it('holds nothing back where nobody verified it', async () => {
    expect(await eventsAfter({ isVerified: false })).toEqual([1]);
  });

  it('is no evidence where it is more than five minutes ahead of our clock', async () => {
    expect(await eventsAfter({ aheadMs: 7 * 60_000 })).toEqual([1]);
    expect(await eventsAfter({ aheadMs: 70 * 365 * 24 * 60 * 60_000 })).toEqual([1]);
  });
});

describe('a call by Terraform that no state is written for', () => {
  it('has nothing wait for longer than an hour, though several findings of the stage wait for it', async () => {
    const runs = new EventRuns();
    runs.make(orders, 'old');
    runs.make(orders, 'prod');
    runs.write('legacy', stateOf(stageIn(orders, 'old', { description: '' })));
    const uri = runs.write('orders', stateOf(stageIn(orders, 'prod', { description: '' })));
    await runs.everything();
    runs.make(orders, 'prod', { description: 'as planned' });
    await runs.changed(orders, 'prod', { calls: [terraformCall(runs.now)] });
    runs.pass(30);
    runs.write('orders', stateOf());
    await runs.written(uri);
    await runs.everything();
    expect(runs.published.map(notified)).toEqual([]);
    runs.pass(60);
    await runs.changed(orders, 'prod');
    await runs.everything();

    expect(runs.published.map(notified)).toEqual([[[`${orders}/prod`, 'UNMANAGED', expect.any(String)]]]);
    runs.postponed.length = 0;
    await runs.everything();
    expect(runs.postponed).toEqual([]);
  });
});

describe('one event', () => {
  it('that is delivered twice at once is notified once', async () => {
    const runs = new EventRuns();
    runs.make(orders, 'prod', { description: 'by hand' });
    runs.write('orders', stateOf(stageIn(orders, 'prod', { description: '' })));
    runs.whilePublishing = async () => {
      runs.whilePublishing = async () => {};
      await runs.changed(orders, 'prod', { eventId: 'event' });
    };
    await runs.changed(orders, 'prod', { eventId: 'event' });

    expect(runs.published.map(({ events: { opened } }) => opened)).toEqual([1]);
  });
});

describe('drift of which two runs say something else at the same time', () => {
  it('is notified by the first, and its end by the check that the second asks for', async () => {
    const runs = new EventRuns();
    runs.make(orders, 'prod', { description: 'by hand' });
    runs.write('orders', stateOf(stageIn(orders, 'prod', { description: '' })));
    runs.whilePublishing = async () => {
      runs.whilePublishing = async () => {};
      runs.make(orders, 'prod');
      await runs.changed(orders, 'prod');
    };
    await runs.changed(orders, 'prod');
    expect(runs.published.map(({ events: { opened, resolved } }) => [opened, resolved])).toEqual([[1, 0]]);
    expect(runs.postponed).toMatchObject([{ stages: [{ stageName: 'prod' }], states: null }]);
    await runs.again();

    expect(runs.published.map(({ events: { opened, resolved } }) => [opened, resolved])).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(runs.postponed).toEqual([]);
  });
});

describe('a state that was written', () => {
  it('says nothing of drift in another state: that is not over', async () => {
    const runs = new EventRuns();
    runs.make(orders, 'prod', { description: 'by hand' });
    runs.make(users, 'prod', { description: 'fine' });
    runs.write('orders', stateOf(stageIn(orders, 'prod', { description: 'as planned' })));
    const uri = runs.write('users', stateOf(stageIn(users, 'prod', { description: 'fine' })));
    await runs.everything();
    await runs.written(uri);

    expect(runs.published.map(({ status, resolved }) => [status, resolved])).toEqual([['DRIFTED', []]]);
  });

  it('and has settings of a stage of another state is checked with that, though nobody knew of it', async () => {
    const runs = new EventRuns();
    runs.make(orders, 'prod', { methodSettings: new Map([['*/*', liveMethodSettings()]]) });
    runs.write('orders', stateOf(stageIn(orders, 'prod')));
    await runs.everything();
    await runs.written(runs.write('settings', stateOf(settingsIn(orders, 'prod'))));

    expect(runs.published.map(notified)).toEqual([]);
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

    expect(runs.published.map(notified)).toEqual([]);
  });

  it('and deleted since is nothing to tell of', async () => {
    const runs = new EventRuns();
    runs.make(orders, 'prod');
    runs.write('orders', stateOf(stageIn(orders, 'prod')));
    await runs.everything();
    const uri = runs.write('preview', stateOf());
    runs.remove(uri);
    await runs.written(uri);

    expect(runs.published.map(notified)).toEqual([]);
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

    expect(runs.published.map(notified)).toEqual([]);
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

describe('a stage that a state knows and manages in another form', () => {
  const deployment = { id: 'd1', rest_api_id: orders, stage_name: 'legacy' };
  const executionArn = `arn:aws:execute-api:eu-west-1:${account}:${orders}/legacy`;
  const forms: readonly [string, ReturnType<typeof instanceOf>][] = [
    ['by the deployment that made it', instanceOf('aws_api_gateway_deployment', 'legacy', deployment)],
    [
      'by a deployment that tells its account',
      instanceOf('aws_api_gateway_deployment', 'legacy', { ...deployment, execution_arn: executionArn }),
    ],
    ['without its account', stageIn(orders, 'legacy', { execution_arn: null })],
    ['without its account and region', stageIn(orders, 'legacy', { execution_arn: null, arn: null })],
  ];

  function world() {
    const runs = new EventRuns();
    for (const stageName of ['prod', 'legacy']) runs.make(orders, stageName);
    runs.write('orders', stateOf(stageIn(orders, 'prod')));
    return runs;
  }
  const unmanaged = ({ resources }: Report) =>
    resources.flatMap(({ address, status }) => (status === 'UNMANAGED' ? [address] : []));
  const ends = ({ resolved }: Report) => resolved.map(({ how, explanation }) => [how, explanation]);
  const adopted = expect.stringMatching(/^aws_api_gateway_\S+legacy in s3:\/\/acme-tf\/legacy names it now$/);

  it.each(forms)('%s is in a state, whatever starts the run', async (_, legacy) => {
    const runs = world();
    runs.write('legacy', stateOf(legacy));
    await runs.everything();
    await runs.changed(orders, 'legacy');
    await runs.changed(orders, 'legacy');
    await runs.everything();

    expect(runs.published.flatMap(unmanaged)).toEqual([]);
    expect(runs.published.flatMap(ends)).toEqual([]);
  });

  it.each(forms)('%s is in a state, though the first run that read it was about that state', async (_, legacy) => {
    const runs = world();
    await runs.everything();
    runs.live.delete(`${orders}/legacy`);
    await runs.everything();
    runs.published.splice(0);
    runs.make(orders, 'legacy');
    await runs.written(runs.write('legacy', stateOf(legacy)));
    await runs.changed(orders, 'legacy');

    expect(runs.published.flatMap(unmanaged)).toEqual([]);
  });

  it.each(forms)('%s is adopted by that state, if it was in none before', async (_, legacy) => {
    const runs = world();
    await runs.everything();
    runs.write('legacy', stateOf(legacy));
    await runs.everything();

    expect(runs.published.flatMap(unmanaged)).toEqual([`${orders}/legacy`]);
    expect(runs.published.flatMap(ends)).toEqual([['ADOPTED', adopted]]);
  });

  it.each(forms)('%s is adopted by that state as soon as an event has it read', async (_, legacy) => {
    const changed = world();
    await changed.everything();
    changed.write('legacy', stateOf(legacy));
    await changed.changed(orders, 'legacy');
    const written = world();
    await written.everything();
    await written.written(written.write('legacy', stateOf(legacy)));

    expect(changed.published.flatMap(ends)).toEqual([['ADOPTED', adopted]]);
    expect(written.published.flatMap(ends)).toEqual([['ADOPTED', adopted]]);
  });

  it.each(forms)('%s is over all the same when it is no longer live', async (_, legacy) => {
    const runs = world();
    await runs.everything();
    runs.live.delete(`${orders}/legacy`);
    runs.write('legacy', stateOf(legacy));
    await runs.everything();

    expect(runs.published.flatMap(ends)).toEqual([['PUT_BACK', 'it is no longer live']]);
  });

  it.each(forms)('%s has the stages beside it wait for an apply of that state', async (_, legacy) => {
    const runs = world();
    const uri = runs.write('legacy', stateOf(legacy));
    await runs.everything();
    runs.make(orders, 'new');
    runs.locks.set(uri, apply);
    await runs.changed(orders, 'new');

    expect(runs.published.flatMap(unmanaged)).toEqual([]);
    expect(runs.postponed).toMatchObject([{ stages: [{ stageName: 'new' }], states: null }]);
  });

  it.each(forms)('%s is in a state, though the index is one of the version that did not know', async (_, legacy) => {
    const runs = world();
    const uri = runs.write('legacy', stateOf(legacy));
    await runs.everything();
    const index = JSON.parse((await runs.store.read('index.json'))?.text ?? '');
    for (const state of index.states) if (state.uri === uri) state.stages = [];
    await runs.store.put('index.json', JSON.stringify({ ...index, version: 1 }));
    await runs.changed(orders, 'legacy');

    expect(runs.published.flatMap(unmanaged)).toEqual([]);
  });

  it('may be in a state that could not be read: the event says nothing, and the schedule neither', async () => {
    const runs = world();
    runs.live.delete(`${orders}/legacy`);
    await runs.everything();
    runs.make(orders, 'legacy');
    runs.write('legacy', 'no JSON');
    await runs.changed(orders, 'legacy');
    await runs.everything();

    expect(runs.published.flatMap(unmanaged)).toEqual([]);
  });

  it('is adopted by a state of which an event asks for another stage: it stays live', async () => {
    const runs = world();
    await runs.everything();
    runs.write('legacy', stateOf(stageIn(orders, 'legacy', { description: '' })));
    runs.make(orders, 'stray');
    await runs.changed(orders, 'stray');
    expect(runs.published.flatMap(ends)).toEqual([]);
    await runs.everything();

    expect(runs.published.flatMap(ends)).toEqual([['ADOPTED', expect.stringContaining('manages it now')]]);
  });
});

describe('a web ACL', () => {
  it('that a state of its own attaches is no drift of the stage', async () => {
    const runs = new EventRuns();
    runs.make(orders, 'prod', { webAclArn: acl });
    runs.write('orders', stateOf(stageIn(orders, 'prod')));
    runs.write('waf', stateOf(association));
    await runs.everything();
    expect(runs.published.map(notified)).toEqual([]);
    await runs.changed(orders, 'prod');

    expect(runs.published.map(notified)).toEqual([]);
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

    expect(runs.published.map(notified)).toEqual([]);
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

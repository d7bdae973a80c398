import { describe, expect, it } from '@jest/globals';
import { findCallers, type Trail, type TrailAnswer } from '../../../lib/attribution/find-callers.ts';
import type { RequiredLookup } from '../../../lib/attribution/required-lookup.ts';
import { parseRules } from '../../../lib/findings/rules/rules-file.ts';
import type { ApiCall } from '../../../lib/model/api-call.ts';
import type { StateRead } from '../../../lib/terraform/read-states.ts';
import { readState } from '../report/sample.ts';
import { place, stageInstance } from '../resources/placing.ts';
import { update } from './calls.ts';
import { asked, differing } from './lookups.ts';

const now = new Date('2026-11-24T13:00:00Z');
const stage = place(stageInstance());
const type = 'aws_api_gateway_stage';
const findings = asked(stage, type, differing(['description'], ['variables', 'A']));
const [described] = findings;
const describing = update(1, '/description');
const setting = update(2, '/variables/A');

const fromEvents = { trail: null, checkedAt: null, states: [] };

/** A trail that answers the same each time, and what it was asked for. */
function trailOf(answer: TrailAnswer) {
  const lookups: string[] = [];
  const trail: Trail = {
    callsAt: async ({ accountId, region }, names) => {
      lookups.push(`${accountId} ${region} ${names.join(' ')}`);
      return answer;
    },
  };
  return { trail, lookups };
}

const timeAt = (seconds: number) => new Date(Date.UTC(2026, 10, 24, 12, 0, seconds)).toISOString();

const read = (...calls: ApiCall[]): TrailAnswer => ({ kind: 'READ', calls, complete: true });

function writtenState(uri: string, writtenAt: string): StateRead {
  const state = readState(uri);
  return state.status === 'READ' ? { ...state, version: { etag: 'a', writtenAt } } : state;
}

async function find(
  list: readonly RequiredLookup[],
  calls: readonly ApiCall[],
  trail: Trail | null,
  states: readonly StateRead[] = [],
) {
  const { attributions, warnings } = await findCallers(list, { calls, trail, checkedAt: null, states }, now);
  const eventOf = ({ finding }: RequiredLookup) => attributions.get(finding.id)?.calls[0]?.eventId ?? null;
  return { events: list.map(eventOf), warnings };
}

describe('who is behind findings', () => {
  it('is known by the calls that started the check, and nobody is asked', async () => {
    const { trail, lookups } = trailOf(read());

    expect(await find(findings, [describing, setting], trail)).toEqual({
      events: ['UpdateStage@1', 'UpdateStage@2'],
      warnings: [],
    });
    expect(lookups).toEqual([]);
  });

  it('is looked up where those do not tell', async () => {
    const { trail, lookups } = trailOf(read(setting));

    expect(await find(findings, [describing], trail)).toEqual({
      events: ['UpdateStage@1', 'UpdateStage@2'],
      warnings: [],
    });
    expect(lookups).toEqual(['123456789012 eu-west-1 CreateDeployment CreateStage UpdateStage']);
  });

  it('is not looked up for what is known, or ignored, or where it is not wanted', async () => {
    const { trail, lookups } = trailOf(read(describing));
    const known = asked(stage, type, differing(['description']), { isNew: false });
    const rules = parseRules('ignore: [{ address: "*", reason: ours }]', 'rules.yaml');
    const { attributions } = await findCallers(findings, { ...fromEvents, calls: [describing] }, now);
    const putDown = [...attributions.values()].flatMap((by) =>
      asked(stage, type, differing(['description']), { known: by }),
    );
    const ignored = asked(stage, type, differing(['description']), { rules });

    expect(await find(known, [], trail)).toEqual({ events: [null], warnings: [] });
    expect(await find(ignored, [], trail)).toEqual({ events: [null], warnings: [] });
    expect(await find(putDown, [], trail)).toEqual({ events: [null], warnings: [] });
    expect(await find(findings, [], null)).toEqual({ events: [null, null], warnings: [] });
    expect(lookups).toEqual([]);
  });

  it.each([
    ['Terraform, before it wrote the state', 'Terraform', 1, null],
    ['Terraform, after it wrote the state', 'Terraform', 3, 'UpdateStage@3'],
    ['somebody else, before the state was written', 'console', 1, 'UpdateStage@1'],
  ])('by %s: what Terraform set before is in the state', async (_who, tool, at, event) => {
    const call = update(at, '/description');
    const { events } = await find(findings.slice(0, 1), [{ ...call, caller: { ...call.caller, tool } }], null, [
      writtenState('s3://acme-tf/a.tfstate', timeAt(2)),
    ]);

    expect(events).toEqual([event]);
  });

  it.each([
    ['before it was there', '2026-11-24T12:00:02.500Z', 'UpdateStage@1'],
    ['within the same second', '2026-11-24T12:00:01.500Z', 'UpdateStage@1'],
    ['when it was there already', '2026-11-24T12:00:00.500Z', null],
  ])('made a call %s', async (_when, unchangedSince, event) => {
    const known = asked(stage, type, differing(['description']), { unchangedSince });

    expect((await find(known, [describing], null)).events).toEqual([event]);
    expect((await find(known, [], trailOf(read(describing)).trail)).events).toEqual([event]);
  });

  describe('is certain', () => {
    const calledAt = { before: update(1, '/description'), later: update(30, '/tracingEnabled') };
    const terraform = { ...calledAt.later, caller: { ...calledAt.later.caller, tool: 'Terraform' } };

    /** Where the stage was changed half a minute after noon. */
    async function certainty(unchangedSince: string | null, ...calls: readonly ApiCall[]) {
      const stageChangedAt = '2026-11-24T12:00:30.000Z';
      const list = asked(stage, type, differing(['description']), { unchangedSince, stageChangedAt });
      const states = [writtenState('s3://acme-tf/a.tfstate', timeAt(40))];
      const { attributions } = await findCallers(list, { calls, trail: null, checkedAt: null, states }, now);
      return [...attributions.values()].map((attribution) => attribution.certainty);
    }

    it('unless the stage was changed later', async () => {
      expect(await certainty(null, calledAt.before)).toEqual(['ONE_OF']);
    });

    it('where that was a call which set something else, be it one of which the state has what it set', async () => {
      expect(await certainty(null, calledAt.before, calledAt.later)).toEqual(['CERTAIN']);
      expect(await certainty(null, calledAt.before, terraform)).toEqual(['CERTAIN']);
    });

    it('where that was when it was there already', async () => {
      expect(await certainty('2026-11-24T12:00:29.000Z', calledAt.before)).toEqual(['CERTAIN']);
      expect(await certainty('2026-11-24T12:00:31.000Z', calledAt.before)).toEqual(['ONE_OF']);
    });
  });

  it('is nobody where no call explains it, and no word is lost about that', async () => {
    expect(await find(findings, [], trailOf(read()).trail)).toEqual({ events: [null, null], warnings: [] });
  });
});

describe('a caller that nobody verified', () => {
  const claimed = { ...describing, caller: { ...describing.caller, actor: 'ceo', isVerified: false } };
  const callersIn = async (calls: readonly ApiCall[], trail: Trail | null) => {
    const { attributions } = await findCallers(findings.slice(0, 1), { ...fromEvents, calls, trail }, now);
    return [...attributions.values()].flatMap(({ calls }) =>
      calls.map(({ actor, isVerified }) => ({ actor, isVerified })),
    );
  };

  it('is named as such where CloudTrail is not asked, or does not know the call', async () => {
    const unverified = [{ actor: 'ceo', isVerified: false }];
    expect(await callersIn([claimed], null)).toEqual(unverified);
    expect(await callersIn([claimed], trailOf(read()).trail)).toEqual(unverified);
  });

  it('is the one that CloudTrail has of the same call, where it knows it', async () => {
    expect(await callersIn([claimed], trailOf(read(describing)).trail)).toEqual([{ actor: 'bob', isVerified: true }]);
  });
});

describe('a trail that cannot tell', () => {
  const unreadable: TrailAnswer = { kind: 'UNREADABLE', reason: 'access denied by CloudTrail' };

  it('is a warning, where a finding remains that nobody is known to be behind', async () => {
    expect(await find(findings, [describing], trailOf(unreadable).trail)).toEqual({
      events: ['UpdateStage@1', null],
      warnings: [
        'Who is behind some findings in account 123456789012, region eu-west-1 is not known: access denied by CloudTrail',
      ],
    });
  });

  it('is a warning as well where it answered a part, and none where that was enough', async () => {
    const some: TrailAnswer = { kind: 'READ', calls: [describing], complete: false };

    expect((await find(findings, [], trailOf(some).trail)).warnings).toEqual([
      'Who is behind some findings in account 123456789012, region eu-west-1 is not known: ' +
        'CloudTrail has more calls than could be looked through or read',
    ]);
    expect((await find(described === undefined ? [] : [described], [], trailOf(some).trail)).warnings).toEqual([]);
  });
});

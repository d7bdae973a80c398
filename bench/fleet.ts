import { type CheckedOrganisation, checkOrganisation, quota, size } from './organisation.ts';
import { type Section, shown } from './section.ts';

/** Accounts, and the MB that the function needs for them. */
const cases = [
  { accounts: 10, memory: 512 },
  { accounts: 50, memory: 512 },
  { accounts: 200, memory: 1_536 },
] as const;

/** Seconds that the template gives an invocation, and that the function keeps for its report. */
const usualLimit = 300;
const reserve = 10;

/** MB with which Lambda gives a function one processor, as it has here. */
const oneProcessor = 1_769;

/** US dollars for a GB of memory during a second, on Arm in most regions, and for an invocation. */
const price = { gigabyteSecond: 0.0000133334, invocation: 0.0000002 };

/** All accounts of an organisation in one run, each with a budget of its own and a quota that is enforced. */
export async function checkFleet(): Promise<Section> {
  const whole: CheckedOrganisation[] = [];
  for (const { accounts, memory } of cases) whole.push(await checkOrganisation(accounts, memory, usualLimit));
  const [least, , most] = whole;
  if (least === undefined || most === undefined) throw new Error('nothing was checked');
  // So little time that the largest organisation takes several invocations.
  const limit = reserve + Math.round(most.seconds * 0.4);
  const parted = await checkOrganisation(most.accounts, most.memory, limit);
  const found = [...whole, parted];
  return {
    title: 'An organisation',
    about: `Accounts with ${size.apis * size.stagesOfApi} stages each in ${size.apis} REST APIs, a state for each account, under a role in each account; each account takes ${quota.requestsPerSecond} requests a second, ${quota.burst} at once, and the function asks for 5. One stage has drifted. The built function is invoked as by its schedule, with the template's limit of ${usualLimit} seconds; in the last row it would be stopped after ${limit}, and goes on by its queue, which gathers messages for ten seconds. Its heap is that of a function with so many MB, and it has a whole processor. Lambda gives that with ${oneProcessor} MB, and a part with less, so that GB-seconds and US dollars (list price for Arm) are those of the processor seconds at that part, where these are more.`,
    columns: [
      'accounts',
      'stages',
      'MB',
      'peak MiB',
      'seconds',
      'invocations, seconds of each',
      'processor seconds',
      'calls',
      'not checked',
      'mails',
      'GB-seconds',
      'USD',
    ],
    rows: found.map((run) => [
      String(run.accounts),
      String(run.stages),
      String(run.memory),
      shown(run.peak),
      shown(run.seconds),
      `${run.invocations.length}: ${run.invocations.map(shown).join(' + ')}`,
      shown(run.cpu),
      String(run.calls),
      String(run.notChecked),
      String(run.mails),
      shown(gigabyteSeconds(run)),
      (gigabyteSeconds(run) * price.gigabyteSecond + run.invocations.length * price.invocation).toFixed(5),
    ]),
    figures: {
      'stages of the organisation not checked': Math.max(...found.map(({ notChecked }) => notChecked)),
      'mails of a check of the organisation': Math.max(...found.map(({ mails }) => mails)),
      'calls for each REST API of the organisation': most.calls / (most.accounts * size.apis),
      'processor time for a stage, 200 accounts / 10 accounts': most.cpu / most.stages / (least.cpu / least.stages),
      'peak MiB for 200 accounts / MB of the function': most.peak / most.memory,
      'invocations with little time': parted.invocations.length,
      'calls in several invocations / in one': parted.calls / most.calls,
    },
    plots: [
      {
        name: 'organisation',
        title: 'Seconds for a check of an organisation, by accounts',
        across: 'accounts with 500 stages',
        up: 'seconds',
        lines: [
          { name: 'from start to end', points: whole.map(({ accounts, seconds }) => [accounts, seconds] as const) },
          { name: 'processor', points: whole.map(({ accounts, cpu }) => [accounts, cpu] as const) },
        ],
      },
    ],
  };
}

function gigabyteSeconds({ invocations, cpu, memory }: CheckedOrganisation): number {
  const lasted = invocations.reduce((sum, seconds) => sum + seconds, 0);
  return (Math.max(lasted, (cpu * oneProcessor) / memory) * memory) / 1_024;
}

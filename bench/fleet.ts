import { type CheckedOrganisation, checkOrganisation, quota, size } from './organisation.ts';
import { type Section, shown } from './section.ts';

/** Accounts, and the MB that the function needs for them. */
const cases = [
  { accounts: 10, memory: 512 },
  { accounts: 50, memory: 512 },
  { accounts: 200, memory: 1_536 },
] as const;

/** Accounts in which every stage has drifted since the states were written, and nobody knows yet. */
const driftedCases = [
  { accounts: 20, memory: 512 },
  { accounts: 40, memory: 512 },
] as const;

/** MB with which Lambda gives a function one processor, as it has here. */
const oneProcessor = 1_769;

/** US dollars for a GB of memory during a second, on Arm in most regions, and for an invocation. */
const price = { gigabyteSecond: 0.0000133334, invocation: 0.0000002 };

/** All accounts of an organisation in one run, each with a budget of its own and a quota that is enforced. */
export async function checkFleet(): Promise<Section> {
  const found: CheckedOrganisation[] = [];
  for (const { accounts, memory } of cases) found.push(await checkOrganisation(accounts, memory, 'ONE_STAGE'));
  const withOneDrifted = [...found];
  const [least, , most] = withOneDrifted;
  for (const { accounts, memory } of driftedCases) found.push(await checkOrganisation(accounts, memory, 'EVERY_STAGE'));
  const [fewFindings, manyFindings] = found.slice(cases.length);
  if (least === undefined || most === undefined) throw new Error('nothing was checked');
  if (fewFindings === undefined || manyFindings === undefined) throw new Error('nothing has drifted');
  return {
    title: 'An organisation',
    about: `Accounts with ${size.apis * size.stagesOfApi} stages each in ${size.apis} REST APIs, with a state and a role for each account. Each account takes ${quota.requestsPerSecond} requests a second, ${quota.burst} at once, and the function asks for 5. The built function is invoked as by its schedule, within the time that the template gives it. Its heap is that of a function with so many MB, and it has a whole processor. Lambda gives that with ${oneProcessor} MB, and a part of it with less. So GB-seconds and US dollars (list price for Arm) follow from the processor seconds at that part, where these are more.`,
    columns: [
      'accounts',
      'stages',
      'drifted',
      'MB',
      'peak MiB',
      'seconds',
      'processor seconds',
      'calls',
      'not checked',
      'ledger bytes',
      'mails',
      'GB-seconds',
      'USD',
    ],
    rows: found.map((run) => [
      String(run.accounts),
      String(run.stages),
      String(run.drifted),
      String(run.memory),
      shown(run.peak),
      shown(run.seconds),
      shown(run.cpu),
      String(run.calls),
      String(run.notChecked),
      String(run.ledgerBytes),
      String(run.mails),
      shown(gigabyteSeconds(run)),
      (gigabyteSeconds(run) * price.gigabyteSecond + price.invocation).toFixed(5),
    ]),
    figures: {
      'stages of the organisation not checked': Math.max(...found.map(({ notChecked }) => notChecked)),
      'mails of a check of the organisation': Math.max(...found.map(({ mails }) => mails)),
      'calls for each REST API of the organisation': most.calls / (most.accounts * size.apis),
      'processor time for a stage, 200 accounts / 10 accounts': most.cpu / most.stages / (least.cpu / least.stages),
      'peak MiB for 200 accounts / MB of the function': most.peak / most.memory,
      'peak MiB for 20,000 new findings / MB of the function': manyFindings.peak / manyFindings.memory,
      'KiB of memory for each further drifted stage':
        ((manyFindings.peak - fewFindings.peak) * 1_024) / (manyFindings.stages - fewFindings.stages),
      'bytes of the ledger for each finding': manyFindings.ledgerBytes / manyFindings.drifted,
    },
    plots: [
      {
        name: 'organisation',
        title: 'Seconds for a check of an organisation, by accounts',
        across: 'accounts with 500 stages',
        up: 'seconds',
        lines: [
          {
            name: 'from start to end',
            points: withOneDrifted.map(({ accounts, seconds }) => [accounts, seconds] as const),
          },
          { name: 'processor', points: withOneDrifted.map(({ accounts, cpu }) => [accounts, cpu] as const) },
        ],
      },
    ],
  };
}

function gigabyteSeconds({ seconds, cpu, memory }: CheckedOrganisation): number {
  return (Math.max(seconds, (cpu * oneProcessor) / memory) * memory) / 1_024;
}

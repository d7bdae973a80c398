import { describe, expect, it } from '@jest/globals';
import { longSentences, privateWords } from '../../../scripts/lint/plain-english.ts';

/** Sentences that readers stumbled over, each with the one that took its place. */
const rewritten: [before: string, after: string][] = [
  [
    'A finding is told when it opens, when it changes, as a reminder, and when it is over, with how it ended: put back in AWS, or taken over by a newer state. What was told before is not told again.',
    'You are notified when a finding opens, changes, or is resolved, and reminded while it stays open. A resolution says how it happened: reverted in AWS, or adopted into Terraform. Nothing is reported twice.',
  ],
  [
    'Every argument is compared as `terraform plan -refresh-only` compares it, less what is mere spelling.',
    'Every argument is compared exactly as `terraform plan -refresh-only` does, ignoring differences in notation.',
  ],
  [
    'The demo shows the mail, the mail that says that all is well again, and who it was:',
    'The demo shows the alert, the all-clear, and who made the change.',
  ],
  [
    'A minute later, of which most was installing, it ends with (`…` stands for what is left out here):',
    'After about a minute, most of it installation, it prints (abridged):',
  ],
  [
    'the event of it is told at once, with who did it',
    'the change event triggers an alert within seconds, naming the author',
  ],
  ['`false` asks CloudTrail for nobody; default `true`', 'Set to `false` to skip CloudTrail lookups; default `true`'],
  [
    'That nobody is found is not said. That CloudTrail may not be asked is, and the drift is told all the same:',
    'If no author is found, the report omits the line. If CloudTrail access is denied, the report warns you; the drift is reported either way:',
  ],
  [
    'Neither does what was called when the finding was there already, as it is: a stage that was found deleted is not put down to who deletes its REST API days later.',
    'Calls made after a finding was opened are ignored: if a stage was already gone, deleting its REST API days later is not blamed for it.',
  ],
  [
    "One that comes late counts by the time of its call. If that makes it another's, nobody is told again, and whatever is told next has it.",
    'A late event is ordered by the time of its API call. If that changes the author, no new alert is sent; the next notification shows the correction.',
  ],
  [
    'In a batch, a run that goes on is checked after the others. What is left no time for, not even to read one state, comes again after half an hour.',
    'Continued runs are processed last in a batch. A message the function had no time to start is retried after 30 minutes.',
  ],
  [
    'Two pairs of eyes. The last word has a run.',
    "Your credentials vs. the function's role. For a definitive answer, invoke the function with a dry run.",
  ],
  [
    'Only so can its schedule, its role and how it is fed by its queue be looked at. What is said by hand counts first:',
    "Required to check the schedule, the role and the queue trigger. Options below override the function's environment:",
  ],
  [
    'What was asked for by name and is nowhere has no life: it is told to whoever asked.',
    'A stage requested by name but found in no state is not tracked in the ledger; report it on every request.',
  ],
  ['TOLD BEFORE AND STILL OPEN', 'STILL OPEN (REPORTED EARLIER)'],
  ['Left out for want of room: 3 findings', 'Omitted to fit the message size limit: 3 findings'],
  ['Findings are passed over by rules.', 'Findings are ignored by rules.'],
  [
    'What a start loads leaves apart what is imported on demand, and whatever only a run with news needs.',
    'The bundler keeps startup code in one chunk and emits dynamic imports separately.',
  ],
];

const words = (count: number): string => `${Array(count).fill('word').join(' ')}.`;

describe('plain English', () => {
  it.each(rewritten)('refuses: %s', (before) => {
    expect([...longSentences(before), ...privateWords(before)]).not.toEqual([]);
  });

  it.each(rewritten.map(([, after]) => [after]))('allows: %s', (after) => {
    expect([...longSentences(after), ...privateWords(after)]).toEqual([]);
  });

  it('says where a word stands and what to write instead', () => {
    expect(privateWords('The finding\nis told again.')).toEqual([
      { at: 15, message: '"told": write "notified", "reported" or "known"' },
    ]);
  });

  it('finds words that a line break parts', () => {
    expect(privateWords('How to put a finding\nright')).toHaveLength(1);
  });

  it.each([
    'The doctor tells you which.',
    'From the log alone you cannot tell which of them it was.',
    'The function reports whether the schedule is right.',
    'Messages wait in the queue without waiting for each other.',
    'Put the file into the right directory.',
    'The room has a settlement, renewed and commended.',
  ])('leaves ordinary English alone: %s', (text) => {
    expect(privateWords(text)).toEqual([]);
  });

  it('refuses a sentence of more than 30 words, and says how long it is', () => {
    expect(longSentences(`${words(30)} ${words(31)}`)).toEqual([
      { at: words(30).length + 1, message: expect.stringMatching(/^31 words in a sentence, where 30 is the limit/) },
    ]);
  });

  it('takes each line of a list or of a usage for itself', () => {
    expect(longSentences(`Usage\n\n  ${words(20)}\n  ${words(20)}`.replaceAll('.', ''))).toEqual([]);
  });

  it('counts neither dashes nor other signs as words', () => {
    expect(longSentences(`${words(15).slice(0, -1)} – ${words(15)}`)).toEqual([]);
  });
});

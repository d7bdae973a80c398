import type { Call, Command } from './command.ts';

/** Options, by the variable of the function's environment that they stand for. */
const variables: ReadonlyMap<string, string> = new Map([
  ['topic', 'REPORT_TOPIC_ARN'],
  ['chat-topic', 'CHAT_TOPIC_ARN'],
  ['ledger', 'LEDGER_URI'],
  ['queue', 'CHECK_QUEUE_URL'],
  ['rules', 'RULES_URI'],
  ['hash-key', 'HASH_KEY_ARN'],
  ['role', 'CROSS_ACCOUNT_ROLE_NAME'],
]);

const help = `stagedrift doctor: does the deployment work?

Finds what a person forgot or set up wrong in a deployment, from your machine, and says what to do. Where you may not
look, it names the permission. It writes nothing, anywhere.

Usage
  stagedrift doctor --function NAME [OPTION...]      everything, by the settings of the deployed function
  stagedrift doctor [SOURCE...] [OPTION...]          by these settings, and those of the environment

--function takes the name or the ARN of the function, such as stagedrift-prod-detect-drift, and reads its environment.
Options override the environment:
  SOURCE...            STATE_SOURCES: s3://bucket/key, or a glob in quotes
  --topic ARN          REPORT_TOPIC_ARN
  --chat-topic ARN     CHAT_TOPIC_ARN
  --ledger URI         LEDGER_URI
  --queue URL          CHECK_QUEUE_URL
  --rules FILE         RULES_URI; a rules file that is in the function's package can be checked here as your copy of it
  --hash-key ARN       HASH_KEY_ARN, of which only the form is checked
  --role NAME          CROSS_ACCOUNT_ROLE_NAME
  --format FORMAT      text, json (text unless said otherwise)

Each line begins with
  OK            it works
  PROBLEM       it does not; the arrow says what to do
  CANNOT TELL   it could not be checked; the arrow names the permission that you lack
  NOT USED      the deployment does not use it

Exit code: 0 everything works, 2 there are problems, 1 there are none, but not everything could be checked.

It asks with your credentials (AWS_PROFILE, AWS_REGION), and the function has its own. To see what the function itself
may do, invoke it with {"dryRun": true}.

Try it
  stagedrift doctor --function stagedrift-prod-detect-drift
`;

export const doctor: Command = {
  name: 'doctor',
  usage: '[SOURCE...] [--function NAME] [OPTION...]',
  summary: 'checks a deployment from here, read-only: see stagedrift doctor --help',
  help,
  options: ['function', 'format', ...variables.keys()],
  prepare(call) {
    const format = call.options.get('format') ?? 'text';
    const functionName = call.options.get('function') ?? null;
    if (format !== 'text' && format !== 'json') {
      call.problem(`--format ${JSON.stringify(format)} is none of text, json`);
    }
    return async (clock) => {
      // It asks services that no other command asks, and their clients would slow the start of every one.
      const { runDoctor } = await import('../run-doctor.ts');
      return runDoctor({ functionName, options: settingsIn(call), format: format === 'json' ? 'json' : 'text' }, clock);
    };
  },
};

function settingsIn({ words, options }: Call): ReadonlyMap<string, string> {
  const settings = [...variables].flatMap(([option, variable]): [string, string][] => {
    const value = options.get(option);
    return value === undefined ? [] : [[variable, value]];
  });
  return new Map(words.length === 0 ? settings : [...settings, ['STATE_SOURCES', words.join(',')]]);
}

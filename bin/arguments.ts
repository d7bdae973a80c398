import { parseArgs } from 'node:util';
import type { Clock } from '../lib/model/clock.ts';
import { renderings } from '../lib/report/renderings.ts';
import { check } from './commands/check.ts';
import type { Command } from './commands/command.ts';
import { doctor } from './commands/doctor.ts';
import { history } from './commands/history.ts';
import { rulesSuggest } from './commands/rules-suggest.ts';
import { UsageError } from './usage-error.ts';

/** Every command, one line each. */
const commands: readonly Command[] = [check, rulesSuggest, history, doctor];

/** What the command line asks for. */
export type Request =
  | { readonly kind: 'HELP'; readonly text: string }
  | { readonly kind: 'VERSION' }
  | { readonly kind: 'RUN'; readonly run: (clock: Clock) => Promise<number> };

const help = `stagedrift: does a live API Gateway stage still match its Terraform state?

Usage
${commands.map(({ name, usage, summary }) => `  stagedrift ${name} ${usage}\n      ${summary}`).join('\n')}

SOURCE is any number of
  terraform.tfstate                           a state file on this machine
  s3://bucket/orders/terraform.tfstate        a state in S3
  's3://bucket/env:/*/**/terraform.tfstate'   every state that the glob matches (quote it for the shell);
                                              * stays within one level, ** crosses levels

Options
  --rules FILE      what to ignore, what weighs more, and which values to show: a YAML file or a .driftignore of
                    driftctl, here or in S3
  --format FORMAT   ${Object.keys(renderings).join(', ')} (text unless said otherwise)
  --output FILE     write the report, or the rules, there and not to standard output
  --help, --version

Exit code of check
  0   everything is in sync
  2   drift was found
  1   no drift was found, but not everything could be checked, or the command could not run
With --rules, what is ignored does not count. The doctor exits with 2 if there are problems, and with 1 if it could not check
everything. The others exit with 0, or 1 if they could not run.

It only reads: s3:ListBucket and s3:GetObject for states and rules in S3, apigateway:GET for stages. Credentials, region and
endpoints are those of every AWS tool: AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_API_GATEWAY.
For stages in other accounts set CROSS_ACCOUNT_ROLE_NAME (and CROSS_ACCOUNT_EXTERNAL_ID) to a role to assume there.
API_REQUESTS_PER_SECOND bounds the requests to API Gateway (5 unless you set it; an account has 10 for all).
CHECK_COMPANIONS=false leaves out what stages use: log groups, deployments, certificates, base path mappings.

Try it
  terraform state pull > state.json && stagedrift check state.json

Start where much has drifted
  stagedrift rules suggest state.json --output rules.yaml
  stagedrift check state.json --rules rules.yaml
`;

/**
 * @param args the arguments after the program's name
 * @throws UsageError
 */
export function parseArguments(args: readonly string[]): Request {
  const { values, positionals } = parse(args);
  const command = commands.find(({ name }) => name.split(' ').every((word, index) => word === positionals[index]));
  if (values.help === true) return { kind: 'HELP', text: command?.help ?? help };
  if (values.version === true) return { kind: 'VERSION' };
  if (command === undefined) throw new UsageError(noCommand(positionals));
  const problems: string[] = [];
  const options = new Map(
    Object.entries(values).flatMap(([name, text]) => (typeof text === 'string' ? [[name, text]] : [])),
  );
  for (const name of options.keys()) {
    if (!command.options.includes(name)) problems.push(`--${name} is no option of ${command.name}`);
  }
  const words = positionals.slice(command.name.split(' ').length);
  const run = command.prepare({ words, options, problem: (text) => problems.push(text) });
  if (problems.length > 0) throw new UsageError(problems.join('; '));
  return { kind: 'RUN', run };
}

function noCommand([word]: readonly string[]): string {
  const names = commands.map(({ name }) => name).join(', ');
  return word === undefined
    ? `there is no command: name one of ${names}`
    : `there is no command ${JSON.stringify(word)}, only ${names}`;
}

function parse(args: readonly string[]) {
  const names = commands.flatMap(({ options }) => options);
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && /^ERR_PARSE_ARGS_/.test(String(error.code)))) throw error;
    throw new UsageError(error.message, { cause: error });
  }
}

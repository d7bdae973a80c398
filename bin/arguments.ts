import { parseArgs } from 'node:util';
import { type Format, isFormat, renderings } from '../lib/report/renderings.ts';
import { parseSource, type StateSource } from '../lib/terraform/state-source.ts';

/** What the command line asks for. */
export type Command =
  | { readonly kind: 'HELP' }
  | { readonly kind: 'VERSION' }
  | {
      readonly kind: 'CHECK';
      readonly sources: readonly StateSource[];
      readonly format: Format;
      /** File to write to, `null` for standard output. */
      readonly output: string | null;
    };

/** The arguments cannot be used; the message says every problem. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const help = `stagedrift: does a live API Gateway stage still match its Terraform state?

Usage
  stagedrift check SOURCE... [--format FORMAT] [--output FILE]
  stagedrift history s3://BUCKET/PREFIX      when each stage drifted, and for how long (history --help)

SOURCE is any number of
  terraform.tfstate                           a state file on this machine
  s3://bucket/orders/terraform.tfstate        a state in S3
  's3://bucket/env:/*/**/terraform.tfstate'   every state that the glob matches (quote it for the shell);
                                              * stays within one level, ** crosses levels

Options
  --format FORMAT   ${Object.keys(renderings).join(', ')} (text unless said otherwise)
  --output FILE     write the report there and not to standard output
  --help, --version

Exit code
  0   everything is in sync
  2   drift was found
  1   no drift was found, but not everything could be checked, or the command could not run

It only reads: s3:ListBucket and s3:GetObject for states in S3, apigateway:GET for stages. Credentials, region and
endpoints are those of every AWS tool: AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_API_GATEWAY.
For stages in other accounts set CROSS_ACCOUNT_ROLE_NAME (and CROSS_ACCOUNT_EXTERNAL_ID) to a role to assume there;
API_REQUESTS_PER_SECOND bounds the requests to API Gateway (5 unless said otherwise; an account has 10 for all).
CHECK_COMPANIONS=false leaves out what stages use: log groups, deployments, certificates, base path mappings.

Try it
  terraform state pull > state.json && stagedrift check state.json
`;

/**
 * @param args the arguments after the program's name
 * @throws UsageError
 */
export function parseArguments(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  if (values.help === true) return { kind: 'HELP' };
  if (values.version === true) return { kind: 'VERSION' };
  const [command, ...sourceTexts] = positionals;
  const format = values.format ?? 'text';
  const problems: string[] = [];
  if (command === undefined) problems.push('there is no command');
  else if (command !== 'check') problems.push(`there is no command ${JSON.stringify(command)}, only check and history`);
  else if (sourceTexts.length === 0) problems.push('check needs a state: a file, s3://bucket/key or a glob');
  if (!isFormat(format)) {
    problems.push(`--format ${JSON.stringify(format)} is none of ${Object.keys(renderings).join(', ')}`);
  }
  // A rule that is not applied changes what is reported, so it must not be passed over.
  if (values.rules !== undefined) problems.push('--rules is not supported by this version: no rules would be applied');
  const sources = sourceTexts.flatMap((text) => {
    try {
      return [parseSource(text)];
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
      return [];
    }
  });
  if (problems.length > 0 || !isFormat(format)) throw new UsageError(problems.join('; '));
  return { kind: 'CHECK', sources, format, output: values.output ?? null };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: 'string' },
        output: { type: 'string' },
        rules: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

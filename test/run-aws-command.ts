import { execFileSync } from 'node:child_process';
import {
  APIGatewayClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateBasePathMappingCommand,
  UpdateClientCertificateCommand,
  UpdateDeploymentCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import {
  AssociateKmsKeyCommand,
  CloudWatchLogsClient,
  DeleteRetentionPolicyCommand,
  DisassociateKmsKeyCommand,
  PutLogGroupDeletionProtectionCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand as TagLogsResourceCommand,
  UntagResourceCommand as UntagLogsResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import * as v from 'valibot';
import { callWaf } from './call-waf.ts';

/** @returns the words that a POSIX shell makes of a command, which is not run */
export function wordsOf(command: string): string[] {
  const out = execFileSync('sh', ['-c', `set -- ${command}\nprintf '%s\\0' "$@"`], { encoding: 'utf8' });
  return out.split('\0').slice(0, -1);
}

/** Sends what an AWS CLI command says, word for word as a shell hands it over, without the AWS CLI. */
export async function runAwsCommand(command: string): Promise<void> {
  const [aws, service, operation, ...words] = wordsOf(command);
  const send = senders.get(`${aws} ${service} ${operation}`);
  if (send === undefined) throw new Error(`no test knows how to run ${command}`);
  await send(optionsOf(words));
}

const text = v.string();
const region = v.string();
const one = { region, resourceArn: text };
const group = { region, logGroupName: text };
const json = v.pipe(text, v.parseJson());
const names = v.pipe(json, v.array(text));
const texts = v.pipe(json, v.record(text, text));
const number = v.pipe(text, v.toNumber());
const patchOperations = v.pipe(
  json,
  v.array(v.strictObject({ op: v.picklist(['replace', 'remove']), path: text, value: v.exactOptional(text) })),
);

type Send = (options: unknown) => Promise<unknown>;
type Client = (region: string) => APIGatewayClient;
type Logs = (region: string) => CloudWatchLogsClient;

const gateway: Client = (region) => new APIGatewayClient({ region });
const logs: Logs = (region) => new CloudWatchLogsClient({ region });

/** Options that a command has, all of them and no other, are sent by what `send` makes of them. */
function sender<Entries extends v.ObjectEntries>(
  entries: Entries,
  send: (input: v.InferOutput<v.StrictObjectSchema<Entries, undefined>>) => Promise<unknown>,
): Send {
  return (options) => send(v.parse(v.strictObject(entries), options));
}

const senders = new Map<string, Send>([
  [
    'aws apigateway update-stage',
    sender({ region, restApiId: text, stageName: text, patchOperations }, (input) =>
      gateway(input.region).send(new UpdateStageCommand(input)),
    ),
  ],
  [
    'aws apigateway update-deployment',
    sender({ region, restApiId: text, deploymentId: text, patchOperations }, (input) =>
      gateway(input.region).send(new UpdateDeploymentCommand(input)),
    ),
  ],
  [
    'aws apigateway update-client-certificate',
    sender({ region, clientCertificateId: text, patchOperations }, (input) =>
      gateway(input.region).send(new UpdateClientCertificateCommand(input)),
    ),
  ],
  [
    'aws apigateway update-base-path-mapping',
    sender(
      { region, domainName: text, domainNameId: v.exactOptional(text), basePath: text, patchOperations },
      (input) => gateway(input.region).send(new UpdateBasePathMappingCommand(input)),
    ),
  ],
  [
    'aws apigateway tag-resource',
    sender({ ...one, tags: texts }, (input) => gateway(input.region).send(new TagResourceCommand(input))),
  ],
  [
    'aws apigateway untag-resource',
    sender({ ...one, tagKeys: names }, (input) => gateway(input.region).send(new UntagResourceCommand(input))),
  ],
  [
    'aws logs put-retention-policy',
    sender({ ...group, retentionInDays: number }, (input) =>
      logs(input.region).send(new PutRetentionPolicyCommand(input)),
    ),
  ],
  [
    'aws logs delete-retention-policy',
    sender(group, (input) => logs(input.region).send(new DeleteRetentionPolicyCommand(input))),
  ],
  [
    'aws logs associate-kms-key',
    sender({ ...group, kmsKeyId: text }, (input) => logs(input.region).send(new AssociateKmsKeyCommand(input))),
  ],
  [
    'aws logs disassociate-kms-key',
    sender(group, (input) => logs(input.region).send(new DisassociateKmsKeyCommand(input))),
  ],
  [
    'aws logs put-log-group-deletion-protection',
    sender(
      {
        region,
        logGroupIdentifier: text,
        deletionProtectionEnabled: v.exactOptional(v.literal(true)),
        noDeletionProtectionEnabled: v.exactOptional(v.literal(true)),
      },
      ({ region, logGroupIdentifier, deletionProtectionEnabled = false }) =>
        logs(region).send(new PutLogGroupDeletionProtectionCommand({ logGroupIdentifier, deletionProtectionEnabled })),
    ),
  ],
  [
    'aws logs tag-resource',
    sender({ ...one, tags: texts }, (input) => logs(input.region).send(new TagLogsResourceCommand(input))),
  ],
  [
    'aws logs untag-resource',
    sender({ ...one, tagKeys: names }, (input) => logs(input.region).send(new UntagLogsResourceCommand(input))),
  ],
  [
    'aws wafv2 associate-web-acl',
    sender({ ...one, webAclArn: text }, ({ webAclArn, resourceArn }) =>
      callWaf('AssociateWebACL', { WebACLArn: webAclArn, ResourceArn: resourceArn }),
    ),
  ],
  [
    'aws wafv2 disassociate-web-acl',
    sender(one, ({ resourceArn }) => callWaf('DisassociateWebACL', { ResourceArn: resourceArn })),
  ],
]);

/** Options of the AWS CLI that are switches, and have no value. */
const switches = /^(no-)?deletion-protection-enabled$/;

/** `--rest-api-id abc` as `restApiId: 'abc'`, and a switch as `true`. */
function optionsOf(words: readonly string[]): Readonly<Record<string, string | true>> {
  const options: Record<string, string | true> = {};
  for (let index = 0; index < words.length; index += 1) {
    const [, name] = /^--([a-z-]+)$/.exec(words[index] ?? '') ?? [];
    if (name === undefined) throw new Error(`no option: ${words[index]}`);
    const value = switches.test(name) ? true : words[++index];
    if (value === undefined) throw new Error(`no option with its value: ${name}`);
    options[name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())] = value;
  }
  return options;
}

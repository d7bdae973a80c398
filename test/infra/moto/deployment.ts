import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startMotoServer } from '../../moto-server.ts';
import { packagings } from '../packagings.ts';

/** The packaged deployment, made by the deploy tool in an AWS that is not ours. */
export interface MotoDeployment {
  readonly url: string;
  /** What a process needs to call that AWS and no other. */
  readonly environment: Readonly<Record<string, string>>;
  /** Physical ids of what the stack has, by the names of the template. */
  readonly resources: ReadonlyMap<string, string>;
  /** Takes the deployment away again, with the deploy tool. */
  remove(): Promise<void>;
  stop(): Promise<void>;
}

const run = promisify(execFile);
const region = 'eu-west-1';

export async function deployIntoMoto(): Promise<MotoDeployment> {
  const { url, stop } = await startMotoServer();
  const environment = {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
  const osls = (...args: readonly string[]) =>
    run('tools/node_modules/.bin/osls', [...args, `--param=stateSources=${packagings.plain.stateSources}`], {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
      // It waits for ever for an AWS that does not answer.
      timeout: 200_000,
    });
  await osls('deploy', '--package', '.packaged/plain');
  // An emulator reads from the signature who asks what and where, and does not verify it.
  const scope = `local/20260101/${region}/cloudformation/aws4_request`;
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none` },
    body: new URLSearchParams({ Action: 'DescribeStackResources', StackName: 'stagedrift-prod' }),
  });
  const members = (await answer.text()).split('<member>');
  return {
    url,
    environment,
    resources: new Map(members.flatMap(resourceIn)),
    remove: async () => {
      await osls('remove');
    },
    stop,
  };
}

/** moto leaves a place without a name for each resource that it does not make; some that it makes have no id. */
function resourceIn(member: string): readonly (readonly [string, string])[] {
  const [, name] = /<LogicalResourceId>(\w+)</.exec(member) ?? [];
  const [, id = ''] = /<PhysicalResourceId>([^<]+)</.exec(member) ?? [];
  return name === undefined || name === 'None' ? [] : [[name, id]];
}

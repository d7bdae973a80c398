import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { APIGatewayClient, GetStagesCommand } from '@aws-sdk/client-api-gateway';
import { afterEach, describe, expect, it } from '@jest/globals';

const folder = fileURLToPath(new URL('..', import.meta.url));
let started: ChildProcess | undefined;

afterEach(() => {
  started?.kill();
});

function start(...args: string[]) {
  const child = spawn(process.execPath, ['src/start.ts', ...args], {
    cwd: folder,
    env: { INIT_CWD: fileURLToPath(new URL('.', import.meta.url)) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started = child;
  return child;
}

/** @returns the variables that were printed, once the local AWS runs */
async function environmentOf(child: ReturnType<typeof start>): Promise<Partial<Record<string, string>>> {
  let printed = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    printed += chunk;
    if (printed.endsWith('until Ctrl-C.\n')) break;
  }
  return Object.fromEntries([...printed.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]));
}

describe('the start command', () => {
  it('leads an SDK to the seeded stages by the environment that it prints, and ends by Ctrl-C', async () => {
    // Below the ports that a system hands out by itself, and another one in each process.
    const port = 20_000 + (process.pid % 1_000) * 9;
    const child = start('--port', String(port), '--seed', 'fixtures/seed.json');
    const environment = await environmentOf(child);

    expect(environment).toMatchObject({
      AWS_ENDPOINT_URL_API_GATEWAY: `http://127.0.0.1:${port}`,
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_ENDPOINT_URL_SQS: `http://127.0.0.1:${port + 7}`,
    });
    const { AWS_ENDPOINT_URL_API_GATEWAY = '', AWS_REGION = '', ...keys } = environment;
    const client = new APIGatewayClient({
      endpoint: AWS_ENDPOINT_URL_API_GATEWAY,
      region: AWS_REGION,
      credentials: { accessKeyId: keys.AWS_ACCESS_KEY_ID ?? '', secretAccessKey: keys.AWS_SECRET_ACCESS_KEY ?? '' },
    });
    const { item } = await client.send(new GetStagesCommand({ restApiId: 'a1b2c3d4e5' }));
    expect(item).toMatchObject([{ stageName: 'prod', description: 'production', methodSettings: {} }]);

    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([0, null]);
  });

  it('says what is wrong with a seed file, and starts nothing', async () => {
    const child = start('--seed', 'fixtures/unknown-field.json');
    const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);

    expect(said).toContain('Invalid key: Expected "restApis"');
    expect(code).toBe(1);
  });
});

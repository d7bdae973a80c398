import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { startLocalAws } from '../local-aws/local-aws.ts';

/** An AWS to test against: the embedded one, or moto where STAGEDRIFT_TEST_AWS=moto asks for it. */
export interface Backend {
  readonly name: 'local' | 'moto';
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function startBackend(): Promise<Backend> {
  return process.env.STAGEDRIFT_TEST_AWS === 'moto' ? startMoto() : { name: 'local', ...(await startLocalAws()) };
}

async function startMoto(): Promise<Backend> {
  const port = await freePort();
  const server = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  await answering(url);
  return {
    name: 'moto',
    environment: {
      AWS_ENDPOINT_URL: url,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    },
    stop: async () => {
      server.kill();
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function answering(url: string): Promise<void> {
  for (let attempt = 0; attempt < 150; attempt += 1) {
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`moto_server does not answer at ${url}`);
}

import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

/** A stock moto, which answers for all of AWS at one address. */
export interface MotoServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts `moto_server`, which has to be on the PATH, on a free port of the loopback address. */
export async function startMotoServer(): Promise<MotoServer> {
  const port = await freePort();
  const server = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  await answering(url);
  return {
    url,
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

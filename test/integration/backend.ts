import { startLocalAws } from '@stagedrift/local-aws';
import { startMotoServer } from '../moto-server.ts';

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
  const { url, stop } = await startMotoServer();
  return {
    name: 'moto',
    environment: {
      AWS_ENDPOINT_URL: url,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    },
    stop,
  };
}

import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { type LocalAws, type LocalServices, startLocalAws, startLocalServices } from '@stagedrift/local-aws';
import { type ScriptedAws, startScriptedAws } from '../../scripted-aws.ts';

// Each of these starts an AWS for the tests of one file, and has every SDK client of this process ask it.

/** @param prepare puts in place what all the tests need */
export function useLocalAws(prepare: (aws: LocalAws) => unknown = () => {}): () => LocalAws {
  return use(startLocalAws, prepare);
}

export function useLocalServices(): () => LocalServices {
  return use(startLocalServices, () => {});
}

/** An AWS that answers by a script, and forgets all calls before each test. */
export function useScriptedAws(): () => ScriptedAws {
  const aws = use(async () => {
    const scripted = await startScriptedAws();
    const credentials = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };
    return {
      ...scripted,
      environment: { AWS_ENDPOINT_URL: scripted.url, AWS_REGION: 'eu-west-1', ...credentials },
    };
  });
  beforeEach(() => aws().forget());
  return aws;
}

interface StartedAws {
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

function use<Aws extends StartedAws>(start: () => Promise<Aws>, prepare: (aws: Aws) => unknown = () => {}): () => Aws {
  let aws: Aws | undefined;
  beforeAll(async () => {
    aws = await start();
    Object.assign(process.env, aws.environment);
    await prepare(aws);
  });
  afterAll(() => aws?.stop());
  return () => {
    if (aws === undefined) throw new Error('AWS is there only while a test runs');
    return aws;
  };
}

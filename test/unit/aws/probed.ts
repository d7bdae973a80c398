import { type ScriptedAws, startScriptedAws } from '../../scripted-aws.ts';

/** Starts an AWS that answers by a script, and has every SDK client of this process ask it. */
export async function startProbed(): Promise<ScriptedAws> {
  const aws = await startScriptedAws();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  return aws;
}

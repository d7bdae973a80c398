import { placeOf } from './places.ts';
import { account, region } from './stages.ts';

/** @returns an event of EventBridge about a call of API Gateway, as CloudTrail records it */
export function changeEvent(
  stage: string,
  eventName: string,
  { tool: userAgent, user }: { readonly tool: string; readonly user: string },
  at: number,
  id: string,
): object {
  const [restApiId = '', stageName = ''] = stage.split('/');
  const time = `${new Date(at).toISOString().slice(0, 19)}Z`;
  const requestParameters =
    eventName === 'CreateStage' ? { restApiId, createStageInput: { stageName } } : { restApiId, stageName };
  return {
    ...{ 'detail-type': 'AWS API Call via CloudTrail', source: 'aws.apigateway', account, region, id, time },
    detail: {
      ...{ eventName, eventSource: 'apigateway.amazonaws.com', eventTime: time, awsRegion: region },
      eventID: eventIdOf(id),
      ...{ recipientAccountId: account, readOnly: false, requestParameters, responseElements: {}, userAgent },
      userIdentity: {
        type: 'IAMUser',
        userName: user,
        accountId: account,
        arn: `arn:aws:iam::${account}:user/${user}`,
      },
      sourceIPAddress: '198.51.100.23',
    },
  };
}

/** Programs that call API Gateway, by their user agents. */
export const tools = {
  console: 'console.amazonaws.com',
  terraform: 'APN/1.0 HashiCorp/1.0 Terraform/1.11.4 terraform-provider-aws/6.21.0',
} as const;

/** @returns the id of the call, as CloudTrail has it */
export function eventIdOf(id: string): string {
  return id.replaceAll(/[^A-Za-z0-9]/g, '-');
}

/** @returns an event of EventBridge about an object that S3 has */
export function stateEvent(uri: string, at: number, id: string): object {
  const place = placeOf(uri);
  const slash = place.indexOf('/');
  const object = { key: place.slice(slash + 1), size: 1, etag: 'x' };
  const detail = { bucket: { name: place.slice(0, slash) }, object };
  return { 'detail-type': 'Object Created', source: 'aws.s3', id, time: new Date(at).toISOString(), detail };
}

export function scheduledEvent(at: number, id: string): object {
  const time = new Date(at).toISOString();
  return { 'detail-type': 'Scheduled Event', source: 'aws.scheduler', id, time, resources: ['schedule'], detail: {} };
}

/** @param ignored differences as `api/name setting` @param isShown whether the stage variable may be read */
export function rulesText(ignored: ReadonlySet<string>, isShown: boolean): string {
  const rules = [...ignored].map((one) => {
    const [stage = '', path = ''] = one.split(' ');
    return `  - address: '*${nameOf(stage)}*'\n    path: ${path}\n    reason: agreed\n`;
  });
  const show = isShown ? 'show:\n  - TARGET\n' : '';
  return `${rules.length === 0 ? 'ignore: []\n' : `ignore:\n${rules.join('')}`}${show}`;
}

/** @returns the stage as a part of an address */
export function nameOf(stage: string): string {
  return stage.replace('/', '_');
}

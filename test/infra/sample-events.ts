import { readdirSync, readFileSync } from 'node:fs';
import * as v from 'valibot';

/** An event of EventBridge, as a rule sees it. */
export type SampleEvent = v.InferOutput<typeof eventForm>;

const eventForm = v.looseObject({
  source: v.string(),
  'detail-type': v.string(),
  resources: v.array(v.string()),
  detail: v.looseObject({ requestParameters: v.nullish(v.record(v.string(), v.unknown())) }),
});

/** Samples that no rule lets through: failed, read only, of a new or an HTTP API, or of a lock beside a state. */
const dropped = new Set([
  'change-failed',
  'change-read-only',
  'change-import-rest-api',
  'change-http-api-create-stage',
  'lock-written',
]);

/** A case of the rules' test: what happens, the event, and the rule that lets it through, if any does. */
export interface EventCase {
  readonly name: string;
  readonly event: SampleEvent;
  readonly rule: string | null;
}

/** @returns each event of events/ that comes by a rule, and what shall not come, made of them */
export function eventCases(): readonly EventCase[] {
  const samples = readdirSync('events')
    .filter((file) => /^(change|state|lock)-.*\.json$/.test(file))
    .map((file) => {
      const name = file.slice(0, -'.json'.length);
      const event = v.parse(eventForm, JSON.parse(readFileSync(`events/${file}`, 'utf8')));
      return { name, event, rule: dropped.has(name) ? null : ruleFor(event) };
    });
  return [...samples, ...variations(samples)];
}

function ruleFor({ source }: SampleEvent): string {
  if (source === 'aws.s3') return 'StatesWritten';
  return source === 'aws.wafv2' ? 'WebAclChanges' : 'StageChanges';
}

function variations(samples: readonly EventCase[]): readonly EventCase[] {
  const sample = (name: string): SampleEvent => {
    const found = samples.find((one) => one.name === name);
    if (found === undefined) throw new Error(`There is no events/${name}.json`);
    return found.event;
  };
  const [stage, acl, state] = [
    sample('change-update-stage'),
    sample('change-associate-web-acl'),
    sample('state-written'),
  ];
  const withDetail = (event: SampleEvent, detail: object): SampleEvent => ({
    ...event,
    detail: { ...event.detail, ...detail },
  });
  const balancer = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/0123456789abcdef';
  return [
    {
      name: 'a call whose record does not say whether it reads',
      event: withDetail(stage, { readOnly: undefined }),
      rule: 'StageChanges',
    },
    { name: 'a call that changes no stage', event: withDetail(stage, { eventName: 'CreateApiKey' }), rule: null },
    { name: 'a call to another service under the same name', event: { ...stage, source: 'aws.lambda' }, rule: null },
    { name: 'a call of our own program', event: { ...stage, source: 'stagedrift' }, rule: null },
    {
      name: 'a web ACL of a load balancer',
      event: withDetail(acl, { requestParameters: { resourceArn: balancer } }),
      rule: null,
    },
    {
      name: 'a web ACL that was refused',
      event: withDetail(acl, { errorCode: 'WAFNonexistentItemException' }),
      rule: null,
    },
    {
      name: 'a web ACL of a stage in China',
      event: withDetail(acl, {
        requestParameters: { resourceArn: 'arn:aws-cn:apigateway:cn-north-1::/restapis/a/stages/b' },
      }),
      rule: 'WebAclChanges',
    },
    { name: 'an object of another bucket', event: withDetail(state, { bucket: { name: 'acme-logs' } }), rule: null },
    {
      name: 'a backup of a state',
      event: withDetail(state, { object: { key: 'env:/prod/terraform.tfstate.backup' } }),
      rule: null,
    },
    { name: 'a state that was deleted', event: { ...state, 'detail-type': 'Object Deleted' }, rule: null },
  ];
}

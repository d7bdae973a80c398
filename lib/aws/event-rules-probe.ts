import { DescribeRuleCommand, EventBridgeClient, ListRuleNamesByTargetCommand } from '@aws-sdk/client-eventbridge';
import * as v from 'valibot';
import type { Fact } from '../doctor/fact.ts';
import type { EventRule } from '../doctor/probes.ts';
import { andThen, askFor, probeClient } from './probe.ts';

/** The rules of a region's default event bus that lead to a target. */
export async function probeEventRules(targetArn: string, region: string): Promise<Fact<readonly EventRule[]>> {
  const client = new EventBridgeClient(probeClient(region));
  const names = await askFor('EventBridge', 'events:ListRuleNamesByTarget', () => namesOf(client, targetArn));
  return andThen(names, (found) =>
    askFor('EventBridge', 'events:DescribeRule', async () => {
      const rules: EventRule[] = [];
      for (const name of found) rules.push(await ruleOf(client, name));
      return rules;
    }),
  );
}

async function namesOf(client: EventBridgeClient, targetArn: string): Promise<readonly string[]> {
  const names: string[] = [];
  let page: string | undefined;
  do {
    const input = { TargetArn: targetArn, ...(page === undefined ? {} : { NextToken: page }) };
    const { RuleNames = [], NextToken } = await client.send(new ListRuleNamesByTargetCommand(input));
    names.push(...RuleNames);
    page = NextToken;
  } while (page !== undefined);
  return names;
}

async function ruleOf(client: EventBridgeClient, name: string): Promise<EventRule> {
  const {
    State = '',
    ScheduleExpression = '',
    EventPattern,
  } = await client.send(new DescribeRuleCommand({ Name: name }));
  return { name, state: State, schedule: ScheduleExpression, ...patternOf(EventPattern) };
}

const texts = v.pipe(
  v.array(v.unknown()),
  v.transform((members) => members.filter((member) => typeof member === 'string')),
);

const patternForm = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    source: v.fallback(texts, []),
    detail: v.fallback(v.object({ bucket: v.object({ name: v.array(v.string()) }) }), { bucket: { name: [] } }),
  }),
);

/** A pattern may say much more than which sources and buckets it is about, and in other ways. */
function patternOf(text: string | undefined): Pick<EventRule, 'sources' | 'buckets'> {
  const parsed = v.safeParse(patternForm, text);
  if (!parsed.success) return { sources: [], buckets: null };
  const { source, detail } = parsed.output;
  return { sources: source, buckets: detail.bucket.name.length === 0 ? null : detail.bucket.name };
}

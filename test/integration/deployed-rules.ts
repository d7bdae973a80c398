import { readFileSync } from 'node:fs';
import type { Rule } from '@stagedrift/local-aws/event-bus';
import type { EventPattern } from '@stagedrift/local-aws/event-pattern';
import * as v from 'valibot';
import { parse } from 'yaml';

const template = 'infra/check-events.yml';

const patternSchema: v.GenericSchema<EventPattern> = v.lazy(() =>
  v.record(v.string(), v.union([v.array(v.unknown()), patternSchema])),
);

const templateSchema = v.object({
  Resources: v.record(
    v.string(),
    v.looseObject({
      Type: v.literal('AWS::Events::Rule'),
      Properties: v.looseObject({ State: v.literal('ENABLED'), EventPattern: v.unknown() }),
    }),
  ),
});

/** References to other resources say nothing about which events a rule takes. */
const references = ['!Ref', '!GetAtt', '!Sub'].map((tag) => ({ tag, resolve: (text: string) => text }));

/** @returns the rules that are deployed, for states in the bucket */
export function deployedRules(stateBucket: string): readonly Rule[] {
  const { Resources } = v.parse(
    templateSchema,
    parse(readFileSync(template, 'utf8'), { customTags: references, merge: true }),
  );
  return Object.entries(Resources).map(([name, { Properties }]) => ({
    name,
    pattern: v.parse(patternSchema, withBucket(included(Properties.EventPattern), stateBucket)),
  }));
}

/** A pattern may be in a file of its own. */
function included(pattern: unknown): unknown {
  const [, file] = /^\$\{file\((.+)\)\}$/.exec(String(pattern)) ?? [];
  return file === undefined ? pattern : JSON.parse(readFileSync(file, 'utf8'));
}

/** The bucket is a parameter of the deployment. */
function withBucket(pattern: unknown, bucket: string): unknown {
  const parameter = /"name":("\$\{[^"]*\}"|\["\$\{[^"]*\}"\])/g;
  return JSON.parse(JSON.stringify(pattern).replaceAll(parameter, `"name":${JSON.stringify([bucket])}`));
}

import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { type CollectionTag, parse, type ScalarTag } from 'yaml';
import type { packagings } from './packagings.ts';

/** A CloudFormation template, as far as tests look into it. */
export type Template = v.InferOutput<typeof templateForm>;
export type Resource = Template['Resources'][string];

const resourceForm = v.object({
  Type: v.string(),
  Condition: v.optional(v.string()),
  Properties: v.optional(v.record(v.string(), v.unknown()), {}),
});

const templateForm = v.object({
  Parameters: v.optional(
    v.record(v.string(), v.looseObject({ Type: v.string(), Default: v.optional(v.string()) })),
    {},
  ),
  Conditions: v.optional(v.record(v.string(), v.unknown()), {}),
  Resources: v.record(v.string(), resourceForm),
  Outputs: v.optional(v.record(v.string(), v.object({ Value: v.unknown() })), {}),
});

/** What `npm run infra` packages. */
export type Packaging = keyof typeof packagings;

/** @returns the template that is deployed */
export function packagedTemplate(packaging: Packaging): Template {
  const file = `.packaged/${packaging}/cloudformation-template-update-stack.json`;
  return v.parse(templateForm, JSON.parse(readFileSync(file, 'utf8')));
}

/** @param file a template as people write it, with `!Ref` and the like */
export function writtenTemplate(file: string): Template {
  return v.parse(templateForm, parse(readFileSync(file, 'utf8'), { customTags: functions.flatMap(tagsOf) }));
}

/** @returns the resource; throws where the template has none of that name */
export function resourceOf(template: Template, name: string): Resource {
  const resource = template.Resources[name];
  if (resource === undefined) throw new Error(`The template has no resource ${name}`);
  return resource;
}

const functions = ['Ref', 'Condition', 'Sub', 'GetAtt', 'If', 'Not', 'Equals', 'Join', 'Split', 'Select'];

/** A function of CloudFormation in the long form that JSON has for it. */
function tagsOf(name: string): (ScalarTag | CollectionTag)[] {
  const tag = `!${name}`;
  const key = name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
  return [
    { tag, resolve: (text) => ({ [key]: name === 'GetAtt' ? text.split('.') : text }) },
    { tag, collection: 'seq', resolve: (list) => ({ [key]: list.toJSON() }) },
  ];
}

// Makes the files of a new resource type: `npm run scaffold -- aws_api_gateway_model`.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A family of APIs, by the start of its types in Terraform. */
const families = [
  { start: 'aws_apigatewayv2_', folder: 'http-api' },
  { start: 'aws_api_gateway_', folder: 'rest-api' },
];

const [type = ''] = process.argv.slice(2);
const family = families.find(({ start }) => type.startsWith(start));
if (family === undefined || !/^[a-z0-9_]+$/.test(type)) {
  console.error(`Name a type such as aws_api_gateway_model: ${JSON.stringify(type)} is none of a known API family.`);
  process.exit(1);
}
const words = type.slice(family.start.length).split('_');
const fileName = words.join('-');
const name = words.map((word, index) => (index === 0 ? word : word[0]?.toUpperCase() + word.slice(1))).join('');
const path = `${family.folder}/${fileName}`;

/** It is taken for a part of the stage, which needs no call of its own, until its file says otherwise. */
const source = `import { statedStageId } from '../rest-api/family.ts';
import { locateStage } from '../rest-api/stage.ts';
import { resourceType } from '../resource-type.ts';
import { stageIdFromNeighbours } from '../stage-directory.ts';

/** \`${type}\`: what it is to a stage, and which part of which answer it manages. */
export const ${name} = resourceType<'STAGE'>({
  type: '${type}',
  locate: ({ attributes }, stages) => locateStage(stageIdFromNeighbours(statedStageId(attributes), stages)),
  part: (live) => ({ kind: 'FOUND', live }),
  settings: [],
});
`;

const test = `import { describe, expect, it } from '@jest/globals';
import { checkedTypes } from '../../../../lib/resources/registry.ts';
import { instanceOf, place, stageInstance } from '../placing.ts';

const type = '${type}';

describe(type, () => {
  it('is checked at the stage that its state places it at', () => {
    expect(checkedTypes.has(type)).toBe(true);
    const instance = instanceOf(type, { rest_api_id: 'abcdefghij', stage_name: 'prod' });
    expect(place(instance, stageInstance()).id).toMatchObject({ apiId: 'abcdefghij', stageName: 'prod' });
  });
});
`;

const page = `# ${type}

What it is to a stage.

## Compared

Nothing yet.

## Not compared

What is left out, and why.

## Permission

None of its own: it is read with its stage.

## Calls

None of its own.
`;

function create(file: string, text: string): void {
  if (existsSync(file)) {
    console.error(`${file} is there already: nothing is written over.`);
    process.exit(1);
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(`made ${file}`);
}

create(`lib/resources/${path}.ts`, source);
create(`test/unit/resources/${path}.test.ts`, test);
create(`docs/resources/${type}.md`, page);
const registry = 'lib/resources/registry.ts';
const listed = readFileSync(registry, 'utf8')
  .replace(/^/, `import { ${name} } from './${path}.ts';\n`)
  .replace(/(const resourceTypes: readonly ResourceType\[\] = \[\n(?: {2}.*\n)*)/, `$1  ${name},\n`);
writeFileSync(registry, listed);
console.log(`added ${name} to ${registry}; now run: npm run format && npm test`);

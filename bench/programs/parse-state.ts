// Parses a state in one of several ways, and says what that took.
import { createReadStream } from 'node:fs';
import { JSONParser } from '@streamparser/json';
import { getManyValues, none } from 'stream-chain/defs.js';
import { Assembler } from 'stream-json/core/assembler.js';
import { jsonParser, type Token } from 'stream-json/core/parser.js';
import { typesToRead } from '../../lib/resources/registry.ts';
import { readStateFile } from '../../lib/terraform/state-file.ts';

const [, , way = '', path = ''] = process.argv;
const stageType = 'aws_api_gateway_stage';
const chunks = createReadStream(path);

interface State {
  readonly resources: readonly { readonly type: string; readonly instances: readonly unknown[] }[];
}

const ways: Readonly<Record<string, () => Promise<number>>> = {
  async pieces() {
    const { instances } = await readStateFile(chunks, typesToRead);
    return instances.length;
  },
  async whole() {
    const read: Buffer[] = [];
    for await (const chunk of chunks) read.push(chunk);
    const state: State = JSON.parse(Buffer.concat(read).toString('utf8'));
    return state.resources.filter(({ type }) => type === stageType).flatMap(({ instances }) => instances).length;
  },
  async stream() {
    const found: unknown[] = [];
    const parser = new JSONParser({ paths: ['$.resources.*'], keepStack: false });
    parser.onValue = ({ value }) => {
      const { type, instances } = value as unknown as State['resources'][number];
      if (type === stageType) found.push(...instances);
    };
    for await (const chunk of chunks) parser.write(chunk);
    return found.length;
  },
  async tokens() {
    const tokenize = jsonParser({ streamKeys: false, streamNumbers: false, packStrings: false });
    const assembler = new Assembler();
    const found: unknown[] = [];
    let pieces: string[] = [];
    const assemble = (token: Token) => {
      if (token.name === 'startString') pieces = [];
      else if (token.name === 'stringChunk') pieces.push(token.value);
      else if (token.name === 'endString') assembler.stringValue(pieces.join(''));
      else assembler.consume(token);
      const { depth, stack, current: list } = assembler;
      if (token.name !== 'endObject' || depth !== 2 || stack[1] !== 'resources' || !Array.isArray(list)) return;
      const { type, instances }: State['resources'][number] = list[list.length - 1];
      list[list.length - 1] = null;
      // Texts are slices of what came in, and hold all of it: a copy lets go of it.
      if (type === stageType) found.push(...structuredClone(instances));
    };
    const decoder = new TextDecoder();
    for await (const chunk of chunks) {
      const tokens = tokenize(decoder.decode(chunk, { stream: true }));
      if (tokens !== none) getManyValues(tokens).forEach(assemble);
    }
    return found.length;
  },
};

const start = performance.now();
const stages = await ways[way]?.();
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
process.stdout.write(
  JSON.stringify({
    stages,
    wall: (performance.now() - start) / 1_000,
    cpu: (userCPUTime + systemCPUTime) / 1_000_000,
    memory: maxRSS / 1_024,
  }),
);

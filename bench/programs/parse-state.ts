// Parses a state in one of two ways, and says what that took.
import { createReadStream } from 'node:fs';
import { typesToRead } from '../../lib/resources/registry.ts';
import { readStateFile } from '../../lib/terraform/state-file.ts';

const [, , way = '', path = ''] = process.argv;
const stageType = 'aws_api_gateway_stage';
const chunks = createReadStream(path);

interface State {
  readonly resources: readonly { readonly type: string; readonly instances: readonly unknown[] }[];
}

const ways: Readonly<Record<string, () => Promise<number>>> = {
  async streamed() {
    const { instances } = await readStateFile(chunks, typesToRead);
    return instances.length;
  },
  async whole() {
    const read: Buffer[] = [];
    for await (const chunk of chunks) read.push(chunk);
    const state: State = JSON.parse(Buffer.concat(read).toString('utf8'));
    return state.resources.filter(({ type }) => type === stageType).flatMap(({ instances }) => instances).length;
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

import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { findProviderMirror, type Terraform, terraformIn } from '../../conformance/terraform.ts';
import type { Packaging } from '../template.ts';
import { hashKeyModule, moduleTests } from './module-tests.ts';

/** A run that makes something: of a packaging, of the role of a member account, or of what a watched region has. */
export type RunName = Packaging | 'member' | 'watched';

const runNames: readonly RunName[] = ['plain', 'full', 'organization', 'member', 'watched'];

/** What `terraform test` said of the module. */
export interface ModuleRun {
  /** Each run of the tests with its end, by its name. */
  readonly ends: ReadonlyMap<string, string>;
  /** What Terraform would have made, by address. */
  readonly made: ReadonlyMap<RunName, ModuleState>;
}

/** Attributes of what is made, by its address in the module. */
export type ModuleState = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** The folder infra/ somewhere else, where Terraform may leave what it downloads. */
export async function copyInfra(): Promise<{ readonly folder: string; terraformAt(path: string): Promise<Terraform> }> {
  const mirror = findProviderMirror();
  if (mirror === undefined) throw new Error('There is no provider mirror');
  const folder = mkdtempSync(join(tmpdir(), 'stagedrift-infra-'));
  cpSync('infra', folder, { recursive: true });
  return { folder, terraformAt: (path) => terraformIn(join(folder, path), mirror) };
}

const message = v.variant('type', [
  v.object({
    type: v.literal('test_run'),
    test_run: v.object({ run: v.string(), status: v.optional(v.string()) }),
  }),
  v.object({
    type: v.literal('test_state'),
    '@testrun': v.string(),
    test_state: v.object({
      root_module: v.object({
        resources: v.array(v.object({ address: v.string(), values: v.record(v.string(), v.unknown()) })),
      }),
    }),
  }),
  v.object({ type: v.string() }),
]);

/** Runs the tests that are there, and those of the packagings and of what is refused. */
export async function testModule({ folder, terraformAt }: Awaited<ReturnType<typeof copyInfra>>): Promise<ModuleRun> {
  writeFileSync(join(folder, 'terraform/tests/packagings.tftest.json'), moduleTests());
  // hash-key.test.ts has the real one make a key.
  rmSync(join(folder, 'terraform/hash-key/main.tf'));
  writeFileSync(join(folder, 'terraform/hash-key/main.tf.json'), hashKeyModule);
  const terraform = await terraformAt('terraform');
  await terraform.run('init', '-input=false', '-no-color');
  const notified = await terraform.run('test', '-json', '-verbose');
  const ends = new Map<string, string>();
  const made = new Map<RunName, ModuleState>();
  for (const line of notified.split('\n').filter((text) => text.startsWith('{'))) {
    const read = v.parse(message, JSON.parse(line));
    if ('test_run' in read && read.test_run.status !== undefined) ends.set(read.test_run.run, read.test_run.status);
    if (!('test_state' in read)) continue;
    const name = runNames.find((one) => one === read['@testrun']);
    if (name === undefined) continue;
    made.set(name, new Map(read.test_state.root_module.resources.map(({ address, values }) => [address, values])));
  }
  return { ends, made };
}

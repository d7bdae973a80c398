import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import * as v from 'valibot';

/** The real Terraform, run in a folder. */
export interface Terraform {
  /** @returns what it printed; throws with its last lines if it fails */
  run(...args: readonly string[]): Promise<string>;
}

const provider = join('registry.terraform.io', 'hashicorp', 'aws');
const searched = ['/opt', '/usr/local', '/usr/share', '/usr/lib', homedir()];
const deepest = 5;

/** @returns whether the command is on the PATH */
export function isOnPath(command: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, command)));
}

/** @returns the folder of a provider mirror that has the AWS provider; TF_PROVIDER_MIRROR names it, or it is searched for */
export function findProviderMirror(): string | undefined {
  const { TF_PROVIDER_MIRROR: named } = process.env;
  if (named) return existsSync(join(named, provider)) ? named : undefined;
  return searched.map((root) => findBelow(root, deepest)).find((found) => found !== undefined);
}

function findBelow(folder: string, depth: number): string | undefined {
  if (existsSync(join(folder, provider))) return folder;
  if (depth === 0) return undefined;
  for (const name of foldersIn(folder)) {
    const found = findBelow(join(folder, name), depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What cannot be read holds no mirror for us. */
function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules' && entry.name !== '.git')
      .map(({ name }) => name);
  } catch {
    return [];
  }
}

const settingsIn = (folder: string) => join(folder, 'terraform.rc');

/** @returns what a run gets: nothing of the caller's own Terraform or AWS settings may reach it */
export function terraformEnvironment(folder: string): Readonly<Record<string, string>> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    TF_CLI_CONFIG_FILE: settingsIn(folder),
    TF_IN_AUTOMATION: '1',
    CHECKPOINT_DISABLE: '1',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/**
 * @param folder with the configuration
 * @param mirror where the provider is installed from, so that nothing is downloaded
 */
export async function terraformIn(folder: string, mirror: string): Promise<Terraform> {
  await writeFile(
    settingsIn(folder),
    `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
  );
  const environment = terraformEnvironment(folder);
  return {
    run: (...args) =>
      new Promise((resolve, reject) => {
        const child = spawn('terraform', args, { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
        const out: Buffer[] = [];
        const errors: Buffer[] = [];
        child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
        child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
        child.once('error', reject);
        child.once('close', (code) => {
          if (code === 0) return resolve(Buffer.concat(out).toString());
          const notified = Buffer.concat([...out, ...errors])
            .toString()
            .slice(-4000);
          reject(new Error(`terraform ${args.join(' ')} ended with ${code}:\n${notified}`));
        });
      }),
  };
}

const shownSchema = v.pipe(v.string(), v.parseJson());

/** @returns the plan that a file holds, as `terraform show -json` has it */
export async function showPlan(terraform: Terraform, file: string): Promise<unknown> {
  return v.parse(shownSchema, await terraform.run('show', '-json', file));
}

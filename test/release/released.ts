import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import * as v from 'valibot';

/** What `npm run release` made somewhere. */
export interface Release {
  /** Path of the package. */
  readonly tarball: string;
  /** Content of the bill of materials. */
  readonly bill: string;
  /** Checksums, as they are published. */
  readonly sums: string;
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'stagedrift-release-'));
}

/** Runs a command to its end. @throws Error with what it printed, if it fails */
export function run(command: string, args: readonly string[], cwd = '.', environment = process.env): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', env: environment });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stdout}${stderr}`);
  return stdout;
}

/** Makes a release of what `npm run build` has built here. */
export function releaseHere(): Release {
  run(process.execPath, ['scripts/release.ts']);
  return releaseIn('.');
}

/** Copies this working tree and builds it there. @param folder that does not exist yet */
export function releaseElsewhere(folder: string): Release {
  run('git', ['clone', '--quiet', '.', folder]);
  // What is not committed yet counts too, so that the same is compared with the same.
  const changed = run('git', ['ls-files', '--modified', '--others', '--exclude-standard']).split('\n').filter(Boolean);
  for (const file of changed) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(file, join(folder, file));
  }
  for (const used of packagesOfBuild()) linkFiles(used, join(folder, used));
  run(process.execPath, ['scripts/build.mjs'], folder);
  run(process.execPath, ['scripts/release.ts'], folder);
  return releaseIn(folder);
}

const lockForm = v.object({
  packages: v.record(
    v.string(),
    v.object({
      dev: v.optional(v.boolean(), false),
      optional: v.optional(v.boolean(), false),
      link: v.optional(v.boolean(), false),
    }),
  ),
});

/** @returns folders of what a build needs: all that is bundled or may be, and the bundler; not of our own packages */
function packagesOfBuild(): readonly string[] {
  const { packages } = v.parse(lockForm, JSON.parse(readFileSync('package-lock.json', 'utf8')));
  return Object.entries(packages).flatMap(([folder, { dev, optional, link }]) => {
    const isBundler = /^node_modules\/(rolldown$|@rolldown\/|@oxc-project\/)/.test(folder);
    const isInstalled = /^node_modules\//.test(folder) && !link && existsSync(folder);
    return isInstalled && (isBundler || !(dev || optional)) ? [folder] : [];
  });
}

/** Files that are the same under another name: nothing of them is copied, unless they are on another disk. */
function linkFiles(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkFiles(source, target);
    else linkOrCopy(source, target);
  }
}

function linkOrCopy(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    copyFileSync(source, target);
  }
}

function releaseIn(folder: string): Release {
  const output = resolve(folder, 'dist/release');
  const sums = readFileSync(join(output, 'SHA256SUMS'), 'utf8');
  const [tarball = '', bill = ''] = sums.split('\n').map((line) => line.split('  ')[1] ?? '');
  return { tarball: join(output, tarball), bill: readFileSync(join(output, bill), 'utf8'), sums };
}

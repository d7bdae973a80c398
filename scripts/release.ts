// Makes what is published, from what `npm run build` has built: `node scripts/release.ts [TAG]`. With a tag, as a release
// has, everything that has to fit to it is looked at first. docs/releasing.md says how to use it.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { billOfMaterials } from './release/bill-of-materials.ts';
import { readBundledPackages } from './release/bundled-package.ts';
import { changesOf } from './release/changelog.ts';
import { publishedManifest } from './release/published-manifest.ts';
import { thirdPartyLicences } from './release/third-party-licences.ts';

const output = 'dist/release';
const folder = join(output, 'package');

const manifest = v.parse(
  v.looseObject({ name: v.string(), version: v.string() }),
  JSON.parse(readFileSync('package.json', 'utf8')),
);
const { name, version } = manifest;
const changes = changesOf(readFileSync('CHANGELOG.md', 'utf8'), version);

const [tag] = process.argv.slice(2);
if (tag !== undefined) {
  const problems = [
    ...(tag === `v${version}` ? [] : [`the tag is ${tag}, and package.json has the version ${version}`]),
    ...(changes === null ? [`CHANGELOG.md says nothing of ${version}`] : []),
    ...(manifest.repository === undefined
      ? ['package.json has no repository, which provenance is checked against']
      : []),
  ];
  if (problems.length > 0) {
    process.stderr.write(`This is not ready to be released: ${problems.join('; ')}.\n`);
    process.exit(1);
  }
}

rmSync(output, { recursive: true, force: true });
mkdirSync(join(folder, 'dist'), { recursive: true });
cpSync('dist/bin', join(folder, 'dist/bin'), { recursive: true });
chmodSync(join(folder, 'dist/bin/stagedrift.js'), 0o755);
copyFileSync('dist/rules.schema.json', join(folder, 'dist/rules.schema.json'));
for (const file of ['README.md', 'LICENSE', 'CHANGELOG.md']) copyFileSync(file, join(folder, file));
writeFileSync(join(folder, 'package.json'), publishedManifest(manifest));
const packages = readBundledPackages();
writeFileSync(
  join(folder, 'THIRD-PARTY-LICENSES.txt'),
  thirdPartyLicences(packages, readFileSync('LICENSE', 'utf8').split('\n   Copyright ')[0] ?? ''),
);

const tarball = run('npm', [
  'pack',
  `./${folder}`,
  '--pack-destination',
  output,
  '--ignore-scripts',
  '--silent',
]).trim();
const bill = `${name}-${version}.cdx.json`;
writeFileSync(join(output, bill), billOfMaterials(packages, name, commitTime()));
const sums = [tarball, bill].map((file) => `${sha256(join(output, file))}  ${file}\n`).join('');
writeFileSync(join(output, 'SHA256SUMS'), sums);
if (changes !== null) writeFileSync(join(output, 'CHANGES.md'), `${changes}\n`);
process.stdout.write(sums);

function run(command: string, args: readonly string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', shell: process.platform === 'win32' });
}

function commitTime(): Date {
  return new Date(Number(run('git', ['log', '-1', '--format=%ct'])) * 1000);
}

function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

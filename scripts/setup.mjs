// Installs what a lockfile names, unless that is there already: `node scripts/setup.mjs [FOLDER]`, of the project where
// no folder is said. Plain JavaScript without dependencies, since it runs before anything is installed, on any Node.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2] ?? '.';
const installed = join(folder, 'node_modules/.package-lock.json');
const wanted = join(folder, 'package-lock.json');

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(wanted).mtimeMs) {
  process.stderr.write('Installing what is needed, once …\n');
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--loglevel=error', '--prefix', folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  process.exitCode = status ?? 1;
}

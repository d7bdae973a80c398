// Packages the deployment as it is with few parameters and with all of them, and runs the tests of what comes out.
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { findProviderMirror, isOnPath } from '../test/conformance/terraform.ts';
import { packagings } from '../test/infra/packagings.ts';

const run = promisify(execFile);

// One after the other: the packaging tool keeps its settings in one place. Each from a build of its own, which has to give
// the same bytes.
for (const [name, parameters] of Object.entries(packagings)) {
  await run(process.execPath, ['scripts/build.mjs']);
  const given = Object.entries(parameters).map(([parameter, value]) => `--param=${parameter}=${value}`);
  await run('tools/node_modules/.bin/osls', ['package', '--package', `.packaged/${name}`, ...given]);
}

const suites = ['<rootDir>/test/infra/*.test.ts', '<rootDir>/test/infra/iam/*.test.ts'];
if (isOnPath('moto_server')) suites.push('<rootDir>/test/infra/moto/*.test.ts');
else console.log('NOT RUN: the deployment against moto (no moto_server)');
if (isOnPath('terraform') && findProviderMirror() !== undefined)
  suites.push('<rootDir>/test/infra/terraform/*.test.ts');
else console.log('NOT RUN: the Terraform module (no terraform / no provider mirror)');

const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
const { status } = spawnSync(process.execPath, [...jest, ...suites.flatMap((suite) => ['--testMatch', suite])], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;

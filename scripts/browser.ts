// Tests of the page of a report in a browser, where the machine has one.
import { spawnSync } from 'node:child_process';
import { findChromium } from '../test/browser/chromium.ts';

if (findChromium() === null) {
  console.log('NOT RUN: browser tests of the page (no Chromium)');
} else {
  const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
  const suite = ['--testMatch', '<rootDir>/test/browser/**/*.test.ts', '--maxWorkers', '1', '--testTimeout', '300000'];
  const { status } = spawnSync(process.execPath, [...jest, ...suite], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
}

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LocalAws, startLocalAws } from '@stagedrift/local-aws';
import { type Release, releaseElsewhere, releaseHere, run, temporaryFolder } from './released.ts';

const fixture = 'test/fixtures/corpus/none-refreshed';

describe('the published package', () => {
  let release: Release;
  let folder: string;
  let installed: string;
  let aws: LocalAws;

  beforeAll(async () => {
    release = releaseHere();
    folder = temporaryFolder();
    // Neither the registry nor what lies in npm's cache can help.
    const environment = { ...process.env, npm_config_cache: join(folder, 'cache'), npm_config_offline: 'true' };
    run('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', release.tarball], folder, environment);
    installed = join(folder, 'node_modules/stagedrift');
    aws = await startLocalAws();
  });
  afterAll(async () => {
    await aws.stop();
    rmSync(folder, { recursive: true });
  });

  it('installs without a registry, and brings nothing with it', () => {
    expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['stagedrift']);
    expect(JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))).not.toMatchObject({
      dependencies: expect.anything(),
    });
  });

  it('has what it needs, and nothing of how it is made', () => {
    const files = readdirSync(installed, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(installed.length + 1));
    const outside = files.filter((file) => !file.startsWith('dist/bin/'));

    expect(outside.toSorted()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'THIRD-PARTY-LICENSES.txt',
      'dist/rules.schema.json',
      'package.json',
    ]);
    expect(files.filter((file) => file.startsWith('dist/bin/') && !file.endsWith('.js'))).toEqual([]);
    const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
    for (const name of ['private', 'scripts', 'devDependencies', 'optionalDependencies', 'jest']) {
      expect(Object.keys(manifest)).not.toContain(name);
    }
  });

  it('runs by npx, outside of the project', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    const environment = { ...process.env, npm_config_cache: join(folder, 'other-cache'), npm_config_offline: 'true' };
    const npx = (...args: string[]) =>
      run('npx', ['--yes', '--package', release.tarball, ...args], folder, environment);

    expect(npx('stagedrift', '--version')).toBe(`${version}\n`);
    expect(npx('stagedrift', 'doctor', '--help')).toContain('stagedrift doctor --function NAME');
  });

  it('checks stages', async () => {
    const stages = JSON.parse(readFileSync(`${fixture}/stages.json`, 'utf8'));
    aws.apiGateway.loadRecorded(stages, { account: '123456789012', regionOf: () => 'eu-west-1' });
    const state = resolve(fixture, 'state.json');
    const { status, stdout } = await started('node_modules/.bin/stagedrift', ['check', state, '--format', 'json']);

    expect(JSON.parse(stdout)).toMatchObject({ status: 'IN_SYNC', summary: { inSync: 16 } });
    expect(status).toBe(0);

    const page = await started('node_modules/.bin/stagedrift', ['check', state, '--format', 'html']);
    expect(page.stdout).toMatch(/^<!doctype html>[\s\S]+<h1>16 resources are in sync with Terraform<\/h1>/);
  });

  it('starts with nothing loaded of what only some commands ask of AWS', () => {
    const bin = join(installed, 'dist/bin');
    const loaded = new Set<string>();
    const load = (file: string) => {
      if (loaded.has(file)) return;
      loaded.add(file);
      const text = readFileSync(join(bin, file), 'utf8');
      for (const [, next = ''] of text.matchAll(/\b(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g)) load(next);
    };
    load('main.js');
    const eager = [...loaded].map((file) => readFileSync(join(bin, file), 'utf8')).join('\n');
    const all = readdirSync(bin)
      .map((file) => readFileSync(join(bin, file), 'utf8'))
      .join('\n');

    for (const operation of ['GetStages', 'ListObjectsV2', 'DescribeTrails', 'GetFunctionConfiguration']) {
      expect(all).toContain(operation);
      expect(eager.includes(operation)).toBe(false);
    }
    expect(eager.includes('does a live API Gateway stage still match')).toBe(true);
  });

  it('says on a Node that is too old which one it needs', () => {
    const old = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });
      Object.defineProperty(process, 'version', { value: 'v20.20.2' });`;
    const program = join(installed, 'dist/bin/stagedrift.js');
    const preload = `data:text/javascript,${encodeURIComponent(old)}`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', preload, program, '--version'], {
      encoding: 'utf8',
    });

    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toBe('stagedrift needs Node 22 or newer, and this is v20.20.2.\n');
  });

  it('names whose code it has, with their licences', () => {
    const text = readFileSync(join(installed, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
    const folders: string[] = JSON.parse(readFileSync('dist/bundled.json', 'utf8'));

    expect(folders).toContain('node_modules/@aws-sdk/client-api-gateway');
    for (const bundled of folders) expect(text).toContain(`\n${bundled.slice('node_modules/'.length)} `);
    for (const words of [
      'END OF TERMS AND CONDITIONS',
      'Permission is hereby granted, free of charge',
      'ISC License',
    ]) {
      expect(text).toContain(words);
    }
  });

  it('has a bill of materials of just that, each with its licence and the hash that the lockfile has', () => {
    const bill = JSON.parse(release.bill);
    const folders: string[] = JSON.parse(readFileSync('dist/bundled.json', 'utf8'));

    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { name: 'stagedrift' } } });
    expect(bill.components.map(({ name }: { name: string }) => name).toSorted()).toEqual(
      folders.map((bundled) => bundled.slice('node_modules/'.length)).toSorted(),
    );
    for (const component of bill.components) {
      expect(component).toMatchObject({ licenses: [expect.anything()], hashes: [{ alg: 'SHA-512' }] });
    }
    // Where packages were fetched from is a matter of the machine.
    expect(release.bill.match(/https?:\/\/[^/"]*/g)).toEqual(['http://cyclonedx.org']);
  });

  it('is the same to the byte, elsewhere and later, and so is its bill of materials', () => {
    const elsewhere = temporaryFolder();
    const other = releaseElsewhere(join(elsewhere, 'some/where/else'));

    expect(other.sums).toBe(release.sums);
    expect(readFileSync(other.tarball).equals(readFileSync(release.tarball))).toBe(true);
    rmSync(elsewhere, { recursive: true });
  });

  /** Runs it while this process serves the AWS that it asks. */
  async function started(command: string, args: readonly string[]) {
    const { spawn } = await import('node:child_process');
    const environment = { ...aws.environment, PATH: process.env.PATH ?? '', CHECK_COMPANIONS: 'false' };
    const child = spawn(join(folder, command), args, { cwd: folder, env: environment });
    let stdout = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    const status = await new Promise((done) => child.once('close', done));
    return { status, stdout };
  }
});

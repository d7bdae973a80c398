// Bundles packages for the tests, once for each set of installed packages. Every test file loads the packages that it needs
// again: one small file of each is read in half the time that its hundreds of files take. The schema of the report, too, is
// compiled once and not by every file. Jest finds all of it by `moduleNameMapper`.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rolldown } from 'rolldown';

const folder = 'node_modules/.cache/test-packages';

const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const sdk = Object.keys({ ...dependencies, ...devDependencies }).filter((name) => name.startsWith('@aws-sdk/'));
const modules = [...sdk, 'fast-check', 'fauxqs', 'valibot'];
const commonJs = ['ajv/dist/2020.js', 'ajv-formats', 'fastify', 'yaml'];

/** Modules that are in no file, by their id. */
const written = new Map([
  ['report-validator', validatorOfReports],
  ...commonJs.map((name) => [`names-of:${name}`, () => namesOf(name)]),
]);

/** Called by Jest before all tests. */
export default async function bundlePackages() {
  const inputs = ['package-lock.json', 'lib/report/report.schema.json', import.meta.filename];
  const hash = createHash('sha256').update(Buffer.concat(inputs.map((path) => readFileSync(path))));
  const mark = `${folder}/${hash.digest('hex')}`;
  if (existsSync(mark)) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const build = await rolldown({
    input: {
      ...Object.fromEntries(modules.map((name) => [name, name])),
      ...Object.fromEntries(commonJs.map((name) => [name, `names-of:${name}`])),
      'report-validator': 'report-validator',
    },
    platform: 'node',
    resolve: { mainFields: ['module', 'main'] },
    transform: { target: 'node22' },
    plugins: [
      {
        name: 'written',
        resolveId: (id) => (written.has(id) ? id : null),
        load: (id) => written.get(id)?.() ?? null,
      },
    ],
  });
  await build.write({
    dir: folder,
    format: 'esm',
    minify: true,
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
  });
  await build.close();
  writeFileSync(mark, '');
}

/** @returns a module that gives what a package exports the names that Node does; a bundle would have but the default */
async function namesOf(name) {
  const names = Object.keys(await import(name)).filter((exported) => !/^(module\.exports|__esModule)$/.test(exported));
  return `export { ${names.join(', ')} } from '${name}';`;
}

/** @returns a module with the function that the schema of the report compiles to */
async function validatorOfReports() {
  const { default: standalone } = await import('ajv/dist/standalone/index.js');
  const { ajv, validate } = await import('./unit/report-validator.ts');
  return standalone.default(ajv, validate);
}

// Bundles packages for the tests, once for each set of installed packages. Every test file loads the packages that it needs
// anew: one file of each is read in half the time that its hundreds of files take. Jest finds them by `moduleNameMapper`.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rolldown } from 'rolldown';

const folder = 'node_modules/.cache/test-packages';

const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const sdk = Object.keys({ ...dependencies, ...devDependencies }).filter((name) => name.startsWith('@aws-sdk/'));
const modules = [...sdk, 'fast-check', 'fauxqs', 'valibot'];
const commonJs = ['ajv/dist/2020.js', 'ajv-formats', 'fastify', 'yaml'];

/** Called by Jest before all tests. */
export default async function bundlePackages() {
  const inputs = ['package-lock.json', import.meta.filename].map((path) => readFileSync(path));
  const mark = `${folder}/${createHash('sha256').update(Buffer.concat(inputs)).digest('hex')}`;
  if (existsSync(mark)) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const build = await rolldown({
    input: {
      ...Object.fromEntries(modules.map((name) => [name, name])),
      ...Object.fromEntries(commonJs.map((name) => [name, `names-of:${name}`])),
    },
    platform: 'node',
    resolve: { mainFields: ['module', 'main'] },
    transform: { target: 'node22' },
    plugins: [{ name: 'names', resolveId: (id) => (id.startsWith('names-of:') ? id : null), load }],
  });
  await build.write({ dir: folder, format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' });
  await build.close();
  writeFileSync(mark, '');
}

/** @returns a module that gives what a package exports the names that Node does; a bundle would have but the default */
async function load(id) {
  if (!id.startsWith('names-of:')) return null;
  const name = id.slice('names-of:'.length);
  const names = Object.keys(await import(name)).filter((exported) => !/^(module\.exports|__esModule)$/.test(exported));
  return `export { ${names.join(', ')} } from '${name}';`;
}

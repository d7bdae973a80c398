// Bundles the Lambda functions and the command line. Plain JavaScript: it runs on whatever Node a machine has.
import { chmodSync, copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

rmSync('dist', { recursive: true, force: true });
mkdirSync('dist');

const shared = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  // Packages offer CommonJS first to a bundler for Node; their ES modules lose what is not used.
  mainFields: ['module', 'main'],
  // Its CommonJS for Node asks for modules at run time, which a bundle cannot; this is the same as ES modules.
  alias: { yaml: './node_modules/yaml/browser/index.js' },
  target: 'node22',
  minify: true,
  keepNames: true,
  legalComments: 'none',
  logLevel: 'warning',
};

await build({
  ...shared,
  // What is imported on demand stays apart, and a start that does not need it does not read it.
  splitting: true,
  entryPoints: readdirSync('functions').map((file) => `functions/${file}`),
  outdir: 'dist/functions',
});
await build({ ...shared, entryPoints: ['bin/stagedrift.ts'], outdir: 'dist/bin', external: ['./main.js'] });
const { metafile } = await build({
  ...shared,
  splitting: true,
  metafile: true,
  entryPoints: ['bin/main.ts'],
  outdir: 'dist/bin',
});
chmodSync('dist/bin/stagedrift.js', 0o755);
// The packaging tool reads CommonJS only, and hands over to what the file itself is.
await build({
  ...shared,
  entryPoints: { parameters: 'infra/resolve-parameters.ts' },
  outdir: 'dist/infra',
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  target: 'node20',
  footer: { js: 'module.exports = module.exports.default;' },
});
// Whose code the command line has in it, for the licences and the bill of materials of a release.
writeFileSync('dist/bundled.json', `${JSON.stringify(bundledPackages(metafile), null, 2)}\n`);
// Editors find it beside the installed program.
copyFileSync('lib/findings/rules/rules.schema.json', 'dist/rules.schema.json');
writeFileSync('dist/package.json', '{ "type": "module" }\n');

/** @returns folders of the packages that a bundle has code of, such as `node_modules/valibot` */
function bundledPackages({ outputs }) {
  const files = Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
  );
  const folders = files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? []);
  return [...new Set(folders)].sort();
}

// Bundles the Lambda functions and the command line.
import { chmodSync, copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { bundle } from './bundle.mjs';

rmSync('dist', { recursive: true, force: true });
mkdirSync('dist');

for (const name of readdirSync('functions')) {
  await bundle(`functions/${name}`, { file: name.replace(/\.ts$/, '.js'), folder: 'dist/functions' });
}
const commandLine = [
  ...(await bundle('bin/stagedrift.ts', { file: 'stagedrift.js', folder: 'dist/bin' })),
  ...(await bundle('bin/main.ts', { file: 'main.js', folder: 'dist/bin', later: ['bin/check-states.ts'] })),
];
chmodSync('dist/bin/stagedrift.js', 0o755);
// The packaging tool reads CommonJS only, and hands over to what the file itself is.
await bundle('infra/resolve-parameters.ts', { file: 'parameters.cjs', folder: 'dist/infra', format: 'cjs' });
// Whose code the command line has in it, for the licences and the bill of materials of a release.
writeFileSync('dist/bundled.json', `${JSON.stringify(bundledPackages(commandLine), null, 2)}\n`);
// Editors find it beside the installed program.
copyFileSync('lib/findings/rules/rules.schema.json', 'dist/rules.schema.json');
writeFileSync('dist/package.json', '{ "type": "module" }\n');

/** @returns folders of the packages that files have code of, such as `node_modules/valibot` */
function bundledPackages(chunks) {
  const modules = chunks.flatMap((chunk) => Object.entries(chunk.modules));
  const folders = modules.flatMap(([id, { renderedLength }]) =>
    renderedLength > 0 ? (/^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(relative('.', id))?.[0] ?? []) : [],
  );
  return [...new Set(folders)].sort();
}

import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * Bundles a program of the bench in the way in which the function is bundled, so that what is measured is what it does
 * and not how its files are found.
 * @returns the path of the bundle
 */
export async function bundled(name: string, folder: string): Promise<string> {
  await build({
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    alias: { yaml: './node_modules/yaml/browser/index.js' },
    target: 'node22',
    minify: true,
    keepNames: true,
    legalComments: 'none',
    logLevel: 'warning',
    outExtension: { '.js': '.mjs' },
    entryPoints: [`bench/programs/${name}.ts`],
    outdir: join(folder, name),
  });
  return join(folder, name, `${name}.mjs`);
}

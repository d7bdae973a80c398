import { join } from 'node:path';
import { bundle } from '../scripts/bundle.mjs';

/**
 * Bundles a program of the bench, whole into one file, as most tools do: what is measured is what it does.
 * @returns the path of the bundle
 */
export function bundled(name: string, folder: string): Promise<string> {
  return bundledInto(name, join(folder, `${name}-whole`), true);
}

/** Bundles a program in the way in which the function is bundled, with what is imported on demand apart. */
export function bundledAsTheFunction(name: string, folder: string): Promise<string> {
  return bundledInto(name, join(folder, name), false);
}

async function bundledInto(name: string, folder: string, whole: boolean): Promise<string> {
  const file = `${name}.mjs`;
  await bundle(`bench/programs/${name}.ts`, { file, folder, whole });
  return join(folder, file);
}

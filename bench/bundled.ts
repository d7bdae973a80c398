import { join } from 'node:path';
import { bundle } from '../scripts/bundle.mjs';

/**
 * Bundles a program of the bench in the way in which the function is bundled, so that what is measured is what it does
 * and not how its files are found; or, if that is asked for, whole into one file, as most tools do.
 * @returns the path of the bundle
 */
export async function bundled(name: string, folder: string, whole = false): Promise<string> {
  const target = { file: `${name}.mjs`, folder: join(folder, whole ? `${name}-whole` : name), whole };
  await bundle(`bench/programs/${name}.ts`, target);
  return join(target.folder, target.file);
}

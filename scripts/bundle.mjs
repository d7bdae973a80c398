// How programs are bundled: those that are shipped, and those that the bench measures beside them. Plain JavaScript: it
// runs on whatever Node a machine has.
import { readFileSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import { rolldown } from 'rolldown';

/**
 * Bundles a program. What it imports on demand stays apart, so that a start that does not need it does not read it. All
 * that it needs from its start is one file, as each file costs a start up to a millisecond.
 * @param {string} entry path of the program, from the root of the project
 * @param {object} output
 * @param {string} output.file name of the bundled program
 * @param {string} output.folder where it goes
 * @param {string[]} [output.later] paths of what is imported on demand, but nearly always: one file each, too
 * @param {'esm' | 'cjs'} [output.format]
 * @param {boolean} [output.whole] puts what is imported on demand into the one file too
 * @returns {Promise<import('rolldown').OutputChunk[]>} the files that were written
 */
export async function bundle(entry, { file, folder, later = [], format = 'esm', whole = format === 'cjs' }) {
  const together = [entry, ...later].map((path) => ({ path, modules: new Set() }));
  const build = await rolldown({
    input: entry,
    platform: 'node',
    resolve: {
      // Packages offer CommonJS first to a bundler for Node; their ES modules lose what is not used.
      mainFields: ['module', 'main'],
      // Its CommonJS for Node asks for modules at run time, which a bundle cannot; this is the same as ES modules.
      alias: { yaml: resolve('node_modules/yaml/browser/index.js') },
    },
    transform: { target: 'node22' },
    plugins: [inlineTexts, findModules(together)],
  });
  const { output } = await build.write({
    dir: folder,
    format,
    minify: true,
    comments: false,
    entryFileNames: file,
    chunkFileNames: `[name]-[hash]${extname(file)}`,
    codeSplitting: whole ? false : { groups: together.map(groupOf) },
  });
  await build.close();
  return output.filter(({ type }) => type === 'chunk');
}

/** Puts texts that `lib` reads from beside its sources into the program, which then is whole without them. */
const inlineTexts = {
  name: 'inline-texts',
  transform: {
    filter: { id: { include: /[\\/]lib[\\/]/, exclude: /node_modules/ }, code: 'import.meta' },
    handler(code, id) {
      const inlined = code.replaceAll(/readFileSync\(new URL\('([^']+)', import\.meta\.url\), 'utf8'\)/g, (_, path) =>
        JSON.stringify(readFileSync(resolve(dirname(id), path), 'utf8')),
      );
      if (inlined.includes('import.meta')) this.error(`${id} reads something that would be missing in the bundle`);
      return inlined;
    },
  },
};

/** Which modules come with a program from its start has to be known before the files are laid out. */
function findModules(together) {
  return {
    name: 'modules-loaded-together',
    buildEnd() {
      const known = new Set();
      for (const { path, modules } of together) {
        const open = [resolve(path)];
        for (let id = open.pop(); id !== undefined; id = open.pop()) {
          if (known.has(id)) continue;
          known.add(id);
          modules.add(id);
          open.push(...(this.getModuleInfo(id)?.importedIds ?? []));
        }
      }
    },
  };
}

function groupOf({ path, modules }) {
  return { name: path.replace(/^.*\/|\.ts$/g, ''), test: (id) => modules.has(id) };
}

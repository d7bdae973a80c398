import { readFileSync } from 'node:fs';
import * as v from 'valibot';

/** A package that the published bundle has code of. */
export interface BundledPackage {
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  /** SPDX expression. */
  readonly license: string;
}

const manifestForm = v.object({ name: v.string(), version: v.string(), license: v.string() });

/** @returns whose code the built command line has, by the list that the build leaves */
export function readBundledPackages(): readonly BundledPackage[] {
  const folders = v.parse(v.array(v.string()), JSON.parse(readFileSync('dist/bundled.json', 'utf8')));
  return folders.map((folder) => {
    const manifest: unknown = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
    return { folder, ...v.parse(manifestForm, manifest) };
  });
}

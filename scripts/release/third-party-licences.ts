import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BundledPackage } from './bundled-package.ts';

/** Licences that let their code be published within ours, if their text and their notice go with it. */
const accepted = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'MIT-0',
]);

const licenceFile = /^(licen[cs]e|copying)(\.(md|txt))?$/i;
const noticeFile = /^notice(\.(md|txt))?$/i;

const rule = '-'.repeat(80);

/**
 * @param apache text of the Apache License 2.0, for packages that name it and have no file of it
 * @returns the text that goes with code of others: for each licence text, whose it is
 * @throws Error for a licence that nobody has accepted, or a text that is missing
 */
export function thirdPartyLicences(packages: readonly BundledPackage[], apache: string): string {
  const owners = new Map<string, string[]>();
  for (const bundled of packages) {
    const text = textOf(bundled, apache);
    const named = `${bundled.name} ${bundled.version} (${bundled.license})`;
    owners.set(text, [...(owners.get(text) ?? []), named]);
  }
  const parts = [...owners].map(([text, names]) => [rule, ...names, rule, '', text, ''].join('\n'));
  return ['stagedrift has code of these packages in it, each under the licence that follows it.', '', ...parts].join(
    '\n',
  );
}

function textOf({ folder, name, license }: BundledPackage, apache: string): string {
  if (!accepted.has(license)) {
    throw new Error(
      `${name} has the licence ${license}: see whether its code may be published, and add it to the list`,
    );
  }
  const files = readdirSync(folder).toSorted();
  const [licence] = files.filter((file) => licenceFile.test(file));
  if (licence === undefined && license !== 'Apache-2.0') throw new Error(`${name} has no file with its licence`);
  const texts = [licence, ...files.filter((file) => noticeFile.test(file))].flatMap((file) =>
    file === undefined ? [] : [readFileSync(join(folder, file), 'utf8')],
  );
  const whole = licence === undefined ? [apache, ...texts] : texts;
  return whole.map((text) => text.replaceAll('\r\n', '\n').trim()).join('\n\n');
}

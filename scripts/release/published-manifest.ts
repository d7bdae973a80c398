/** What of our package.json is published. The rest is for those who work on it, and all it depends on is bundled. */
const published = [
  'name',
  'version',
  'description',
  'keywords',
  'license',
  'homepage',
  'repository',
  'bugs',
  'type',
  'bin',
  'engines',
  'publishConfig',
] as const;

/** @param manifest content of our package.json; @returns that of the published package */
export function publishedManifest(manifest: Readonly<Record<string, unknown>>): string {
  const members = published.flatMap((name) => (manifest[name] === undefined ? [] : [[name, manifest[name]]]));
  return `${JSON.stringify(Object.fromEntries(members), null, 2)}\n`;
}

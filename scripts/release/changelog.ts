/**
 * @param changelog by Keep a Changelog
 * @returns what is said of a version, `null` where nothing is
 */
export function changesOf(changelog: string, version: string): string | null {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => text.startsWith(`${version} `) || text.startsWith(`[${version}]`));
  const changes = section?.replace(/^.*\n/, '').trim() ?? '';
  return changes === '' ? null : changes;
}

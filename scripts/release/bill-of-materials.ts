import { execFileSync } from 'node:child_process';
import * as v from 'valibot';
import type { BundledPackage } from './bundled-package.ts';

const componentForm = v.looseObject({ 'bom-ref': v.string() });

const billForm = v.looseObject({
  serialNumber: v.string(),
  metadata: v.looseObject({ component: componentForm }),
  components: v.array(componentForm),
  dependencies: v.array(v.object({ ref: v.string(), dependsOn: v.array(v.string()) })),
});

/**
 * The bill of materials of the published package, in CycloneDX: what npm says of the lockfile, less what is not in the
 * bundle. npm's own choice by kind of dependency would be another one: it leaves out what a tool for development uses too.
 * @param name of our package, which npm takes from the folder it runs in
 * @param madeAt of the commit, so that the same commit gives the same bill
 * @throws Error if a package of the bundle is not in the lockfile
 */
export function billOfMaterials(packages: readonly BundledPackage[], name: string, madeAt: Date): string {
  const { serialNumber: _random, ...bill } = v.parse(billForm, JSON.parse(askNpm()));
  const refs = new Set(packages.map((bundled) => `${bundled.name}@${bundled.version}`));
  const components = bill.components.filter((component) => refs.has(component['bom-ref']));
  const found = new Set(components.map((component) => component['bom-ref']));
  const missing = [...refs].filter((ref) => !found.has(ref));
  if (missing.length > 0) throw new Error(`in the bundle, and not in the lockfile: ${missing.join(', ')}`);
  const own = { ...bill.metadata.component, name };
  const kept = new Set([...found, own['bom-ref']]);
  const whole = {
    ...bill,
    metadata: { ...bill.metadata, timestamp: madeAt.toISOString(), component: own },
    components,
    dependencies: bill.dependencies
      .filter(({ ref }) => kept.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => kept.has(other)) })),
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

function askNpm(): string {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'];
  return execFileSync('npm', args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  });
}

import { parseAddress } from '../../terraform/address.ts';
import { shellQuoted } from './shell.ts';

/** A `removed` block speaks of a resource with all its instances: for one of them there is `terraform state rm` alone. */
export function adoptDeletion(address: string): string | null {
  const parsed = parseAddress(address);
  if (parsed === null) return null;
  if (parsed.hasKey) {
    return [
      '# take it out of the configuration (its key out of count or for_each), then run',
      `# terraform state rm ${shellQuoted(address)}`,
    ].join('\n');
  }
  return [
    '# Terraform 1.7 and later: instead of its resource block',
    'removed {',
    `  from = ${address}`,
    '  lifecycle {',
    '    destroy = false',
    '  }',
    '}',
  ].join('\n');
}

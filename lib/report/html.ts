import { createHash } from 'node:crypto';
import { Eta } from 'eta';
import { kindLabels, severityLabels } from './page/facets.ts';
import { findingTemplate } from './page/finding-template.ts';
import { pageTemplate } from './page/page-template.ts';
import { pageView } from './page/page-view.ts';
import { script } from './page/script.ts';
import { style } from './page/style.ts';
import type { Report } from './report.ts';

/**
 * A page that stands alone: nothing is loaded, so it can be kept, mailed and opened anywhere. Its policy lets no other
 * style and no other script run than its own, which are known by their hash.
 */
export function renderHtml(report: Report): string {
  const eta = new Eta({ autoEscape: true, autoTrim: false, varName: 'page' });
  return eta.renderString(findingTemplate + pageTemplate, {
    ...pageView(report),
    severityLabels,
    kindLabels,
    statusLabels,
    policy,
    style,
    script,
  });
}

const statusLabels = {
  MODIFIED: 'Changed',
  DELETED: 'Deleted',
  UNMANAGED: 'In no state',
  NOT_CHECKED: 'Not checked',
} as const;

const policy = [
  "default-src 'none'",
  `style-src ${hashOf(style)}`,
  `script-src ${hashOf(script)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

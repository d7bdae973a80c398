import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Eta } from 'eta';
import { kindLabels, severityLabels } from './page/facets.ts';
import { pageView } from './page/page-view.ts';
import type { Report } from './report.ts';

// `scripts/bundle.mjs` puts the texts of these files in place of the calls.
const style = readFileSync(new URL('./page/page.css', import.meta.url), 'utf8');
const script = readFileSync(new URL('./page/page.js', import.meta.url), 'utf8');
const findingTemplate = readFileSync(new URL('./page/finding.eta', import.meta.url), 'utf8');
const pageTemplate = readFileSync(new URL('./page/page.eta', import.meta.url), 'utf8');

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
    policy,
    style,
    script,
  });
}

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

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Eta } from 'eta';
import { fitReport } from './fitting.ts';
import { kindLabels, severityLabels } from './page/facets.ts';
import { pageView } from './page/page-view.ts';
import type { Report } from './report.ts';

// `scripts/bundle.mjs` puts the texts of these files in place of the calls.
const style = readFileSync(new URL('./page/page.css', import.meta.url), 'utf8');
const script = readFileSync(new URL('./page/page.js', import.meta.url), 'utf8');
const findingTemplate = readFileSync(new URL('./page/finding.eta', import.meta.url), 'utf8');
const pageTemplate = readFileSync(new URL('./page/page.eta', import.meta.url), 'utf8');

const eta = new Eta({ autoEscape: true, autoTrim: false, varName: 'page' });
const template = eta.compile(findingTemplate + pageTemplate);

/**
 * Bytes that the report of a page may have as JSON. It is enough for some 4,500 findings, which make a page of 7 MB: with more,
 * browsers become slow, and the function would need more memory for the page than for all else.
 */
export const maxPageReportBytes = 4 * 1024 * 1024;

/**
 * A page that stands alone: nothing is loaded, so it can be kept, mailed and opened anywhere. Its policy lets no other
 * style and no other script run than its own, which are known by their hash. What is too much for a page is counted in it.
 */
export function renderHtml(report: Report): string {
  return eta.render(template, {
    ...pageView(fitReport(report, maxPageReportBytes)),
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

import { renderHtml } from './html.ts';
import { renderMarkdown } from './markdown.ts';
import type { Report } from './report.ts';
import { renderSarif } from './sarif/sarif.ts';
import { renderText } from './text.ts';

/** Every form a report can be written in, one line each. */
export const renderings = {
  text: renderText,
  json: (report: Report) => `${JSON.stringify(report, null, 2)}\n`,
  html: renderHtml,
  markdown: renderMarkdown,
  sarif: renderSarif,
} as const;

export type Format = keyof typeof renderings;

export function isFormat(name: string): name is Format {
  return Object.hasOwn(renderings, name);
}

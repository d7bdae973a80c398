import type { Report } from './report.ts';

/** Every form a report can be written in, one line each. What makes it is loaded when it is wanted. */
export const renderings = {
  text: async (report: Report) => (await import('./text.ts')).renderText(report),
  json: async (report: Report) => `${JSON.stringify(report, null, 2)}\n`,
  html: async (report: Report) => (await import('./html.ts')).renderHtml(report),
  markdown: async (report: Report) => (await import('./markdown.ts')).renderMarkdown(report),
  sarif: async (report: Report) => (await import('./sarif/sarif.ts')).renderSarif(report),
} as const;

export type Format = keyof typeof renderings;

export function isFormat(name: string): name is Format {
  return Object.hasOwn(renderings, name);
}

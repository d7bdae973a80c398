import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { renderHtml } from '../../lib/report/html.ts';
import type { Report } from '../../lib/report/report.ts';

/** A page that a browser shows, and what it complained about. */
export interface OpenedPage {
  readonly page: Page;
  /** Errors of scripts, messages of the console such as what a policy forbids, and dialogs. */
  readonly complaints: readonly string[];
  /** Addresses that were asked for, besides the page's own. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** Opens the page of a report as somebody does who was sent it: as a file. */
export async function openPage(
  browser: Browser,
  report: Report,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const folder = mkdtempSync(join(tmpdir(), 'stagedrift-page-'));
  const file = join(folder, 'report.html');
  writeFileSync(file, renderHtml(report));
  const context = await browser.newContext(options);
  const page = await context.newPage();
  // A page of many megabytes takes a while on a busy machine.
  page.setDefaultTimeout(60_000);
  const url = pathToFileURL(file).href;
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (request.url() !== url) requests.push(request.url());
  });
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(url);
  return {
    page,
    complaints,
    requests,
    async close() {
      await context.close();
      rmSync(folder, { recursive: true });
    },
  };
}

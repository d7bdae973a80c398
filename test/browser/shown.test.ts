import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { Report } from '../../lib/report/report.ts';
import { pageFullOf, pageReport } from '../unit/report/page-sample.ts';
import { hostileTexts } from '../unit/report/sample.ts';
import { startChromium } from './chromium.ts';
import { openPage } from './opened-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startChromium();
});
afterAll(() => browser.close());

const hidden = [
  'Fix it',
  'Fix all of it',
  'The texts as they are',
  '13 lines that are the same',
  '6 resources',
  '3 states',
];

const harmful = [
  ...hostileTexts,
  '</style><script>alert(1)</script>',
  '</script><script>alert(1)</script>',
  '</title><svg onload=alert(1)>',
];

/** @returns one report with each of the texts in every place */
function reportOfAll(texts: readonly string[]): Report {
  const reports = texts.map(pageFullOf);
  return {
    ...pageReport,
    states: reports.flatMap(({ states }) => states),
    resources: reports.flatMap(({ resources }) => resources),
    resolved: reports.flatMap(({ resolved }) => resolved),
    ignored: reports.flatMap(({ ignored }) => ignored),
    warnings: [...texts],
  };
}

/** @returns how many of the elements are not shown, of those that hold what is folded away and of the findings */
async function notShown(page: Page): Promise<number> {
  const all = page.locator('details > :not(summary), [data-f]');
  expect(await all.count()).toBeGreaterThan(40);
  return (await all.count()) - (await page.locator('details > :not(summary):visible, [data-f]:visible').count());
}

describe('the page of a report shows everything', () => {
  it('on paper, without anything to press', async () => {
    const { page, close } = await openPage(browser, pageReport);
    expect(await notShown(page)).toBeGreaterThan(0);
    await page.emulateMedia({ media: 'print' });
    expect(await notShown(page)).toBe(0);
    expect(await page.locator('button:visible, input:visible, #filter:visible').count()).toBe(0);
    await close();
  });

  it('on paper only what it was narrowed to, and says so', async () => {
    const { page, close } = await openPage(browser, pageReport);
    await page.getByRole('searchbox').fill('throttling');
    await page.getByText('1 of 17 findings are shown.').waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByText('1 of 17 findings are shown.').isVisible()).toBe(true);
    expect(await page.locator('button:visible, input:visible').count()).toBe(0);
    await close();
  });

  it('where scripts are off, without what needs them', async () => {
    const { page, close } = await openPage(browser, pageReport, { javaScriptEnabled: false });
    expect(await notShown(page)).toBe(0);
    expect(await page.locator('button:visible, input:visible').count()).toBe(0);
    for (const text of hidden) expect(await page.locator('summary', { hasText: text }).first().isVisible()).toBe(true);
    await close();
  });

  it('folded away at first, and opened with a click', async () => {
    const { page, close } = await openPage(browser, pageReport);
    for (const text of hidden) {
      const details = page.locator('details', { has: page.locator('> summary', { hasText: text }) }).first();
      expect(await details.locator('> :not(summary)').first().isVisible()).toBe(false);
      await details.locator('summary').first().click();
      expect(await details.locator('> :not(summary)').first().isVisible()).toBe(true);
    }
    await close();
  });
});

describe('a page in a browser', () => {
  it('asks for nothing, and has nothing to complain about', async () => {
    const { complaints, requests, close } = await openPage(browser, pageReport);
    await close();
    expect([...complaints, ...requests]).toEqual([]);
  });

  it('does nothing that a text in it wants', async () => {
    const { page, complaints, requests, close } = await openPage(browser, reportOfAll(harmful));
    await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');
    for (const text of ['<script>', 'onmouseover', '</style>']) {
      await page.getByRole('searchbox').fill(text);
      await page.getByText('findings are shown.').waitFor();
    }
    expect(await page.locator('script, style').count()).toBe(2);
    expect(await page.locator('img, svg, iframe, object, a:not([href^="#"]), [onmouseover], [onerror]').count()).toBe(
      0,
    );
    await close();
    expect([...complaints, ...requests]).toEqual([]);
  });

  it('forbids whatever is not its own', async () => {
    const { page, complaints, close } = await openPage(browser, pageReport);
    await page.evaluate(
      'document.body.append(Object.assign(document.createElement("script"), { textContent: "document.title = \'taken\'" }))',
    );
    expect(await page.title()).toBe('4 resources have drifted from Terraform · stagedrift');
    expect(complaints.join()).toContain('Content Security Policy');
    await close();
  });
});

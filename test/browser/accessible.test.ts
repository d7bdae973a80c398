import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { pageFullOf, pageReport } from '../unit/report/page-sample.ts';
import { checked, reportOf } from '../unit/report/sample.ts';
import { startChromium } from './chromium.ts';
import { openPage } from './opened-page.ts';

const desktop = { viewport: { width: 1200, height: 900 } };
const phone = { viewport: { width: 360, height: 740 } };
const openAll = 'for (const one of document.querySelectorAll("details")) one.open = true';

let browser: Browser;
beforeAll(async () => {
  browser = await startChromium();
});
afterAll(() => browser.close());

/** @returns what axe finds fault with: every rule that it has, those of good practice included */
async function faults(page: Page): Promise<unknown> {
  await page.evaluate(axe.source);
  return page.evaluate(
    'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join("\\n")))',
  );
}

describe('the page of a report is accessible', () => {
  it.each<[string, BrowserContextOptions]>([
    ['light, on a desktop', { ...desktop, colorScheme: 'light' }],
    ['dark, on a desktop', { ...desktop, colorScheme: 'dark' }],
    ['light, on a phone', { ...phone, colorScheme: 'light' }],
    ['dark, on a phone', { ...phone, colorScheme: 'dark' }],
  ])('%s, with everything opened and while it is narrowed', async (_, options) => {
    const { page, close } = await openPage(browser, pageReport, options);
    await page.evaluate(openAll);
    expect(await faults(page)).toEqual([]);
    await page.getByRole('checkbox', { name: 'Reminder' }).check();
    await page.getByText('2 of 17 findings are shown.').waitFor();
    expect(await faults(page)).toEqual([]);
    await close();
  });

  it('where all is in sync, and where texts are none of ours', async () => {
    for (const report of [reportOf(checked('stage.a', { status: 'IN_SYNC' })), pageFullOf('\u202e<b> "\u0000')]) {
      const { page, close } = await openPage(browser, report, desktop);
      await page.evaluate(openAll);
      expect(await faults(page)).toEqual([]);
      await close();
    }
  });

  it('on a screen 360 pixels wide, without scrolling to the side', async () => {
    for (const report of [pageReport, pageFullOf('W'.repeat(300))]) {
      const { page, close } = await openPage(browser, report, phone);
      await page.evaluate(openAll);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
      await close();
    }
  });

  it('without motion for those who want none', async () => {
    const { page, close } = await openPage(browser, pageReport, { ...desktop, reducedMotion: 'reduce' });
    expect(await page.evaluate('getComputedStyle(document.documentElement).scrollBehavior')).toBe('auto');
    expect(await page.evaluate('document.getAnimations().length')).toBe(0);
    await close();
  });
});

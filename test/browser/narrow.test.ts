import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { pageReport, reportOfMany } from '../unit/report/page-sample.ts';
import { startChromium } from './chromium.ts';
import { type OpenedPage, openPage } from './opened-page.ts';

let browser: Browser;
let opened: OpenedPage;
beforeAll(async () => {
  browser = await startChromium();
});
afterAll(() => browser.close());

async function open(report = pageReport): Promise<Page> {
  opened = await openPage(browser, report, { viewport: { width: 1200, height: 900 } });
  return opened.page;
}

/** Ends the test's page; whatever was done with it, nothing may have gone wrong in it. */
async function close(): Promise<void> {
  await opened.close();
  expect(opened.complaints).toEqual([]);
}

const findings = (page: Page) => page.locator('[data-f]:visible');
const says = (page: Page, text: string) => page.locator('#shown').getByText(text, { exact: true }).waitFor();
const focused = (page: Page) => page.locator(':focus');

async function tabTo(page: Page, label: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    const name = await focused(page).evaluateAll((all) =>
      all.map((one) => `${one.closest('label')?.textContent ?? one.textContent}`).join(),
    );
    if (name.startsWith(label)) return;
  }
  throw new Error(`${label} is not reached by the Tab key`);
}

describe('findings are narrowed with the mouse', () => {
  it('by severity, by what they say and by their news; choices of one kind add up, those of different kinds narrow', async () => {
    const page = await open();
    await says(page, 'All 17 findings are shown.');
    await page.getByRole('checkbox', { name: 'High 3' }).click();
    await says(page, '3 of 17 findings are shown.');
    expect(await findings(page).count()).toBe(3);
    await page.getByRole('checkbox', { name: 'Low 3' }).click();
    await says(page, '6 of 17 findings are shown.');
    await page.getByRole('checkbox', { name: 'New 6' }).click();
    await says(page, '2 of 17 findings are shown.');
    expect(await findings(page).locator('code').allTextContents()).toEqual([
      'settings[0].throttling_rate_limit',
      'tags["CostCentre"]',
    ]);
    await page.getByRole('button', { name: 'Show all' }).click();
    await says(page, 'All 17 findings are shown.');
    expect(await page.getByRole('button', { name: 'Show all' }).isVisible()).toBe(false);
    await close();
  });

  it('by a text, which is sought in the stage, the address, the setting and the values', async () => {
    const page = await open();
    const search = page.getByRole('searchbox');
    for (const [text, count] of [
      ['a1b2c3d4e5 LOG_LEVEL', 1],
      ['module.orders throttling', 1],
      ['orders-debug', 1],
      ['opentofu', 1],
      ['team-orders@acme.example', 1],
      ['Took over', 1],
      ['us-east-1', 2],
    ] as const) {
      await search.fill(text);
      await says(page, `${count} of 17 findings are shown.`);
    }
    await close();
  });

  it('and what is left empty is gone: resources, stages and sections', async () => {
    const page = await open();
    await page.getByRole('searchbox').fill('throttling_rate_limit');
    await says(page, '1 of 17 findings are shown.');
    expect(await page.locator('section[data-group]:visible h2').allTextContents()).toEqual(['Drift']);
    expect(await page.locator('h4:visible').allTextContents()).toEqual([
      'module.orders["eu"].aws_api_gateway_method_settings.all',
    ]);
    await page.getByRole('searchbox').fill('no such thing');
    await says(page, 'No finding matches.');
    expect(await findings(page).count()).toBe(0);
    await close();
  });

  it('among four thousand, about as many as a page has', async () => {
    const page = await open(reportOfMany(2_000));
    await says(page, 'All 4,002 findings are shown.');
    await page.getByRole('searchbox').fill('api-1999 log_level');
    await says(page, '1 of 4,002 findings are shown.');
    await page.getByRole('button', { name: 'Show all' }).click();
    await says(page, 'All 4,002 findings are shown.');
    await close();
  });
});

describe('findings are narrowed with the keyboard alone', () => {
  it('by a text and by choices, and shown all again', async () => {
    const page = await open();
    await tabTo(page, 'Search');
    await page.keyboard.type('module.orders');
    await tabTo(page, 'Medium');
    await page.keyboard.press('Space');
    await says(page, '4 of 17 findings are shown.');
    await tabTo(page, 'Changed again');
    await page.keyboard.press('Space');
    await says(page, '2 of 17 findings are shown.');
    await tabTo(page, 'Show all');
    await page.keyboard.press('Enter');
    await says(page, 'All 17 findings are shown.');
    expect(await focused(page).getAttribute('type')).toBe('search');
    await close();
  });

  it('and what has the focus is seen', async () => {
    const page = await open();
    const seen = `(() => {
      const { activeElement: one } = document;
      const shown = one.matches('fieldset input') ? one.nextElementSibling : one;
      const { outlineStyle, outlineWidth } = getComputedStyle(shown);
      return outlineStyle + ' ' + outlineWidth;
    })()`;
    const outlines = new Set<unknown>();
    for (let presses = 0; presses < 40; presses += 1) {
      await page.keyboard.press('Tab');
      outlines.add(await page.evaluate(seen));
    }
    expect([...outlines]).toEqual(['solid 3px']);
    await close();
  });

  it('what was found in numbers leads to its section, and the first link past all that', async () => {
    const page = await open();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await focused(page).getAttribute('id')).toBe('main');
    await page.locator('.tiles a', { hasText: 'resolved' }).press('Enter');
    await page.waitForURL(/#resolved$/);
    await close();
  });

  it('and a command is copied', async () => {
    const page = await open();
    const fix = page.locator('li', { hasText: 'LOG_LEVEL' }).locator('.fix').first();
    await fix.locator('summary').press('Enter');
    const command = (await fix.locator('pre').first().textContent()) ?? '';
    await fix.getByRole('button').first().press('Enter');
    await fix.getByText('Copied').waitFor();
    await page.getByRole('searchbox').focus();
    await page.keyboard.press('ControlOrMeta+V');
    expect(await page.getByRole('searchbox').inputValue()).toBe(command.replaceAll('\n', ' '));
    await close();
  });
});

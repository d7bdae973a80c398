// Writes the pictures of docs/images/ anew, in the machine's Chromium: `node scripts/screenshots.ts`. One row a picture.
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { renderHtml } from '../lib/report/html.ts';
import { createMessage } from '../lib/report/message.ts';
import { renderText } from '../lib/report/text.ts';
import { startChromium } from '../test/browser/chromium.ts';
import { pageReport } from '../test/unit/report/page-sample.ts';
import { mailFrame } from './mail-frame.ts';

const pictures = [
  { file: 'report-page.png', width: 1200, height: 1400, html: () => renderHtml(pageReport) },
  {
    file: 'mail.png',
    width: 1000,
    height: 900,
    html: () => mailFrame(createMessage(pageReport).subject, renderText(pageReport)),
  },
];

const folder = mkdtempSync(join(tmpdir(), 'stagedrift-pictures-'));
const browser = await startChromium();
try {
  mkdirSync('docs/images', { recursive: true });
  for (const { file, width, height, html } of pictures) {
    const source = join(folder, `${file}.html`);
    const path = join('docs/images', file);
    writeFileSync(source, html());
    const page = await browser.newPage({ viewport: { width, height }, colorScheme: 'light' });
    await page.goto(pathToFileURL(source).href);
    await page.screenshot({ path });
    await page.close();
    console.log(`${path}: ${width} x ${height}, ${Math.ceil(statSync(path).size / 1024)} KB`);
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}

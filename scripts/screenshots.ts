// Writes the pictures of docs/images/ again, in the machine's Chromium: `npm run pictures`. One row a picture. What they
// show was sent and kept by the built function, which checked real states against a local AWS.
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startLocalAws } from '@stagedrift/local-aws';
import { startChromium } from '../test/browser/chromium.ts';
import { cardFrame } from './card-frame.ts';
import { createDemoWorld } from './demo-world.ts';
import { mailFrame } from './mail-frame.ts';

const { mail, card, page } = await sent();

const pictures = [
  { file: 'report-page.png', width: 1200, height: 1400, html: page },
  { file: 'mail.png', width: 1000, height: 780, html: mailFrame(mail?.subject ?? '', mail?.body ?? '') },
  { file: 'chat-card.png', width: 900, height: 460, html: cardFrame(card) },
];

const folder = mkdtempSync(join(tmpdir(), 'stagedrift-pictures-'));
const browser = await startChromium();
try {
  mkdirSync('docs/images', { recursive: true });
  for (const { file, width, height, html } of pictures) {
    const source = join(folder, `${file}.html`);
    const path = join('docs/images', file);
    writeFileSync(source, html);
    const tab = await browser.newPage({ viewport: { width, height }, colorScheme: 'light' });
    await tab.goto(pathToFileURL(source).href);
    await tab.screenshot({ path });
    await tab.close();
    console.log(`${path}: ${width} x ${height}, ${Math.ceil(statSync(path).size / 1024)} KB`);
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}

/**
 * Two checks with changes before each, so that some findings are new, some known, and one is over; and the report of a
 * change by its event, with who made it.
 */
async function sent() {
  const aws = await startLocalAws();
  try {
    Object.assign(process.env, aws.environment);
    const world = await createDemoWorld(aws);
    await world.change('basic', '/description', 'temporarily, ask Kim');
    await world.change('cache', '/cacheClusterSize', '1.6');
    await world.check();
    await world.change('basic', '/description', 'basic stage');
    await world.change('basic', '/variables/k1', 'v1-hotfix');
    await world.change(
      'logs',
      '/accessLogSettings/format',
      '{"requestId":"$context.requestId","ip":"$context.identity.sourceIp"}',
    );
    const { cards } = await world.check();
    const byUrgency = cards.filter((one) => JSON.stringify(one).includes('access_log_settings'));
    const page = await world.lastPage();
    const { mails } = await world.changeInConsole('basic', '/tracingEnabled', 'false');
    return { mail: mails[0], card: byUrgency[0], page };
  } finally {
    await aws.stop();
  }
}

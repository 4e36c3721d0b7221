import { findBrowser } from '@kopai/workshop';
import { chromium } from 'playwright-core';
import { serveGuide } from './serve-guide.ts';

const server = await serveGuide();
const { executablePath, args } = await findBrowser(() => undefined);
const browser = await chromium.launch({ executablePath, args: [...args] });
const shots = process.argv.slice(2);
for (const shot of shots) {
  const [path = '', scheme = 'light', width = '1280', full = ''] = shot.split(',');
  const context = await browser.newContext({
    viewport: { width: Number(width), height: 900 },
    colorScheme: scheme as 'light',
  });
  const page = await context.newPage();
  page.on('console', (m) => {
    if (m.type() !== 'info' && m.type() !== 'log') console.log(path, m.type(), m.text());
  });
  page.on('pageerror', (e) => console.log(path, e.message));
  await page.goto(server.guide + path);
  await page.waitForTimeout(2500);
  await page.screenshot({
    path: `/tmp/shot-${path.replace(/\W+/g, '-')}-${scheme}-${width}.png`,
    fullPage: full === 'full',
  });
  await context.close();
}
await browser.close();
await server.close();

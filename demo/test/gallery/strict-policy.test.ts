import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser } from '@kopai/workshop';
import { buildCdn } from '@kopai/workshop/cdn';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { states } from '../../src/gallery/states.ts';
import { choices } from '../../src/gallery/view.ts';
import { type Serving, servePage } from './serve-page.ts';
import type { StrictPage } from './strict-page.ts';

/** The published files in a page whose policy allows its own files and nothing else, with every state shown and used. */

const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "require-trusted-types-for 'script'",
  // The one policy that is needed: templates are our own constants.
  'trusted-types lit-html',
  'report-uri /reports',
].join('; ');

const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Strict</title>
<script type="module" src="/strict-page.js"></script>
<script type="module" src="/cdn/all.js"></script>
${['ar', 'de', 'es', 'ja'].map((language) => `<script type="module" src="/cdn/words/${language}.js"></script>`).join('')}
<body></body></html>`;

declare const strictPage: StrictPage;

let folder: string;
let serving: Serving;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kopai-strict-'));
  await buildCdn(join(folder, 'cdn'));
  await build({
    entryPoints: [fileURLToPath(new URL('strict-page.ts', import.meta.url))],
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['browser'],
    logLevel: 'error',
  });
  serving = await servePage({ headers: { 'content-security-policy': policy }, html, folder });
  const { executablePath, args } = await findBrowser(() => undefined);
  browser = await chromium.launch({ executablePath, args: [...args] });
  page = await browser.newPage({ viewport: { width: 700, height: 2400 }, reducedMotion: 'reduce' });
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await page.goto(serving.url);
});

afterAll(async () => {
  await browser?.close();
  await serving?.close();
  await rm(folder, { recursive: true, force: true });
});

const show = (parameters: Readonly<Record<string, string>>) =>
  page.evaluate((given) => strictPage.show(given), parameters);

async function allIsAllowed(): Promise<void> {
  expect(await page.evaluate(() => strictPage.violations)).toEqual([]);
  expect(serving.reports).toEqual([]);
  expect(complaints).toEqual([]);
}

test('it is the policy that holds here: what is inline is refused', async () => {
  const strict = await browser.newPage();
  await strict.goto(serving.url);
  const refused = await strict.evaluate(() => {
    document.body.setAttribute('style', 'color: red');
    return new Promise<string>((resolve) =>
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), {
        once: true,
      }),
    );
  });
  expect(refused).toBe('style-src-attr');
  await expect.poll(() => serving.reports.splice(0).join()).toContain('style-src');
  await strict.close();
});

test('every state, in every theme and language', async () => {
  for (const [index, { id }] of states.entries()) {
    const theme = choices.theme[index % choices.theme.length] ?? 'house';
    const lang = choices.lang[index % choices.lang.length] ?? 'en';
    await show({ state: id, theme, lang });
  }
  await allIsAllowed();
});

test('a wallet that is used: the top-up, filters and the CSV', async () => {
  await show({ state: 'wallet-full' });
  await page.getByRole('button', { name: 'Top up' }).click();
  await page.getByRole('radio', { name: /500 credits/ }).check();
  await page.getByLabel('Activity').first().waitFor();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export CSV' }).click();
  expect((await download).suggestedFilename()).toMatch(/\.csv$/);
  await page.getByRole('combobox').first().selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Set up' }).click();
  await page.getByText('What the plans include').click();
  await allIsAllowed();
});

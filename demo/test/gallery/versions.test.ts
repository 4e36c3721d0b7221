import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from '@kopai/workshop';
import { atEnd } from '@kopai/workshop/at-end';
import { buildCdn } from '@kopai/workshop/cdn';
import { chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Serving, servePage } from './serve-page.ts';

/** Two versions of the published files on one page, as happens where several teams build it. */

const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Two versions</title>
<body><kopai-cost-badge agent="brand-voice">a price</kopai-cost-badge></body></html>`;

const older = '0.1.0-older';
const newer = '0.2.0-newer';

let folder: string;
let serving: Serving;
let page: Page;
const warnings: string[] = [];
const errors: string[] = [];
const asked: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kopai-versions-'));
  const only = ['all', 'cost-badge'];
  await buildCdn(join(folder, 'older'), { version: older, only });
  await buildCdn(join(folder, 'newer'), { version: newer, only });
  serving = await servePage({ headers: {}, html, folder });
  const { executablePath, args } = await findBrowser(() => undefined);
  const browser = await chromium.launch({ executablePath, args: [...args] });
  atEnd(() => browser.close());
  page = await browser.newPage();
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (message) => {
    if (message.type() === 'warning') warnings.push(message.text());
  });
  // Two servers that name a price each.
  await page.route('**/v1/quotes*', (route) => {
    const { host } = new URL(route.request().url());
    asked.push(host);
    const total = host.startsWith('older') ? '1' : '2';
    const freeMessages = { included: 0, remaining: null };
    const quote = {
      agentId: 'brand-voice',
      total,
      infra: total,
      addOn: '0',
      freeMessages,
      expiresAt: '2035-01-01T00:00:00Z',
    };
    return route.fulfill({ json: { data: [quote] }, headers: { 'access-control-allow-origin': '*' } });
  });
  await page.goto(serving.url);
});

afterAll(async () => {
  await serving?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Imports a file of a version and calls its `configureKopai`. */
const configure = (version: string, baseUrl: string) =>
  page.evaluate(
    `import('/${version}/cost-badge.js').then(({ configureKopai }) => configureKopai({ baseUrl: '${baseUrl}' }))`,
  );

test('the first version stays, and a warning names both', async () => {
  await configure('older', 'https://older.invalid');
  await page.getByText('1 credit / message').waitFor();
  await configure('newer', 'https://older.invalid');
  expect(warnings).toEqual([`<kopai-cost-badge> is already defined by version ${older}; ${newer} is not used.`]);
});

test('whichever version is told of a server, the elements hear of it', async () => {
  await configure('newer', 'https://newer.invalid');
  await page.getByText('2 credits / message').waitFor();
  await configure('older', 'https://older.invalid');
  await page.getByText('1 credit / message').waitFor();
  expect(new Set(asked)).toEqual(new Set(['older.invalid', 'newer.invalid']));
});

test('everything of both versions beside each other throws nothing', async () => {
  await page.evaluate("import('/newer/all.js').then(() => import('/older/all.js')).then(() => undefined)");
  await page.evaluate(async () => {
    for (const name of ['kopai-wallet', 'kopai-topup', 'kopai-chart', 'kopai-plan']) {
      document.body.append(document.createElement(name));
    }
    await Promise.all(['kopai-wallet', 'kopai-topup'].map((name) => customElements.whenDefined(name)));
  });
  await page.locator('kopai-wallet').getByText('Sign in to see this wallet.').first().waitFor();
  await configure('older', 'https://newer.invalid');
  await page.locator('kopai-wallet').getByText('Sign in to see this wallet.').first().waitFor();
  expect(errors).toEqual([]);
  for (const warning of warnings) expect(warning).toMatch(/is already defined by version/);
});

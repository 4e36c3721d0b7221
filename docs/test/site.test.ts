import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createWorld } from '@kopai/mocks';
import { environmentWith } from '@kopai/workshop';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DOCS } from '../src/docs-folder.ts';
import { runVite } from './built-example.ts';
import { openBrowser } from './open-browser.ts';
import { type GuideServer, serveGuide } from './serve-guide.ts';
import { serveWorld } from './serve-world.ts';
import { siteOf } from './site-of.ts';

const visit = await openBrowser();
const dist = join(DOCS, '.vitepress/dist');
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A page of each kind. */
const kinds = [
  'index.html',
  'guide/theming.html',
  'guide/charging.html',
  'guide/stripe.html',
  'decisions/0006-quotes-bind.html',
  'reference/elements/kopai-wallet.html',
  'reference/api/charges.html',
  'reference/errors.html',
  'reference/sdk/index.html',
];

describe('the site, as the server serves it', () => {
  let server: GuideServer;

  beforeAll(async () => {
    // A test's environment says so in NODE_ENV, and a site that is built with it is not the one that is served.
    const env = environmentWith({ NODE_ENV: 'production' });
    await promisify(execFile)(process.execPath, ['src/build.ts', '--if-changed'], { cwd: DOCS, env });
    server = await serveGuide();
  });
  afterAll(() => server.close());

  test('every page opens under the server’s policy without a complaint, and fits 320 px', async () => {
    const { page, complaints } = await visit(server.guide);
    await page.setViewportSize({ width: 320, height: 640 });
    const pages = globSync('**/*.html', { cwd: dist }).filter((path) => !/^reference\/sdk\/.+\//.test(path));
    expect(pages.length).toBeGreaterThan(60);
    for (const path of pages) {
      await page.goto(server.guide + path, { waitUntil: 'load' });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) complaints.push(`${path} is ${wide} px wider than 320 px`);
    }
    expect(complaints).toEqual([]);
  });

  test('no link and no anchor is dead', () => {
    const ids = new Map<string, Set<string>>();
    const paths = new Set(globSync('**/*.*', { cwd: dist }));
    const htmlOf = (path: string) => readFileSync(join(dist, path), 'utf8');
    const idsOf = (path: string) => {
      const known = ids.get(path) ?? new Set(Array.from(htmlOf(path).matchAll(/\sid="([^"]+)"/g), ([, id = '']) => id));
      ids.set(path, known);
      return known;
    };
    const dead: string[] = [];
    for (const path of globSync('**/*.html', { cwd: dist })) {
      for (const [, href = ''] of htmlOf(path).matchAll(/<a\b[^>]*\shref="([^"]+)"/g)) {
        const { pathname, origin, hash } = new URL(href.replaceAll('&amp;', '&'), `http://guide/docs/guide/${path}`);
        if (origin !== 'http://guide') continue;
        const file = pathname.replace('/docs/guide/', '').replace(/(^|\/)$/, '$1index.html');
        if (!paths.has(file)) dead.push(`${path} -> ${href}`);
        else if (hash && !idsOf(file).has(decodeURIComponent(hash.slice(1)))) dead.push(`${path} -> ${href}`);
      }
    }
    expect(dead).toEqual([]);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`a page of each kind meets WCAG in ${colorScheme}`, async () => {
      const found: string[] = [];
      for (const path of kinds) {
        const { page } = await visit(server.guide + path);
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.waitForLoadState('networkidle');
        found.push(...(await violationsOf(page)).map((text) => `${path} ${text}`));
        await page.context().close();
      }
      expect(found).toEqual([]);
    });
  }

  test('a language model finds everything as text', async () => {
    const brief = await (await fetch(`${server.guide}llms.txt`)).text();
    expect(brief).toContain('<kopai-wallet>');
    expect(brief).toContain('POST /v1/charges');
    const whole = await (await fetch(`${server.guide}llms-full.txt`)).text();
    expect(whole).toContain('await kopai.charges.withHold');
    expect(whole).not.toContain('<<< @');
  });

  test('search finds payouts', async () => {
    const { page, complaints } = await visit(server.guide);
    await page.getByRole('button', { name: 'Search' }).first().click();
    await page.getByRole('searchbox').fill('payout');
    await page.locator('.result', { hasText: 'Creators and payouts' }).first().waitFor();
    expect(complaints).toEqual([]);
  });

  test('what is not there says so in the site’s own words', async () => {
    const { page } = await visit(server.guide);
    const answer = await page.goto(`${server.guide}guide/nothing.html`);
    expect(answer?.status()).toBe(404);
    await page.getByText('There is no such page').waitFor();
  });

  test('the playground changes the element, and its program gives another page the same look', async () => {
    const { page, complaints } = await visit(`${server.guide}guide/theming.html`);
    // A colour on its way to another is neither.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const wallet = page.locator('.playground-place kopai-wallet');
    await wallet.getByRole('button', { name: 'Top up' }).waitFor();
    await page.getByRole('combobox', { name: 'Theme' }).selectOption('paper');
    await page.getByLabel('Accent colour').fill('#7a1fa2');
    await page.getByLabel('Corners in pixels').fill('3');
    await page.getByLabel('Size of text in pixels').fill('17');
    const look = await lookOf(page, '.playground-place kopai-wallet');
    expect(look).toMatchObject({ background: 'rgb(122, 31, 162)', radius: '3px', fontSize: '17px' });
    expect(await lookElsewhere((await page.locator('.playground-code code').textContent()) ?? '')).toEqual(look);

    await page.getByRole('combobox', { name: 'Language' }).selectOption('ar');
    await wallet.getByText('الرصيد').first().waitFor();
    await page.getByRole('combobox', { name: 'Scheme' }).selectOption('dark');
    expect(await wallet.evaluate((element) => getComputedStyle(element).colorScheme)).toBe('dark');
    expect(complaints).toEqual([]);
  });
});

/** What axe finds on a page: WCAG A and AA, without a rule that is an experiment and counts the search button's shortcut as its name. It comes past the page's policy, as a person with their own tools does. */
async function violationsOf(page: Page): Promise<string[]> {
  const client = await page.context().newCDPSession(page);
  await client.send('Runtime.evaluate', { expression: axeSource });
  const { result } = await client.send('Runtime.evaluate', {
    expression: `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'],
      rules: { 'label-content-name-mismatch': { enabled: false } } }).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ': ' + target + ' ' + failureSummary)))`,
    awaitPromise: true,
    returnByValue: true,
  });
  return result.value as string[];
}

/** How a wallet's button looks, and the text of the wallet. */
const lookOf = (page: Page, selector: string) =>
  page.locator(selector).evaluate((wallet) => {
    const button = wallet.shadowRoot?.querySelector('button.primary') ?? wallet.shadowRoot?.querySelector('button');
    const style = getComputedStyle(button as Element);
    return {
      background: style.backgroundColor,
      color: style.color,
      radius: style.borderTopLeftRadius,
      fontFamily: getComputedStyle(wallet).fontFamily,
      fontSize: getComputedStyle(wallet).fontSize,
    };
  });

/** The look of a wallet on another page that runs this program. */
async function lookElsewhere(code: string) {
  const built = await mkdtemp(join(tmpdir(), 'kopai-look-'));
  try {
    await runVite(join(DOCS, 'test/look'), built);
    const url = await serveWorld(createWorld(), siteOf(['/', built]));
    const { page } = await visit(url);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.evaluate((text) => Reflect.get(window, 'runProgram')(text), code);
    await page.locator('kopai-wallet').getByRole('button', { name: 'Top up' }).waitFor();
    return await lookOf(page, 'kopai-wallet');
  } finally {
    await rm(built, { recursive: true, force: true });
  }
}

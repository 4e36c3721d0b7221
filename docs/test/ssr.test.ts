import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorld, mockFetch } from '@kopai/mocks';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { Kopai } from '../examples/next/app/kopai.tsx';
import RootLayout from '../examples/next/app/layout.tsx';
import Page from '../examples/next/app/page.tsx';
import { runVite } from './built-example.ts';
import { openBrowser } from './open-browser.ts';
import { serveWorld } from './serve-world.ts';
import { siteOf } from './site-of.ts';

const visit = await openBrowser();

describe('a page that a server renders', () => {
  let built: string;
  beforeAll(async () => {
    built = await mkdtemp(join(tmpdir(), 'kopai-ssr-'));
    await runVite(join(import.meta.dirname, 'next'), built);
    return () => rm(built, { recursive: true, force: true });
  });
  afterEach(() => vi.unstubAllGlobals());

  /** The page's markup, with prices from a world. */
  async function rendered(world = createWorld()): Promise<string> {
    vi.stubGlobal('fetch', mockFetch(world));
    return renderToString(createElement(Kopai, null, await Page()));
  }

  test('imports elements and wrappers without a browser, and names them in its markup', async () => {
    const html = await rendered();
    expect(html).toContain('<kopai-provider base-url="https://credits.example.com">');
    expect(html).toContain('<kopai-cost-badge agent="tax-helper" details="">7 credits / message</kopai-cost-badge>');
    expect(html).toContain('<kopai-wallet wallet="me"></kopai-wallet>');
    expect(renderToString(createElement(RootLayout, null, 'x'))).toContain('<kopai-provider');
  });

  test('has the right prices without JavaScript', async () => {
    const url = await serve(await rendered());
    const { page } = await visit(url, { javaScriptEnabled: false });
    expect(await page.locator('kopai-cost-badge').allTextContents()).toEqual([
      '7 credits / message',
      '0.5 credits / message',
    ]);
  });

  test('is taken over by the browser without a word of complaint, and lives', async () => {
    const url = await serve(await rendered());
    const { page, complaints } = await visit(url);
    await page.locator('kopai-wallet').getByRole('button', { name: 'Top up' }).click();
    await page.locator('kopai-wallet').getByRole('radio').first().waitFor();
    expect(complaints).toEqual([]);
  });

  /** The built page with the server's markup in it. */
  async function serve(html: string): Promise<string> {
    const cards = [
      { id: 'tax-helper', name: 'Tax helper', price: '7 credits / message' },
      { id: 'brand-voice', name: 'Brand voice', price: '0.5 credits / message' },
    ];
    const site = siteOf(['/', built]);
    return serveWorld(createWorld(), (url) => (path) => {
      const file = site(url)(path);
      if (path !== '/' || !file) return file;
      const filled = String(file.body)
        .replace('<!--page-->', () => html.replaceAll('https://credits.example.com', url))
        .replace('"cards"', () => JSON.stringify(cards));
      return { ...file, body: filled };
    });
  }
});

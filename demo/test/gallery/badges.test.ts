import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { cardsMost } from '../../src/gallery/badge-cards.ts';
import { type Gallery, openGallery } from './open-gallery.ts';

/** What 500 badges ask of a server and of a browser, counted where it happens. */

let gallery: Gallery;
beforeAll(async () => {
  gallery = await openGallery();
});

const path = '/gallery/badges';

const counted = async (page: Page, name: string) => Number(await page.locator(`[data-count=${name}]`).textContent());

async function countsOf(page: Page): Promise<Readonly<Record<string, number>>> {
  await page.locator('[data-counted]').waitFor();
  const names = ['quoteRequests', 'observers', 'writes', 'sessions', 'shift'];
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await counted(page, name)])));
}

/** What badges say, by their agents' names: from the page's HTML, or from the element where it is defined. */
const textsOf = (page: Page) =>
  page
    .locator('kopai-cost-badge')
    .evaluateAll((badges) =>
      badges.map((badge) => (badge.shadowRoot?.querySelector('[part=price]') ?? badge).textContent?.trim()),
    );

test('one screen of them is one request, and the same prices again write nothing', async () => {
  const { page, complaints } = await gallery.open(path, { viewport: { width: 1280, height: 800 } });
  expect(await countsOf(page)).toEqual({ quoteRequests: 1, observers: 1, writes: 0, sessions: 1, shift: 0 });
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('all 500 in view are five requests', async () => {
  const { page, complaints } = await gallery.open(path, { viewport: { width: 1280, height: 12_000 } });
  expect(await countsOf(page)).toEqual({ quoteRequests: 5, observers: 1, writes: 0, sessions: 1, shift: 0 });
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('without scripts every price is there, and scripts change none of them', async () => {
  const { page: plain } = await gallery.open(path, { javaScriptEnabled: false });
  const written = await plain.locator('kopai-cost-badge').allTextContents();
  expect(written).toHaveLength(cardsMost);
  await plain.context().close();
  const { page } = await gallery.open(path, { viewport: { width: 1280, height: 12_000 } });
  await page.locator('[data-counted]').waitFor();
  expect(await textsOf(page)).toEqual(written);
  await page.context().close();
});

test('two tabs with a wallet, badges and a balance in the header share one live stream', async () => {
  const { page } = await gallery.open(path);
  await page.locator('[data-counted]').waitFor();
  await expect.poll(() => counted(page, 'streams')).toBe(1);
  const second = await page.context().newPage();
  await second.goto(page.url());
  await second.locator('[data-counted]').waitFor();
  await second.getByText('Balance: 6').waitFor();
  expect(await counted(second, 'streams')).toBe(0);
  expect(await counted(second, 'sessions')).toBe(1);
  // The tab that led is closed, and the other one takes over.
  await page.close();
  await expect.poll(() => counted(second, 'streams')).toBe(1);
  await second.context().close();
});

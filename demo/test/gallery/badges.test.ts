import { type Gate, passes, tableOf } from '@kopai/workshop';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cardsMost } from '../../src/gallery/badge-cards.ts';
import { type Gallery, openGallery } from './open-gallery.ts';

/** What 500 badges ask of a server and of a browser, counted where it happens. */

let gallery: Gallery;
beforeAll(async () => {
  gallery = await openGallery();
});

/** What was counted, for the table at the end. */
const gates: Gate[] = [];
afterAll(() => console.log(['', ...tableOf(gates), ''].join('\n')));

/** Counts have no floor but what they are for: one for each screen, or for each hundred ids that a request may ask for. */
function expectWithin(unit: Gate['unit'], name: string, measured: number, limit: number, floor: number): void {
  const gate: Gate = { name, unit, limit, measured, floor };
  gates.push(gate);
  expect(passes(gate), `${name}: ${measured} of at most ${limit}`).toBe(true);
}

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
  const { quoteRequests = Number.NaN, writes = Number.NaN, ...others } = await countsOf(page);
  expectWithin('requests', 'one screen of badges', quoteRequests, 1, 1);
  expectWithin('writes', 'the same prices again, to the DOM', writes, 0, 0);
  expect(others).toEqual({ observers: 1, sessions: 1, shift: 0 });
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('all 500 in view are five requests', async () => {
  const { page, complaints } = await gallery.open(path, { viewport: { width: 1280, height: 12_000 } });
  const { quoteRequests, writes, observers, sessions, shift } = await countsOf(page);
  expectWithin('requests', '500 badges in view', quoteRequests ?? Number.NaN, 5, 5);
  expectWithin('observers', 'a page of 500 badges', observers ?? Number.NaN, 1, 1);
  expectWithin('', 'session fetches of a page', sessions ?? Number.NaN, 1, 1);
  expectWithin('', 'layout shift by upgrades', shift ?? Number.NaN, 0, 0);
  expect(writes).toBe(0);
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
  const streams = (await counted(page, 'streams')) + (await counted(second, 'streams'));
  expectWithin('streams', 'two tabs of one browser', streams, 1, 1);
  expect(await counted(second, 'sessions')).toBe(1);
  // The tab that led is closed, and the other one takes over.
  await page.close();
  await expect.poll(() => counted(second, 'streams')).toBe(1);
  await second.context().close();
});

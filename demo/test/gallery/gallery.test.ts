import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { states } from '../../src/gallery/states.ts';
import { axeFaultsOf, overflowsOf } from './faults-of.ts';
import { type GalleryTab, openGallery } from './open-gallery.ts';
import { Pictures } from './pictures.ts';

/** Every element in every state, as people see it: in light, dark, forced colours, a narrow column, and from right to left. */

/** Two cores: a tab for each. */
const tabsMost = 2;
const free: GalleryTab[] = [];
const waiting: ((tab: GalleryTab) => void)[] = [];
const pictures = new Pictures();
const stage = '.stage';

beforeAll(async () => {
  const gallery = await openGallery();
  for (let tab = 0; tab < tabsMost; tab++) free.push(await gallery.open('/gallery'));
});

afterAll(() => pictures.close());

async function inTab<T>(run: (tab: GalleryTab) => Promise<T>): Promise<T> {
  const tab = free.pop() ?? (await new Promise<GalleryTab>((resolve) => waiting.push(resolve)));
  try {
    return await run(tab);
  } finally {
    const next = waiting.shift();
    if (next) next(tab);
    else free.push(tab);
  }
}

async function faultsIn(tab: GalleryTab, state: string): Promise<readonly string[]> {
  const { page, complaints } = tab;
  const faults: string[] = [];
  const picture = async (look: string) => {
    const clip = await page.locator(stage).boundingBox();
    if (!clip) throw new Error('there is no stage');
    faults.push(...pictures.faultsOf(`${state} ${look}`, await page.screenshot({ clip })));
  };
  const fits = async (look: string) => {
    faults.push(...(await overflowsOf(page, stage)).map((fault) => `${look}: ${fault}`));
  };
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
  await tab.show({ state });
  await picture('light');
  await fits('light');
  faults.push(...(await axeFaultsOf(page, stage)));
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture('dark');
  faults.push(...(await axeFaultsOf(page, stage, ['color-contrast'])));
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
  await picture('forced');
  await page.emulateMedia({ forcedColors: 'none' });
  await page.locator('[data-room]').evaluate((room) => room.setAttribute('data-width', '320'));
  await picture('narrow');
  await fits('narrow');
  await tab.show({ state, lang: 'ar', width: '320' });
  await fits('Arabic, narrow');
  await page.locator('[data-room]').evaluate((room) => room.setAttribute('data-width', '640'));
  await picture('rtl');
  await fits('rtl');
  faults.push(...(await axeFaultsOf(page, stage)));
  return [...faults, ...complaints.splice(0)];
}

describe.concurrent('the gallery', { timeout: 120_000 }, () => {
  test.each(states.map(({ id }) => id))('%s', async (id) => {
    expect(await inTab((tab) => faultsIn(tab, id))).toEqual([]);
  });
});

/**
 * From shapes to everything, answers taking their time, and how far things may move: not at all where the size is known ahead. What a plan
 * says about its standing, and what a wallet holds or owes, is a line that nobody knows before.
 */
const arrivals = [
  { state: 'topup-packs', most: 0, height: 800 },
  { state: 'wallet-creator', most: 0, height: 800 },
  { state: 'wallet-creator', most: 0, height: 3200 },
  { state: 'chart-spending', most: 0, height: 800 },
  { state: 'history-full', most: 0, height: 800 },
  { state: 'plan-free', most: 0.01, height: 800 },
  { state: 'wallet-full', most: 0.1, height: 800 },
];

test.each(arrivals)(
  'nothing moves from shapes to what takes their place: $state, $height',
  async ({ state, most, height }) => {
    await inTab(async ({ page, show }) => {
      await page.setViewportSize({ width: 1040, height });
      await show({ state: 'wallet-loading' });
      // From here on the tab is at rest: what counts is what moves between the shapes and what takes their place.
      const coming = show({ state, delay: '200' });
      await page.waitForFunction(() => document.querySelector('[data-stage=busy]')?.querySelector('*'));
      await page.waitForTimeout(80);
      await page.evaluate(() => {
        // The code below the stage is the gallery's own: a host decides what moves when an element grows.
        for (const own of document.querySelectorAll<HTMLElement>('main h2, main pre')) own.hidden = true;
        const seen = Object.assign(globalThis, { moved: 0 });
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) seen.moved += (entry as PerformanceEntry & { value: number }).value;
        }).observe({ type: 'layout-shift' });
      });
      await coming;
      expect(await page.evaluate(() => Reflect.get(globalThis, 'moved'))).toBeLessThanOrEqual(most);
      await page.setViewportSize({ width: 1040, height: 3200 });
    });
  },
);

import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { type GalleryTab, openGallery } from './open-gallery.ts';

/** The elements that hold others, by keyboard alone: what Tab comes to, in this order, and where the focus is afterwards. */

let tab: GalleryTab;
let page: Page;

beforeAll(async () => {
  const gallery = await openGallery();
  tab = await gallery.open('/gallery');
  page = tab.page;
});

/** What has the focus, by what it says; through all shadow trees. */
const focused = () =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    if (active instanceof HTMLSelectElement)
      return active.getAttribute('aria-label') ?? active.labels[0]?.textContent?.trim();
    if (active instanceof HTMLInputElement) return active.closest('label')?.textContent?.replace(/\s+/g, ' ').trim();
    return (active?.getAttribute('aria-label') ?? active?.textContent ?? '').replace(/\s+/g, ' ').trim();
  });

/** Puts the focus right before the stage, and presses Tab so many times. */
async function stops(count: number): Promise<readonly unknown[]> {
  await page.locator('.choices select').last().focus();
  const seen: unknown[] = [];
  for (let stop = 0; stop < count; stop++) {
    await page.keyboard.press('Tab');
    seen.push(await focused());
  }
  return seen;
}

test('a wallet is walked from top to bottom, and every stop has a name', async () => {
  await tab.show({ state: 'wallet-busy' });
  const seen = await stops(10);
  expect(seen.slice(0, 2)).toEqual(['Top up', 'Show as a table']);
  expect(seen).toContain('Upgrade to Pro');
  expect(seen).toContain('Export CSV');
  for (const name of seen) expect(name).toBeTruthy();
  expect(seen.indexOf('Upgrade to Pro')).toBeLessThan(seen.indexOf('Export CSV'));
});

test('topping up begins at the chosen pack, is chosen with arrows, and closing returns to where it was opened', async () => {
  await tab.show({ state: 'wallet-busy' });
  await stops(1);
  await page.keyboard.press('Enter');
  await expect.poll(focused).toContain('150 credits');
  await page.keyboard.press('ArrowDown');
  await expect.poll(focused).toContain('500 credits');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect.poll(focused).toContain('50 credits');
  await page.keyboard.press('Tab');
  await expect.poll(focused).toBe('Pay $5.00');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await expect.poll(focused).toBe('Close');
  await page.keyboard.press('Space');
  await expect.poll(focused).toBe('Top up');
});

test('a history is filtered and continued without a pointer', async () => {
  await tab.show({ state: 'history-more' });
  const seen = await stops(3);
  expect(seen).toContain('Export CSV');
  const more = page.getByRole('button', { name: 'Load more' });
  const rows = page.locator('kopai-transactions [part=row]');
  const before = await rows.count();
  await more.focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => rows.count()).toBeGreaterThan(before);
  await expect.poll(focused).toBe('Load more');
});

test('the first thing that is wrong in a form gets the focus', async () => {
  await tab.show({ state: 'earnings-ready' });
  const field = page.getByRole('spinbutton', { name: 'Amount in credits' });
  await field.focus();
  await page.keyboard.type('1000');
  await page.keyboard.press('Enter');
  await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true');
  expect(await field.evaluate((input) => (input.getRootNode() as ShadowRoot).activeElement === input)).toBe(true);
});

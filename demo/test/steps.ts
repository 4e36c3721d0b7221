import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** What visitors do and see on the demo's pages, over and over. */

export const balance = (page: Page) => page.locator('[data-balance]').textContent();

/** Waits for the live balance in the header. */
export const shows = (page: Page, credits: string) =>
  expect.poll(() => balance(page), { timeout: 10_000 }).toBe(credits);

export const card = (page: Page, name: string) =>
  page.locator('.card', { has: page.getByRole('heading', { name, exact: true }) });

export const said = async (place: Locator) => (await place.textContent())?.replace(/\s+/g, ' ').trim();

/** Waits for a text in the wallet that can be seen; its filters have the same words in them. */
export const inWallet = (page: Page, text: string) =>
  page.locator('kopai-wallet').getByText(text).filter({ visible: true }).first().waitFor();

/** Sends a message and waits for its answer: the note under it says what it cost. */
export async function send(page: Page, text: string): Promise<string> {
  const answers = page.locator('.turn.agent:not(.thinking)');
  const before = await answers.count();
  await page.locator('[data-composer][data-ready]').waitFor({ state: 'attached' });
  await page.getByRole('textbox', { name: 'Message to' }).fill(text);
  await page.keyboard.press('Enter');
  await answers.nth(before).waitFor();
  return (await said(answers.nth(before).locator('.note'))) ?? '';
}

/** Does what the visitor does on a hosted page of the simulator, and gives the id of the checkout session if it is one. */
export async function atStripe(page: Page, simulatorUrl: string, button: RegExp): Promise<string | undefined> {
  await page.waitForURL((url) => url.href.startsWith(simulatorUrl));
  const sessionId = /cs_test_\w+/.exec(page.url())?.[0];
  await page.getByRole('button', { name: button }).click();
  return sessionId;
}

/** Presses a button of the simulation panel, and waits for the page to be there again. */
export async function simulate(page: Page, button: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Simulation' }).click();
  const done = page.waitForResponse((response) => response.url().endsWith('/simulation'));
  await page.locator('#simulation').getByRole('button', { name: button }).click();
  expect((await done).status()).toBe(303);
  await page.waitForLoadState();
}

import { join } from 'node:path';
import type { KopaiTopupRedirectEvent } from '@kopai/elements';
import { createWorld, type World } from '@kopai/mocks';
import { describe, expect, test } from 'vitest';
import { DOCS } from '../src/docs-folder.ts';
import { builtElements } from './built-elements.ts';
import { buildExample } from './built-example.ts';
import { openBrowser } from './open-browser.ts';
import { serveWorld } from './serve-world.ts';
import { siteOf } from './site-of.ts';

const visit = await openBrowser();

const examples: Readonly<Record<string, () => Promise<ReturnType<typeof siteOf>>>> = {
  'plain HTML': async () =>
    siteOf(['/kopai/', await builtElements()], ['/', join(DOCS, 'examples/html')], ['/', join(DOCS, 'examples')]),
  'React 19': async () => siteOf(['/', await buildExample('react')]),
  'React 18': async () => siteOf(['/', await buildExample('react', join(DOCS, 'test/react-18.config.ts'))]),
  Vue: async () => siteOf(['/', await buildExample('vue')]),
  Svelte: async () => siteOf(['/', await buildExample('svelte')]),
};

for (const [name, open] of Object.entries(examples)) {
  describe(name, () => {
    test('shows the price on the card and the wallet, and hears of a top-up', async () => {
      const world = createWorld();
      const url = await serveWorld(world, await open());
      const { page, complaints } = await visit(url);
      const badge = page.locator('kopai-cost-badge');
      await badge.getByRole('button').click();
      await page.getByText('Publisher add-on').waitFor();
      await page.keyboard.press('Escape');
      await page.locator('kopai-wallet').getByText('6', { exact: true }).first().waitFor();
      await topUp(page, world);
      await page.getByText(/Thank you! Top-up top_\w+ has landed/).waitFor();
      expect(complaints).toEqual([]);
    });
  });
}

/** Buys the first pack: the checkout is the world's, so paying is a word to it, and coming back is a visit. */
async function topUp(page: Awaited<ReturnType<typeof visit>>['page'], world: World): Promise<void> {
  const wallet = page.locator('kopai-wallet');
  await wallet.getByRole('button', { name: 'Top up' }).click();
  await wallet.getByRole('radio').first().check();
  const leaving = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener(
          'kopai-topup-redirect',
          (event) => {
            event.preventDefault();
            resolve((event as KopaiTopupRedirectEvent).topup.id);
          },
          { once: true },
        );
      }),
  );
  await wallet.getByRole('button', { name: /^Pay/ }).click();
  await page.goto(world.pay(await leaving));
}

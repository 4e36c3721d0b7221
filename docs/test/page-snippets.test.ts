import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorld } from '@kopai/mocks';
import { beforeAll, describe, expect, test } from 'vitest';
import { DOCS } from '../src/docs-folder.ts';
import { builtElements } from './built-elements.ts';
import { runVite } from './built-example.ts';
import { openBrowser } from './open-browser.ts';
import { serveWorld } from './serve-world.ts';
import { siteOf } from './site-of.ts';

const visit = await openBrowser();
const policy = readFileSync(join(DOCS, 'snippets/page/policy.txt'), 'utf8').trim();

describe('snippets of pages', () => {
  let built: string;
  beforeAll(async () => {
    built = await mkdtemp(join(tmpdir(), 'kopai-page-snippets-'));
    await runVite(join(DOCS, 'test/page'), built);
    return () => rm(built, { recursive: true, force: true });
  });

  const open = async (hash: string) => visit(`${await serveWorld(createWorld(), siteOf(['/', built]))}/#${hash}`);

  test('appearance.ts, with tokens.css over it', async () => {
    const { page, complaints } = await open('appearance');
    const style = () => page.locator('kopai-wallet').evaluate((wallet) => getComputedStyle(wallet));
    await page.locator('kopai-wallet').getByText('6', { exact: true }).first().waitFor();
    expect(
      await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--kopai-radius')),
    ).toBe('2px');
    // The page's own stylesheet wins over the appearance.
    const accent = await page.evaluate(() =>
      getComputedStyle(document.documentElement).getPropertyValue('--kopai-color-accent'),
    );
    expect(accent).toContain('#dc9bf5');
    expect((await style()).fontFamily).toContain('Palatino');
    const spacing = await page
      .locator('kopai-wallet')
      .evaluate(
        (wallet) => getComputedStyle(wallet.shadowRoot?.querySelector('[part~=balance]') as Element).letterSpacing,
      );
    expect(spacing).toMatch(/^-/);
    expect(await page.evaluate(() => JSON.stringify(Reflect.get(window, 'forStripe')))).toContain('"theme":"night"');
    expect(complaints).toEqual([]);
  });

  test('languages.ts: Arabic on an English page, and words of one’s own', async () => {
    const { page, complaints } = await open('languages');
    await page.locator('kopai-wallet').first().getByRole('button', { name: 'Buy credits' }).waitFor();
    await page.locator('[lang=ar] kopai-wallet').getByText('الرصيد').first().waitFor();
    expect(complaints).toEqual([]);
  });

  test('live-balance.ts: a balance in the header, and badges that ask again', async () => {
    const { page, complaints } = await open('live-balance');
    await page.locator('#balance').getByText('6 credits').waitFor();
    const asked = page.waitForRequest(/v1\/quotes/);
    await page.evaluate(() => Reflect.get(window, 'messageWasCharged')());
    await asked;
    expect(complaints).toEqual([]);
  });

  test('signing-in.ts: everything starts anew', async () => {
    const { page, complaints } = await open('signing-in');
    await page.locator('kopai-wallet').getByText('6', { exact: true }).first().waitFor();
    const asked = page.waitForRequest(/api\/kopai-session/);
    await page.evaluate(() => Reflect.get(window, 'startAnew')());
    await asked;
    expect(complaints).toEqual([]);
  });

  test('embedded.html: packs that are paid inside the page', async () => {
    const { page } = await open('embedded');
    await page.locator('kopai-topup[ui-mode=embedded]').getByRole('radio').first().waitFor();
  });
});

test('policy.txt is enough: the example of plain HTML runs under it without a word', async () => {
  const cdn = await builtElements();
  const site = siteOf(['/kopai/', cdn], ['/', join(DOCS, 'examples/html')], ['/', join(DOCS, 'examples')]);
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
  const url = await serveWorld(createWorld(), (origin) => (path) => {
    const file = site(origin)(path);
    if (!file?.type.startsWith('text/html')) return file;
    return { ...file, body: String(file.body).replace('<meta charset', `${meta}<meta charset`) };
  });
  const { page, complaints } = await visit(url);
  await page.locator('kopai-cost-badge').getByRole('button').click();
  await page.getByText('Publisher add-on').waitFor();
  await page.locator('kopai-wallet').getByText('6', { exact: true }).first().waitFor();
  expect(complaints).toEqual([]);
});

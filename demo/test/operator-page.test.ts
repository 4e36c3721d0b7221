import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '@kopai/server/config';
import { type Serving, serve } from '@kopai/server/main';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFaultsOf, overflowsOf } from './gallery/faults-of.ts';
import { openBrowser, type Tabs } from './tabs.ts';

describe('the operator’s page', () => {
  let folder: string;
  let serving: Serving;
  let visitor: (options?: object) => Promise<Tabs>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kopai-operator-'));
    const settings = { PORT: '0', KOPAI_DATA_DIR: folder, KOPAI_DEMO: '1', LOG_LEVEL: 'silent' };
    serving = await serve(readConfig(settings));
    visitor = await openBrowser(() => serving.url);
    await serving.app.services.pool.query(
      `insert into stripe_events (endpoint, event_id, type, body, received_at, attempts, last_error, dead_at)
       values ('platform', 'evt_dead', 'customer.created', '{"type":"customer.created"}', now(), 16, $1, now())`,
      ['Error: <img src=x onerror=alert(1)> a text without a space in it, '.repeat(4)],
    );
    // The widest that a table has to hold: an amount with all of its places, of an owner that breaks nowhere.
    const granted = await fetch(`${serving.url}/v1/adjustments`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${serving.secretKey}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ wallet: `user:${'w'.repeat(100)}`, amount: '123456789.012345', reason: 'wide' }),
    });
    expect(granted.status).toBe(201);
  });
  afterAll(async () => {
    await serving.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function unlock(page: Page, key = serving.secretKey): Promise<void> {
    await page.getByLabel('Secret key').fill(key);
    await page.getByRole('button', { name: 'Open' }).click();
  }

  test.each([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['on a phone', { colorScheme: 'light', viewport: { width: 360, height: 740 } }],
  ])('is readable by everybody and fits: %s', async (_name, options) => {
    const tabs = await visitor(options);
    const page = await tabs.open('/operator');
    await page.getByRole('button', { name: 'Open' }).waitFor();
    expect(await axeFaultsOf(page, 'body')).toEqual([]);
    await unlock(page);
    await page.getByText('Balanced', { exact: true }).waitFor();
    await page.getByText('evt_dead').waitFor();
    await page.locator('#wallets').getByText('123,456,789.012345').waitFor();
    expect(await axeFaultsOf(page, 'body')).toEqual([]);
    expect(await overflowsOf(page, 'body')).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(tabs.complaints).toEqual([]);
    await tabs.close();
  });

  test('lets nobody in without the key, keeps it in the tab alone, and forgets it', async () => {
    const tabs = await visitor();
    const page = await tabs.open('/operator');
    await unlock(page, 'kopai_sk_guessed-by-somebody-else');
    await page.getByText('There is no such key.').waitFor();
    expect(await page.getByRole('heading', { name: 'Wallets' }).isVisible()).toBe(false);
    await unlock(page);
    await page.getByText('Wallets of users').waitFor();
    expect(page.url()).toBe(`${serving.url}/operator`);
    expect(await page.evaluate(() => [localStorage.length, document.cookie])).toEqual([0, '']);
    await page.reload();
    await page.getByText('Balanced', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Forget key' }).click();
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
    await page.reload();
    await page.getByRole('button', { name: 'Open' }).waitFor();
    await tabs.close();
  });

  test('finds a wallet, and replays what was given up', async () => {
    const tabs = await visitor();
    const page = await tabs.open('/operator');
    await unlock(page);
    const wallets = page.locator('#wallets');
    await wallets.getByText('org:acme').waitFor();
    await page.getByLabel('Owner begins with').fill('ali');
    await wallets.getByText('org:acme').waitFor({ state: 'detached' });
    expect(await wallets.locator('tbody tr').allInnerTexts()).toEqual([expect.stringMatching(/^user:alice\s/)]);
    await page.getByRole('button', { name: 'Replay' }).click();
    await page.getByText('stripe event: replay').waitFor();
    await page.getByText('Nothing waits for you.').waitFor();
    expect(await page.locator('#said').textContent()).toBe('The event is tried again.');
    expect(tabs.complaints).toEqual([]);
    await tabs.close();
  });
});

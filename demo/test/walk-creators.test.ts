import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatCredits } from '@kopai/sdk';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from './program.ts';
import { buildScripts, type RunningDemo, runDemo } from './running-demo.ts';
import { atStripe, inWallet, said, send, shows, simulate } from './steps.ts';
import { openBrowser, type Tabs } from './tabs.ts';

/** How money goes on after it was paid: to a creator, out to Stripe, back to a buyer; and who may spend it. The tests go on from each other. */

let folder: string;
let demo: RunningDemo;
let visit: () => Promise<Tabs>;
let alice: Tabs;
let bob: Tabs;
let mira: Tabs;

beforeAll(async () => {
  await buildScripts();
  folder = await mkdtemp(join(tmpdir(), 'kopai-creators-'));
  demo = await runDemo(folder);
  visit = await openBrowser(() => demo.siteUrl);
  [alice, bob, mira] = (await Promise.all(['alice', 'bob', 'mira'].map(visitorNamed))) as [Tabs, Tabs, Tabs];
});

afterAll(async () => {
  demo.program.kill('SIGTERM');
  await demo.program.ended;
  await rm(folder, { recursive: true, force: true });
});

async function visitorNamed(persona: string): Promise<Tabs> {
  const tabs = await visit();
  await tabs.signIn({ kopai_demo_persona: persona });
  return tabs;
}

const available = async (wallet: string) => formatCredits((await demo.kopai.wallets.get(wallet)).available);
const earned = async () => {
  const { pending, available } = await demo.kopai.wallets.earnings('org:studio');
  return { pending: formatCredits(pending), available: formatCredits(available) };
};
const inEarnings = (page: Page, text: string) =>
  page.locator('kopai-earnings').getByText(text).filter({ visible: true }).first().waitFor();

/** What the simulated Stripe lists there. */
async function atSimulator(path: string): Promise<Record<string, unknown>[]> {
  const response = await fetch(demo.simulatorUrl + path, { headers: { authorization: 'Bearer sk_test_walk' } });
  return ((await response.json()) as { data: Record<string, unknown>[] }).data;
}

/** What the browser complained of since it was last asked. A day that passes ends the pages' sessions, and the refusal that renews one is no fault. */
const complaintsOf = ({ complaints }: { complaints: string[] }): string[] =>
  complaints.splice(0).filter((text) => !text.includes('status of 401'));

test('a creator sets the add-on of an agent, and what is no amount is refused where it was typed', async () => {
  const page = await mira.open('/orgs/studio/agents');
  const scout = page.locator('#patent-scout');
  await scout.getByLabel('Add-on').fill('a lot');
  await scout.getByRole('button', { name: 'Save' }).click();
  await scout.getByText('The add-on is an amount of credits').waitFor();
  expect(await scout.getByLabel('Add-on').inputValue()).toBe('a lot');
  expect(complaintsOf(mira)).toEqual([expect.stringContaining('status of 422')]);

  await scout.getByLabel('Add-on').fill('150');
  await scout.getByRole('button', { name: 'Save' }).click();
  await scout.getByText('Saved.').waitFor();
  expect(await said(scout.locator('.publication-price'))).toBe('152.5 credits a message · you earn 105');
  expect(await page.locator('#studio-drafts').getByLabel('Add-on').count()).toBe(0);
  await page.close();

  const response = await fetch(`${demo.siteUrl}/orgs/studio/agents`);
  expect(response.status).toBe(403);
});

test('Connect Stripe leads through the hosted onboarding and back', async () => {
  const page = await mira.open('/orgs/studio/wallet');
  await page.locator('kopai-earnings').getByRole('button', { name: 'Connect Stripe' }).click();
  await atStripe(page, demo.simulatorUrl, /^Agree and submit/);
  await page.waitForURL(`${demo.siteUrl}/orgs/studio/wallet*`);
  await inEarnings(page, 'Stripe connected');
  expect(await demo.kopai.connect.get('org:studio')).toMatchObject({ payoutsEnabled: true });
  await page.close();
});

test('a message earns the creator 70 % of the add-on, pending for a day', async () => {
  const page = await alice.open('/settings/billing');
  await page.getByRole('button', { name: 'Top up' }).click();
  await page.getByRole('radio', { name: /500 credits/ }).check();
  await page.getByRole('button', { name: 'Pay $50.00' }).click();
  await atStripe(page, demo.simulatorUrl, /^Pay \$50\.00/);
  await page.waitForURL(`${demo.siteUrl}/settings/billing*`);
  await shows(page, '506');
  await page.goto(`${demo.siteUrl}/agents/patent-scout`);
  expect(await send(page, 'Is my hinge new?')).toBe('152.5 credits · Personal');
  await shows(page, '353.5');
  await page.close();

  expect(await earned()).toEqual({ pending: '105', available: '0' });
  const wallet = await mira.open('/orgs/studio/wallet');
  await inEarnings(wallet, '105');
  await simulate(wallet, 'Pass a day');
  await wallet.getByRole('button', { name: /Simulation\s*\+1 day/ }).waitFor();
  expect(await earned()).toEqual({ pending: '0', available: '105' });
  await inWallet(wallet, 'Earnings settled');
  await wallet.close();
});

test('a withdrawal waits for Stripe’s balance, and is paid to the cent and once', async () => {
  const page = await mira.open('/orgs/studio/wallet');
  const earnings = page.locator('kopai-earnings');
  await earnings.getByRole('button', { name: 'Max' }).click();
  await earnings.getByRole('button', { name: 'Withdraw' }).click();
  // What a card paid is on its way to the platform for two days, and only one has passed.
  await inEarnings(page, 'Queued');
  await simulate(page, 'Pass a day');
  await expect
    .poll(async () => (await demo.kopai.payouts.list({ wallet: 'org:studio' })).data.map(({ status }) => status), {
      timeout: 20_000,
    })
    .toEqual(['paid']);
  await page.reload();
  await inEarnings(page, 'Paid');

  const { data } = await demo.kopai.payouts.list({ wallet: 'org:studio' });
  expect(data).toMatchObject([{ amount: 105_000_000n, amountCents: 1050 }]);
  const transfers = await atSimulator('/v1/transfers');
  expect(transfers).toMatchObject([{ amount: 1050, amount_reversed: 0, transfer_group: data[0]?.id }]);
  expect(await earned()).toEqual({ pending: '0', available: '0' });
  await page.close();
});

test('a member stops at the budget that an owner has set, and starts anew the next day', async () => {
  const wallet = await alice.open('/orgs/acme/wallet');
  const budgets = wallet.locator('kopai-budgets');
  await budgets.getByRole('button', { name: 'Set a budget' }).click();
  await budgets.getByLabel('Member').selectOption({ label: 'Bob Okafor' });
  await budgets.getByLabel('Limit in credits').fill('0.5');
  await budgets.getByLabel('Period').selectOption('day');
  await budgets.getByRole('button', { name: 'Save' }).click();
  await budgets.getByText('0 of 0.5 spent').waitFor();

  await bob.signIn({ kopai_demo_context: 'acme' });
  const page = await bob.open('/agents/acme-handbook');
  expect(await send(page, 'Who approves travel?')).toBe('0.2 credits · Acme');
  expect(await send(page, 'And hotels?')).toBe('0.2 credits · Acme');
  await page.getByRole('textbox', { name: 'Message to' }).fill('And meals?');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Your Acme budget does not reach' }).waitFor();
  expect(await said(page.locator('[data-offer-why]'))).toMatch(
    /^Your budget is 0\.5 credits, 0\.4 of it spent, and this costs 0\.2\. It begins again on \w+ \d+, \d{4}\.$/,
  );
  expect(await available('org:acme')).toBe('39.6');
  await wallet.reload();
  await budgets.getByText('0.4 of 0.5 spent').waitFor();
  await wallet.close();
  expect(complaintsOf(bob)).toEqual([expect.stringContaining('status of 402')]);

  await simulate(page, 'Pass a day');
  expect(await send(page, 'And meals?')).toBe('0.2 credits · Acme');
  expect(await available('org:acme')).toBe('39.4');
  await page.close();
});

test('a disputed top-up leaves a debt that the wallet explains, and comes back when it is won', async () => {
  const page = await alice.open('/settings/billing');
  await shows(page, '353.5');
  await simulate(page, 'Dispute it');
  // 500 credits were bought and 152.5 of them spent: what is left does not cover what the bank took.
  await inWallet(page, '146.5');
  const { debt } = await demo.kopai.wallets.get('user:alice');
  expect(formatCredits(debt)).toBe('146.5');
  await page.reload();
  await inWallet(page, 'Payment dispute');
  await simulate(page, 'Bank: dispute won');
  await shows(page, '353.5');
  await inWallet(page, '353.5');
  // The creator keeps what was earned, whatever happens to the buyer's payment.
  expect(await atSimulator('/v1/transfers')).toMatchObject([{ amount_reversed: 0 }]);
  await page.close();
});

const pdf = (name: string, megabytes: number) => ({
  name,
  mimeType: 'application/pdf',
  buffer: Buffer.alloc(megabytes * 1024 * 1024, 'x'),
});

test('a plan bounds the knowledge base until it is upgraded', async () => {
  const page = await alice.open('/settings/knowledge');
  await page.getByText('0 of 1 file, up to 2 MB each, on Free.').waitFor();
  await page.locator('[data-upload]').setInputFiles(pdf('Atlas.pdf', 3));
  await page.getByText('On your plan a file has at most 2 MB.').waitFor();
  await page.locator('[data-upload]').setInputFiles(pdf('Handbook.pdf', 1));
  await page.getByText('1 of 1 file').waitFor();
  await page.locator('[data-upload]').setInputFiles(pdf('Minutes.pdf', 1));
  await page.getByText('Your plan holds 1 file.').waitFor();
  expect(complaintsOf(alice)).toEqual([1, 2].map(() => expect.stringContaining('status of 402')));

  await page.getByRole('link', { name: 'Upgrade to Pro' }).click();
  await page.locator('kopai-plan').getByRole('button', { name: 'Upgrade to Pro' }).click();
  await atStripe(page, demo.simulatorUrl, /^Subscribe/);
  await page.waitForURL(`${demo.siteUrl}/settings/billing*`);
  await page.locator('kopai-plan').getByRole('button', { name: 'Manage plan' }).waitFor();
  expect(await demo.kopai.plans.entitlements('user:alice')).toMatchObject({ planId: 'pro', status: 'active' });

  await page.getByRole('link', { name: /Knowledge/ }).click();
  await page.locator('[data-upload]').setInputFiles(pdf('Atlas.pdf', 3));
  await page.getByText('2 files. Pro holds as many as you like.').waitFor();
  await page.close();
});

test('the portal cancels the plan, which runs on to its end', async () => {
  const page = await alice.open('/settings/billing');
  await page.locator('kopai-plan').getByRole('button', { name: 'Manage plan' }).click();
  await atStripe(page, demo.simulatorUrl, /^Cancel plan/);
  await expect
    .poll(async () => (await demo.kopai.plans.entitlements('user:alice')).endsAt, { timeout: 10_000 })
    .not.toBeNull();
  await page.goto(`${demo.siteUrl}/settings/billing`);
  await page.locator('kopai-plan').getByText('Your plan is canceled.').waitFor();
  expect(await available('user:alice')).toBe('353.5');
  await page.close();
});

test('afterwards the ledger is right, and the time that has passed stays passed', async () => {
  expect([alice, bob, mira].flatMap(complaintsOf)).toEqual([]);
  demo.program.kill('SIGINT');
  expect(await demo.program.ended).toMatchObject({ code: 0, stderr: '' });
  const verified = await run(['server/src/cli.ts', 'verify'], { KOPAI_DATA_DIR: folder }).ended;
  expect(verified.stdout).not.toContain('BROKEN');
  expect(verified.code).toBe(0);

  demo = await runDemo(folder);
  const page = await alice.open('/');
  await page.getByRole('button', { name: /Simulation\s*\+3 days/ }).waitFor();
  const answer = await fetch(`${demo.siteUrl}/api/clock`, { method: 'POST' });
  expect(await answer.json()).toMatchObject({ daysAhead: 4 });
});
